package dev.sluice.collector.simulation;

import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Follows the log as the service orders it, knows everything at once, and tells whether it was safe.
 *
 * <p>One thing is not held against collection: a tombstone that somebody loads while the op that deletes it is on its way goes all
 * the same, with what it refers to, for every client executes that op (garbage-collection §5.1). Such nodes are excused, if the op
 * was not on its way for longer than {@link #MAX_FLIGHT_MS}.
 */
final class Audit {
    /** How long an op may be on its way. */
    static final long MAX_FLIGHT_MS = 6 * Timeline.HOUR;

    /** How old what a run has not heard of may be. */
    static final long MAX_LAG_MS = Timeline.HOUR;

    private final Replica truth;
    private final Supplier<Collection<Client>> clients;
    private final Map<String, Long> deletedAt = new LinkedHashMap<>();
    private final Set<String> excused = new LinkedHashSet<>();
    private final List<Message> recoveries = new ArrayList<>();

    Audit(Replica first, Supplier<Collection<Client>> clients) {
        this.truth = first.copy();
        this.clients = clients;
    }

    /** A message gets its place. */
    void sequenced(Message message) {
        Edit edit = message.edit();
        if (message.sender() > 0) {
            edit.uses().forEach(node -> notDeleted(node, message));
        }
        if (edit instanceof Edit.Collection collection) {
            collected(message, collection);
        } else {
            apply(edit);
        }
        if (deletedAt.isEmpty() || edit instanceof Edit.Tick || edit instanceof Edit.Propose) {
            return;
        }
        Set<String> lost = new TreeSet<>(truth.reachable(Set.of("/")));
        lost.retainAll(deletedAt.keySet());
        lost.removeAll(excused);
        check(lost.isEmpty(), "I3", () -> lost + " can be reached from a root and is deleted at " + message);
    }

    private void notDeleted(String node, Message message) {
        check(
                !deletedAt.containsKey(node) || excused.contains(node),
                "I4",
                () -> node + " was deleted at " + deletedAt.get(node) + " and is used by " + message);
    }

    private void apply(Edit edit) {
        if (edit instanceof Edit.Attach attach) {
            truth.attach(attach.store(), attach.targets());
        } else if (edit instanceof Edit.Upload upload) {
            truth.upload(upload.blob());
        } else if (edit instanceof Edit.Refer refer) {
            truth.refer(refer.store(), refer.target());
        } else if (edit instanceof Edit.Unrefer unrefer) {
            truth.unrefer(unrefer.store(), unrefer.target());
        } else if (edit instanceof Edit.Alias alias) {
            truth.alias(alias.store());
        }
    }

    private void collected(Message message, Edit.Collection collection) {
        if (collection.op() instanceof GcOp.TombstoneLoaded) {
            recoveries.add(message);
        } else if (collection.op() instanceof GcOp.Sweep sweep) {
            excuse(message, collection.basedOn());
            sweep(message, sweep);
        }
    }

    private void excuse(Message sweep, long basedOn) {
        for (Message recovery : recoveries) {
            boolean wasKnown = recovery.sequenceNumber() <= basedOn;
            boolean isRecent = sweep.timestampMs() - recovery.timestampMs() <= MAX_LAG_MS + MAX_FLIGHT_MS;
            if (!wasKnown
                    && isRecent
                    && recovery.edit() instanceof Edit.Collection collection
                    && collection.op() instanceof GcOp.TombstoneLoaded loaded) {
                excused.addAll(truth.reachable(Set.of(loaded.nodePath())));
            }
        }
    }

    private void sweep(Message message, GcOp.Sweep sweep) {
        Set<String> victims = new LinkedHashSet<>(sweep.nodeIds());
        victims.retainAll(truth.wholes());
        Set<String> claimed = new LinkedHashSet<>(victims);
        claimed.removeAll(excused);
        if (!claimed.isEmpty()) {
            for (Client client : clients.get()) {
                Set<String> held = client.canReferTo();
                held.retainAll(claimed);
                check(held.isEmpty(), "I4", () -> client + " could still refer to " + held + ", deleted at " + message);
            }
        }
        victims.forEach(node -> deletedAt.put(node, message.sequenceNumber()));
        truth.delete(victims);
    }

    /** The service takes a summary. */
    void acknowledged(Summary summary) {
        GcSnapshot snapshot = summary.snapshot();
        Set<String> named = new LinkedHashSet<>(summary.content().wholes());
        named.addAll(snapshot.state().map(GcState::nodes).orElse(Map.of()).keySet());
        deletedAt.forEach((node, at) -> {
            if (at <= summary.sequenceNumber()) {
                check(!named.contains(node), "I5", () -> node + " is in a summary after it was deleted");
                check(snapshot.deleted().contains(node), "I5", () -> "a summary forgets that " + node + " was deleted");
            }
        });
    }

    /** A replica has followed the log: what it has heard of as deleted is and stays so. */
    void followed(OpenDocument document) {
        deletedAt.forEach((node, at) -> {
            if (at <= document.sequenceNumber()) {
                check(!document.replica().has(node), "I5", () -> node + " came back");
                check(document.session().deleted().contains(node), "I5", () -> node + " is not known to be deleted");
            }
        });
    }

    /** What nobody refers to has had time enough to be deleted. */
    void nothingIsLeft() {
        Set<String> left = new TreeSet<>(truth.wholes());
        left.removeAll(truth.reachable(Set.of("/")));
        check(left.isEmpty(), "liveness", () -> left + " is garbage and stays");
    }

    /** Everything that is applied everywhere is the same everywhere. */
    void agreesWith(OpenDocument document) {
        check(
                truth.nodes().equals(document.replica().nodes()),
                "I1",
                () -> "expected " + truth.nodes() + ", found "
                        + document.replica().nodes());
    }

    int deleted() {
        return deletedAt.size();
    }

    int excused() {
        return excused.size();
    }

    private static void check(boolean holds, String invariant, Supplier<String> found) {
        if (!holds) {
            throw new Violation(invariant, found.get());
        }
    }
}
