package dev.sluice.inspect;

import dev.sluice.collector.Preview;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.NodeState.Kind;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.gc.op.GcOp;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a node is kept or is garbage, and what goes with it. Immutable.
 *
 * @param plan what collection has in mind for it
 * @param keptBy one of the shortest ways from the root; empty if there is none
 * @param removal how it came to be garbage; empty if it is not
 * @param sweptBy the op that deleted it; empty if it is not deleted, or the op is not kept
 * @param alone what nothing else keeps, the node itself left out
 * @param bytes how large it is together with these
 * @since 0.1
 */
public record Explanation(
        NodePlan plan,
        List<Step> keptBy,
        Optional<Removal> removal,
        Optional<OpOrigin> sweptBy,
        List<String> alone,
        long bytes) {
    /** Copies the lists. */
    public Explanation {
        keptBy = List.copyOf(keptBy);
        alone = List.copyOf(alone);
    }

    /**
     * Explains a node of a document.
     *
     * @param preview of {@code document}
     * @return empty if there is no such node, deleted or not
     */
    public static Optional<Explanation> of(
            StoredDocument stored, OfflineDocument document, Preview preview, String node) {
        return preview.node(node).map(plan -> explain(stored, document, plan));
    }

    private static Explanation explain(StoredDocument stored, OfflineDocument document, NodePlan plan) {
        String node = plan.id();
        DocumentGraph graph = DocumentGraph.of(document, stored);
        List<String> only = graph.isNode(node) ? graph.keptAliveOnlyBy(node) : List.of();
        boolean isGarbage = !graph.isReferenced(node);
        return new Explanation(
                plan,
                graph.keptBy(node),
                isGarbage
                        ? Optional.of(new RemovalSearch(stored, node, document.sequenceNumber()).find())
                        : Optional.empty(),
                plan.state().kind() == Kind.DELETED ? sweep(stored, node, document.sequenceNumber()) : Optional.empty(),
                only.stream().filter(other -> !other.equals(node)).toList(),
                graph.bytes(only));
    }

    /** Returns the op that deleted a node or the data store that it lay in. */
    private static Optional<OpOrigin> sweep(StoredDocument stored, String node, long until) {
        List<Version> versions = stored.versions();
        Snapshot oldest = stored.snapshot(versions.get(versions.size() - 1));
        String store = NodePath.ofUrl(node)
                .storeId()
                .map(id -> NodePath.ofStore(id).text())
                .orElse(node);
        List<OpOrigin> sweeps = new ArrayList<>();
        GcLog log = new GcLog(stored, oldest, (origin, op) -> {
            if (op instanceof GcOp.Sweep sweep && sweep.nodeIds().contains(store)) {
                sweeps.add(origin);
            }
        });
        stored.ops(oldest.sequenceNumber(), OptionalLong.of(until), log::take);
        return sweeps.stream().findFirst();
    }

    /** Returns the form in JSON. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        plan.toJson().members().forEach(json::put);
        if (!keptBy.isEmpty()) {
            json.put("keptBy", JsonValue.of(keptBy.stream().map(Step::toJson).toList()));
        }
        return json.putIfPresent("removal", removal.map(Removal::toJson))
                .putIfPresent("sweptBy", sweptBy.map(OpOrigin::toJson))
                .put("alone", JsonValue.of(alone.stream().map(JsonValue::of).toList()))
                .put("bytes", bytes)
                .build();
    }
}
