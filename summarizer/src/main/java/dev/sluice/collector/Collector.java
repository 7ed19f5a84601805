package dev.sluice.collector;

import dev.sluice.collector.CollectedContainer.Freshness;
import dev.sluice.collector.model.RunGraph;
import dev.sluice.collector.model.RunGraph.Doubt;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.collector.plan.PlanInput;
import dev.sluice.collector.plan.Reachability;
import dev.sluice.collector.plan.SweepMode;
import dev.sluice.gc.ageing.UnreferencedNodes;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.protocol.handle.NodePath;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Collects the garbage of one open container, run by run.
 *
 * <p>A run marks, plans, and does what the plan says: ages begin and end, tombstones are set, and where the document is swept an op
 * asks all clients to delete what is sweep-ready. Nothing is deleted here before that op comes back. A run that fails changes
 * nothing but what a later run finds out anew, and the references that ops brought stay noted for it (GC-067).
 *
 * <p>What is about to be swept was found out of reach by marks that build on each other; before the op is sent, a mark from scratch
 * over freshly read contents must agree (I3). It costs a full run and is needed only in runs that sweep.
 *
 * <p>Confined to the document's thread.
 *
 * @since 0.1
 */
public final class Collector {
    private final GcSession session;
    private final CollectedContainer container;
    private final InstantSource stopwatch;
    private RunGraph graph;
    private Optional<Last> last = Optional.empty();

    /**
     * What the last run left.
     *
     * @param ageChanges the number that the ages had then: with another one they are not those of the run any more
     */
    private record Last(CollectionPlan plan, GcState state, Set<NodePath> unreferencedStores, long ageChanges) {
        /** Tells whether a plan leaves garbage what it is. */
        boolean isKeptBy(CollectionPlan next) {
            return next.begun().isEmpty() && next.forgotten().isEmpty();
        }
    }

    /** Makes a collector for a container that was just opened; its runs are not measured. */
    public Collector(GcSession session, CollectedContainer container) {
        this(session, container, InstantSource.fixed(Instant.EPOCH));
    }

    /**
     * Makes a collector for a container that was just opened.
     *
     * @param stopwatch measures how long a run takes, and decides nothing
     */
    public Collector(GcSession session, CollectedContainer container, InstantSource stopwatch) {
        this.session = session;
        this.container = container;
        this.stopwatch = stopwatch;
        this.graph = new RunGraph(session.base().state().orElse(GcState.EMPTY).routes());
    }

    /**
     * Runs.
     *
     * @return nothing if the document is not collected, or nothing was sequenced in it yet, so that nothing has an age (GC-093)
     */
    public Optional<CollectionRun> run() {
        if (!session.config().isAllowed()) {
            return Optional.empty();
        }
        OptionalLong reference = container.referenceMs();
        if (reference.isEmpty()) {
            session.events().error("CollectGarbageCalledWithoutTimestamp", Map.of());
            return Optional.empty();
        }
        NodeRoutes before = graph.nodes();
        boolean isFull = session.needsFullRun();
        try {
            Proved proved = provedPlan(reference.getAsLong(), isFull);
            CollectionPlan plan = proved.plan();
            Optional<Last> same = last().filter(known -> known.isKeptBy(plan));
            carryOut(plan);
            session.events().performance("GarbageCollection_end", RunProperties.of(plan, isFull));
            Last done = left(plan, same);
            last = Optional.of(done);
            GcSnapshot state = new GcSnapshot(Optional.of(done.state()), session.tombstones(), session.deleted());
            return Optional.of(new CollectionRun(plan, isFull, state, done.unreferencedStores(), proved.figures()));
        } catch (RuntimeException failed) {
            graph = new RunGraph(before);
            session.events().error("GarbageCollection_cancel", Map.of("error", String.valueOf(failed.getMessage())));
            throw failed;
        }
    }

    /** A plan that may be carried out, and what it cost to be sure. */
    private record Proved(CollectionPlan plan, RunFigures figures) {}

