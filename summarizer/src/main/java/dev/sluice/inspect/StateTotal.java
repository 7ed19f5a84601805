package dev.sluice.inspect;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodeCounts;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a plan says of all nodes in one state. Immutable.
 *
 * @param state which
 * @param counts how many nodes
 * @param bytes how large they are together; empty if nobody measured, or the plan does not tell of each
 * @param next what the first of them comes to if nothing refers to it again, and when; empty if none does
 * @since 0.1
 */
public record StateTotal(NodeState.Kind state, NodeCounts counts, OptionalLong bytes, Optional<NodePlan.Next> next) {
    /** Returns the totals of a plan in the order of a node's life, without those of no node. */
    public static List<StateTotal> of(CollectionPlan plan) {
        return of(plan, Optional.empty());
    }

    /**
     * Returns the same with sizes.
     *
     * @param sizes of the document that the plan is of; attachment blobs that the plan tells of are read
     */
    public static List<StateTotal> of(CollectionPlan plan, DocumentGraph sizes) {
        return of(plan, Optional.of(sizes));
    }

    private static List<StateTotal> of(CollectionPlan plan, Optional<DocumentGraph> sizes) {
        List<StateTotal> totals = new ArrayList<>();
        for (NodeState.Kind state : NodeState.Kind.values()) {
            List<NodePlan> told = plan.nodes().stream()
                    .filter(node -> node.state().kind() == state)
                    .toList();
            NodeCounts counts = counts(plan, state, told);
            if (counts.nodes() > 0) {
                totals.add(new StateTotal(state, counts, bytes(counts, told, sizes), next(told.stream())));
            }
        }
        return totals;
    }

    /** A plan need not tell of each node that is referenced or gone, but counts them. */
    private static NodeCounts counts(CollectionPlan plan, NodeState.Kind state, List<NodePlan> told) {
        return switch (state) {
            case REFERENCED -> plan.statistics().nodes().minus(plan.statistics().unreferenced());
            case DELETED -> plan.statistics().lifetime().minus(plan.statistics().nodes());
            case UNREFERENCED, INACTIVE, TOMBSTONED, SWEEP_READY -> {
                NodeCounts counts = NodeCounts.NONE;
                for (NodePlan node : told) {
                    counts = counts.and(node.type());
                }
                yield counts;
            }
        };
    }

    private static OptionalLong bytes(NodeCounts counts, List<NodePlan> told, Optional<DocumentGraph> sizes) {
        if (sizes.isEmpty() || told.size() < counts.nodes()) {
            return OptionalLong.empty();
        }
        List<String> nodes = told.stream()
                .filter(node -> node.type() != NodeType.OTHER && node.state().kind() != NodeState.Kind.DELETED)
                .map(NodePlan::id)
                .toList();
        return OptionalLong.of(sizes.get().bytes(nodes));
    }

    private static Optional<NodePlan.Next> next(Stream<NodePlan> told) {
        return told.flatMap(node -> node.next().stream()).min(Comparator.comparingLong(NodePlan.Next::atMs));
    }

    /** Returns the form in JSON. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("state", state.label())
                .put("nodes", counts.nodes())
                .put("stores", counts.stores())
                .put("blobs", counts.blobs())
                .putIfPresent(
                        "bytes", bytes.isPresent() ? Optional.of(JsonValue.of(bytes.getAsLong())) : Optional.empty())
                .putIfPresent("next", next.map(NodePlan.Next::toJson))
                .build();
    }
}
