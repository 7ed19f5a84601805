package dev.sluice.collector;

import dev.sluice.collector.CollectedContainer.Freshness;
import dev.sluice.collector.model.RunGraph;
import dev.sluice.collector.model.RunGraph.Doubt;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.PlanInput;
import dev.sluice.collector.plan.PlanInput.Detail;
import dev.sluice.collector.plan.SweepMode;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.state.GcState;
import dev.sluice.protocol.handle.NodePath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What collection would do with a document, without doing any of it: now, or later if nothing happens until then. The plan is that
 * of a run, made by the same code, and the container stays as it is.
 *
 * <p>Confined to the document's thread; valid for the document as it was when this was made.
 *
 * @since 0.1
 */
public final class Preview {
    private final GcSession session;
    private final CollectedContainer container;
    private final long referenceMs;
    private final NodeRoutes nodes;

    private Preview(GcSession session, CollectedContainer container, long referenceMs) {
        this.session = session;
        this.container = container;
        this.referenceMs = referenceMs;
        this.nodes = container.nodes(Freshness.FRESH);
    }

    /** Looks at an open container; nothing if it is not collected, or nothing was sequenced in it yet. */
    public static Optional<Preview> of(GcSession session, CollectedContainer container) {
        OptionalLong reference = container.referenceMs();
        return session.config().isAllowed() && reference.isPresent()
                ? Optional.of(new Preview(session, container, reference.getAsLong()))
                : Optional.empty();
    }

    /**
     * Returns the plan of a run.
     *
     * @param ahead how long after the newest op; with the plan of a run now carried out first, as summarizers would, so that what is
     *     garbage already ages meanwhile
     * @param detail how much of the document it tells of
     */
    public CollectionPlan plan(Duration ahead, Detail detail) {
        Set<String> targets = new LinkedHashSet<>();
        session.newReferences().values().forEach(targets::addAll);
        boolean isAhead = !ahead.isZero();
        // Of its own for each plan: a run takes the graph on, and the next would see nothing of what happened before.
        RunGraph graph =
                new RunGraph(session.base().state().orElse(GcState.EMPTY).routes());
        Map<String, Long> ages = new LinkedHashMap<>(session.unreferenced().sinceMsById());
        CollectionPlan now = plan(graph, referenceMs, ages, targets, isAhead ? Detail.GARBAGE : detail);
        if (!isAhead) {
            return now;
        }
        now.forgotten().forEach(ages::remove);
        now.begun().forEach(id -> ages.put(id, referenceMs));
        return plan(graph, referenceMs + ahead.toMillis(), ages, Set.of(), detail);
    }

    private CollectionPlan plan(RunGraph graph, long atMs, Map<String, Long> ages, Set<String> targets, Detail detail) {
        boolean hasPrevious = graph.hasPrevious();
        PlanInput input = new PlanInput(
                atMs,
                session.unreferenced().ages(),
                SweepMode.of(session.config()),
                graph.run(nodes, targets, Doubt.EVERYTHING),
                ages,
                session.tombstones(),
                session.deleted(),
                id -> NodeType.of(new NodePath(id), container::hasStore),
                hasPrevious);
        return CollectionPlan.of(input, detail);
    }

    /** Returns what a plan of the document as it is says of one node; empty if there is no such node, deleted or not. */
    public Optional<NodePlan> node(String id) {
        return plan(Duration.ZERO, Detail.EVERYTHING).nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst();
    }

    /** The nodes and where each refers to, as they are now. */
    public NodeRoutes nodes() {
        return nodes;
    }

    /** The sequenced time of the newest op, in milliseconds since 1970. */
    public long referenceMs() {
        return referenceMs;
    }
}