    private Proved provedPlan(long referenceMs, boolean isFull) {
        NodeRoutes before = graph.nodes();
        Laps laps = new Laps(stopwatch);
        Draft draft = draft(referenceMs, isFull, laps);
        Set<String> prevented = new HashSet<>();
        if (!isFull && !draft.plan().swept().isEmpty()) {
            prevented.addAll(draft.plan().swept());
            graph = new RunGraph(before);
            draft = draft(referenceMs, true, laps);
            draft.plan().swept().forEach(prevented::remove);
        }
        draft.unknownRoutes().forEach(this::tellUnknown);
        return new Proved(draft.plan(), laps.figures(graph.edges(), prevented.size()));
    }

    /** A plan, and the routes that nobody had told of. */
    private record Draft(CollectionPlan plan, Map<String, List<String>> unknownRoutes) {}

    private Draft draft(long referenceMs, boolean isFull, Laps laps) {
        laps.restart();
        NodeRoutes nodes = container.nodes(isFull ? Freshness.FRESH : Freshness.CACHED);
        laps.graphEnded();
        Map<String, Set<String>> reported = session.newReferences();
        Map<String, List<String>> unknownRoutes = graph.unknownRoutes(nodes, reported);
        Set<String> targets = new LinkedHashSet<>();
        reported.values().forEach(targets::addAll);
        boolean hasPrevious = graph.hasPrevious();
        Reachability reach = graph.run(nodes, targets, isFull ? Doubt.EVERYTHING : Doubt.NOTHING);
        laps.markEnded();
        PlanInput input = new PlanInput(
                referenceMs,
                session.unreferenced().ages(),
                SweepMode.of(session.config()),
                reach,
                session.unreferenced().sinceMsById(),
                session.tombstones(),
                session.deleted(),
                this::type,
                hasPrevious);
        // A full run takes nothing over.
        CollectionPlan plan = last().filter(known -> !isFull)
                .map(known -> CollectionPlan.after(known.plan(), input))
                .orElseGet(() -> CollectionPlan.of(input, PlanInput.Detail.GARBAGE));
        laps.planEnded();
        return new Draft(plan, unknownRoutes);
    }

    /** What the last run left, unless something was swept or loaded since. */
    private Optional<Last> last() {
        return last.filter(known -> known.ageChanges() == session.unreferenced().changes());
    }

    private NodeType type(String id) {
        return NodeType.of(new NodePath(id), container::hasStore);
    }

    private void tellUnknown(String id, Collection<String> routes) {
        List<String> whole = routes.stream()
                .filter(route -> type(NodePath.ofUrl(route).text()) == NodeType.DATA_STORE
                        || type(NodePath.ofUrl(route).text()) == NodeType.BLOB)
                .toList();
        if (!whole.isEmpty()) {
            session.events().generic("gcUnknownOutboundReferences", Map.of("id", id, "routes", whole));
        }
    }

    private void carryOut(CollectionPlan plan) {
        UnreferencedNodes tracked = session.unreferenced();
        plan.forgotten().forEach(tracked::remove);
        tracked.update(plan.referenceMs());
        tracked.add(plan.begun(), plan.referenceMs());
        session.runCompleted(plan.tombstones());
        if (!plan.deletedAtOnce().isEmpty()) {
            container.deleteHere(plan.deletedAtOnce());
        }
        if (!plan.swept().isEmpty()) {
            container.submit(new GcOp.Sweep(plan.swept()));
        }
    }

    /**
     * Returns what a run leaves.
     *
     * @param same what the last run left, if garbage is what it was
     */
    private Last left(CollectionPlan plan, Optional<Last> same) {
        UnreferencedNodes tracked = session.unreferenced();
        GcState state = same.map(known -> known.state().withRoutes(graph.nodes()))
                .orElseGet(() -> new GcState(graph.nodes(), tracked.sinceMsById()));
        Set<NodePath> stores = same.map(Last::unreferencedStores).orElseGet(() -> unreferencedStores(plan));
        return new Last(plan, state, stores, tracked.changes());
    }

    private static Set<NodePath> unreferencedStores(CollectionPlan plan) {
        Set<NodePath> stores = new HashSet<>();
        for (NodePlan node : plan.nodes()) {
            if (node.type() == NodeType.DATA_STORE && node.state().kind() != NodeState.Kind.REFERENCED) {
                stores.add(new NodePath(node.id()));
            }
        }
        return Set.copyOf(stores);
    }
}
