package dev.sluice.collector.plan;

import dev.sluice.collector.plan.PlanInput.Detail;
import dev.sluice.gc.ageing.Stage;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.protocol.handle.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan (garbage-collection §3.3, §3.4, §9.2).
 *
 * <p>Nothing goes from referenced to gone at once: a node that this run is the first to find unreferenced, or whose age restarts
 * in it, is neither tombstoned nor swept in it, whatever the times (GC-089). A channel is tombstoned with its data store and
 * never swept by itself.
 *
 * <p>Pure; linear in the unreferenced nodes, and in all of them for {@link Detail#EVERYTHING}. With the last run's plan, a node that
 * was garbage then, and has reached no later stage, costs a comparison; it keeps what was planned for it.
 */
final class Planner {
    private final PlanInput in;
    private final Reachability reach;
    private final Set<String> clearedGarbage;
    private final List<NodePlan> nodes = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private final Set<String> tombstones = new LinkedHashSet<>();
    private final List<String> swept = new ArrayList<>();
    private final List<String> deletedAtOnce = new ArrayList<>();
    private final NodeTally unreferenced = new NodeTally();
    private final NodeTally updated = new NodeTally();
    private final NodeTally sweepReady = new NodeTally();

    Planner(PlanInput in) {
        this.in = in;
        this.reach = in.reachability();
        this.clearedGarbage = reach.clearedGarbage();
    }

    CollectionPlan plan(Detail detail) {
        in.sinceMsById().keySet().forEach(this::former);
        reach.unreferenced().forEach(this::garbage);
        if (detail == Detail.EVERYTHING) {
            everythingElse();
        }
        return planned();
    }

    /** Plans for garbage, with what the last run planned, after which nothing was done to the ages. */
    CollectionPlan planAfter(CollectionPlan last) {
        List<String> garbage = reach.unreferenced();
        Optional<LastGarbage> compared = LastGarbage.of(last, garbage, in.sinceMsById()::containsKey);
        if (compared.isEmpty() || last.mode() != in.mode()) {
            return plan(Detail.GARBAGE);
        }
        formerly(compared.get().gone());
        for (int i = 0; i < garbage.size(); i++) {
            NodePlan before = compared.get().plan(i);
            if (before == null || clearedGarbage.contains(before.id())) {
                garbage(garbage.get(i));
            } else {
                again(before);
            }
        }
        return planned();
    }

    /** Most nodes are garbage as before; the others are taken in the order of the ages. */
    private void formerly(Set<String> gone) {
        if (!gone.isEmpty() || !clearedGarbage.isEmpty()) {
            for (String id : in.sinceMsById().keySet()) {
                if (gone.contains(id) || clearedGarbage.contains(id)) {
                    former(id);
                }
            }
        }
    }

    private void again(NodePlan before) {
        String id = before.id();
        NodeType type = before.type();
        unreferenced.add(type);
        long since = before.state().sinceMs().getAsLong();
        Stage stage = in.ages().stageAfter(in.referenceMs() - since);
        if (stage == Stage.SWEEP_READY
                || !isReason(before, type, stage)
                || before.state().kind() != kind(stage)) {
            aged(id, type, since);
        } else {
            treat(id, type, stage);
            nodes.add(before);
        }
        deleteAtOnce(id, type);
    }

    private boolean isReason(NodePlan before, NodeType type, Stage stage) {
        return before.reason() == reason(type, stage);
    }

    private CollectionPlan planned() {
        if (in.mode() == SweepMode.TEST) {
            tombstones.addAll(in.tombstones());
        }
        return new CollectionPlan(
                in.referenceMs(), in.mode(), nodes, forgotten, begun, tombstones, swept, deletedAtOnce, statistics());
    }

    /** A node that was unreferenced at the last run. */
    private void former(String id) {
        boolean isNode = reach.isNode(id);
        if (!isNode || reach.isCleared(id)) {
            forgotten.add(id);
        }
        if (isNode && reach.isReferenced(id)) {
            NodeType type = in.types().apply(id);
            updated.add(type);
            nodes.add(referenced(id, type, Reason.REVIVED));
        }
    }

    private void garbage(String id) {
        NodeType type = in.types().apply(id);
        unreferenced.add(type);
        Long since = in.sinceMsById().get(id);
        if (since == null || clearedGarbage.contains(id)) {
            begin(id, type, since);
        } else {
            aged(id, type, since);
        }
        deleteAtOnce(id, type);
    }

    private void deleteAtOnce(String id, NodeType type) {
        if (in.mode() == SweepMode.TEST && isSwept(type)) {
            deletedAtOnce.add(id);
        }
    }

    private void begin(String id, NodeType type, @Nullable Long since) {
        begun.add(id);
        if (since == null) {
            updated.add(type);
        }
        Reason reason = since == null ? Reason.JUST_FOUND : Reason.REFERRED_TO_MEANWHILE;
        boolean isActive = in.ages().stageAfter(0) == Stage.ACTIVE;
        NodeState state =
                isActive ? new NodeState.Unreferenced(in.referenceMs()) : new NodeState.Inactive(in.referenceMs());
        nodes.add(new NodePlan(id, type, state, reason, next(type, state.kind(), in.referenceMs())));
    }

    private void aged(String id, NodeType type, long since) {
        Stage stage = in.ages().stageAfter(in.referenceMs() - since);
        treat(id, type, stage);
        NodeState state = switch (stage) {
            case ACTIVE -> new NodeState.Unreferenced(since);
            case INACTIVE -> new NodeState.Inactive(since);
            case TOMBSTONE_READY -> new NodeState.Tombstoned(since);
            case SWEEP_READY -> new NodeState.SweepReady(since);
        };
        nodes.add(new NodePlan(id, type, state, reason(type, stage), next(type, state.kind(), since)));
    }

    private static NodeState.Kind kind(Stage stage) {
        return switch (stage) {
            case ACTIVE -> NodeState.Kind.UNREFERENCED;
            case INACTIVE -> NodeState.Kind.INACTIVE;
            case TOMBSTONE_READY -> NodeState.Kind.TOMBSTONED;
            case SWEEP_READY -> NodeState.Kind.SWEEP_READY;
        };
    }

    /** Does to a node what its stage asks for. */
    private void treat(String id, NodeType type, Stage stage) {
        if (stage == Stage.SWEEP_READY) {
            sweepReady.add(type);
        }
        boolean isTombstone =
                stage == Stage.TOMBSTONE_READY || (stage == Stage.SWEEP_READY && in.mode() == SweepMode.OFF);
        if (isTombstone && in.mode() != SweepMode.TEST) {
            tombstones.add(id);
        }
        if (stage == Stage.SWEEP_READY && in.mode() == SweepMode.ON && isSwept(type)) {
            swept.add(id);
        }
    }

    private Reason reason(NodeType type, Stage stage) {
        if (stage == Stage.SWEEP_READY) {
            if (in.mode() == SweepMode.OFF) {
                return Reason.SWEEP_IS_OFF;
            }
            if (type == NodeType.SUB_DATA_STORE) {
                return Reason.GOES_WITH_ITS_STORE;
            }
        }
        return Reason.AGED;
    }

    /** A stage that takes no time is passed over: what follows a state is the first later one that lasts, or the last. */
    private Optional<NodePlan.Next> next(NodeType type, NodeState.Kind kind, long since) {
        return switch (kind) {
            case UNREFERENCED -> at(NodeState.Kind.INACTIVE, in.ages().timeoutMs(Stage.INACTIVE), since);
            case INACTIVE -> at(NodeState.Kind.TOMBSTONED, in.ages().timeoutMs(Stage.TOMBSTONE_READY), since);
            case TOMBSTONED -> at(NodeState.Kind.SWEEP_READY, in.ages().timeoutMs(Stage.SWEEP_READY), since);
            case SWEEP_READY ->
                in.mode() == SweepMode.ON && isSwept(type)
                        ? Optional.of(new NodePlan.Next(NodeState.Kind.DELETED, in.referenceMs()))
                        : Optional.empty();
            case REFERENCED, DELETED -> Optional.empty();
        };
    }

    private Optional<NodePlan.Next> at(NodeState.Kind kind, OptionalLong afterMs, long since) {
        return afterMs.isEmpty()
                ? Optional.empty()
                : Optional.of(new NodePlan.Next(kind, Math.max(in.referenceMs(), since + afterMs.getAsLong())));
    }

    static boolean isSwept(NodeType type) {
        return type == NodeType.DATA_STORE || type == NodeType.BLOB;
    }

    private void everythingElse() {
        for (String id : reach.all()) {
            if (reach.isReferenced(id) && !in.sinceMsById().containsKey(id)) {
                nodes.add(referenced(id, in.types().apply(id), Reason.REACHABLE));
            }
        }
        for (String id : in.deleted()) {
            NodeType type = NodeType.ofShape(new NodePath(id));
            nodes.add(new NodePlan(id, type, new NodeState.Deleted(), Reason.SWEPT, Optional.empty()));
        }
    }

    private static NodePlan referenced(String id, NodeType type, Reason reason) {
        return new NodePlan(id, type, new NodeState.Referenced(), reason, Optional.empty());
    }

    private Statistics statistics() {
        NodeCounts deleted = NodeCounts.NONE;
        for (String id : in.deleted()) {
            deleted = deleted.and(NodeType.ofShape(new NodePath(id)));
        }
        NodeCounts counts = reach.counts();
        return new Statistics(
                counts,
                unreferenced.counts(),
                in.hasPrevious() ? updated.counts() : counts,
                deleted.plus(sweepReady.counts()),
                counts.plus(deleted));
    }
}
