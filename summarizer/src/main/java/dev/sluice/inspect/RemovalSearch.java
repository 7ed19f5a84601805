package dev.sluice.inspect;

import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.gc.state.GcNode;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.protocol.SequencedMessage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the op that made a node garbage: the last one before which a root reached it and after which none did.
 *
 * <p><b>Versions.</b> The search begins at the newest version in which a root reached the node, or in which it did not exist. All
 * versions that name the same time since which it is unreferenced lie side by side, for a collection that finds it referenced ends
 * that age; so do those that name it among the deleted. Such a row is skipped by halving, which opens a logarithm of its length.
 *
 * <p><b>Ops.</b> Whether a root reaches a node may change back and forth, so that no halving finds the last change. But only an op
 * that carries a handle, makes something known or gives an alias can bring a node back ({@link Additions}). So the ops are replayed
 * once, and marking asks after every such op while the node is garbage, and about √n times else, building on the mark before; then
 * the stretch in which the last change lies is replayed again, asking after each op. This costs two replays and about 2·√n marks of a
 * log of n ops, where asking after each op would cost n.
 *
 * <p>Confined to one thread, which waits for the service.
 */
final class RemovalSearch {
    private final StoredDocument stored;
    private final String node;
    private final long until;

    /**
     * Makes a search.
     *
     * @param node what is garbage, or deleted
     * @param until the op as of which it is
     */
    RemovalSearch(StoredDocument stored, String node, long until) {
        this.stored = stored;
        this.node = node;
        this.until = until;
    }

    /** What a version says of the node. */
    private record Seen(
            Snapshot snapshot, boolean isThere, boolean isDeleted, boolean isReached, OptionalLong sinceMs) {
        boolean isStart() {
            return isReached || (!isThere && !isDeleted);
        }

        /** Whether both are from one row of versions between which nothing brought the node back. */
        boolean isLike(Seen other) {
            return isDeleted ? other.isDeleted : sinceMs.isPresent() && sinceMs.equals(other.sinceMs);
        }
    }

    /** Searches; costs what the class says. */
    Removal find() {
        List<Version> versions = stored.versions();
        int at = 0;
        Seen newer = null;
        while (at < versions.size()) {
            Seen seen = see(versions.get(at));
            if (seen.snapshot.sequenceNumber() > until) {
                at++;
            } else if (seen.isStart()) {
                long firstWithout = newer == null ? until : newer.snapshot.sequenceNumber();
                return follow(seen.snapshot, Math.max(firstWithout, seen.snapshot.sequenceNumber()));
            } else {
                int end = endOfRow(versions, at, seen);
                newer = end - 1 == at ? seen : see(versions.get(end - 1));
                at = end;
            }
        }
        if (newer == null) {
            throw new IllegalArgumentException("found no version as of op " + until + " or before");
        }
        return new Removal.BeforeOldest(newer.snapshot.sequenceNumber(), newer.sinceMs);
    }

    /** Returns the index behind the row that begins at {@code first}. */
    private int endOfRow(List<Version> versions, int first, Seen like) {
        int in = first;
        int out = versions.size();
        while (out - in > 1) {
            int middle = (in + out) >>> 1;
            if (see(versions.get(middle)).isLike(like)) {
                in = middle;
            } else {
                out = middle;
            }
        }
        // Of versions that tell no age nothing is known but of each itself.
        return like.isDeleted || like.sinceMs.isPresent() ? out : first + 1;
    }

    private Seen see(Version version) {
        Snapshot snapshot = stored.snapshot(version);
        OfflineDocument document = stored.open(snapshot);
        GcSnapshot collected = document.runtime().collection().base();
        if (collected.deleted().contains(node)) {
            return new Seen(snapshot, false, true, false, OptionalLong.empty());
        }
        Optional<GcNode> known = collected.state().flatMap(state -> state.node(node));
        if (known.isPresent()) {
            OptionalLong since = known.get().unreferencedAtMs();
            return new Seen(snapshot, true, false, since.isEmpty(), since);
        }
        Reached reached = new Reached(document, node);
        boolean isReached = reached.ask();
        return new Seen(snapshot, reached.isNode(), false, isReached, OptionalLong.empty());
    }

    /** A stretch of the log in which the node was reached first and not last. */
    private record Stretch(long after, long through) {}

    private Removal follow(Snapshot start, long firstWithout) {
        Pass pass = new Pass(stored.open(start), start);
        stored.ops(start.sequenceNumber(), OptionalLong.of(until), pass::take);
        pass.end();
        Stretch stretch = pass.lost;
        OpOrigin madeKnown = pass.madeKnown;
        if (pass.isReached) {
            List<Step> path = DocumentGraph.of(stored.open(start), stored).keptBy(node);
            return new Removal.Between(start.sequenceNumber(), firstWithout, path);
        }
        if (stretch == null) {
            return madeKnown == null
                    ? new Removal.BeforeOldest(start.sequenceNumber(), OptionalLong.empty())
                    : new Removal.NeverReferenced(madeKnown);
        }
        return within(start, stretch);
    }

    /** Asks now and then; after it, the last loss lies in {@link #lost}. */
    private final class Pass {
        private final OfflineDocument document;
        private final Reached reached;
        private final Users users;
        private final long stride;
        private final boolean wasThere;
        private boolean isReached;
        private long askedAt;
        private @Nullable Stretch lost;
        private @Nullable OpOrigin madeKnown;

        Pass(OfflineDocument document, Snapshot start) {
            this.document = document;
            this.reached = new Reached(document, node);
            this.users = new Users(start.protocol());
            this.stride = Math.max(1, (long) Math.sqrt((double) (until - start.sequenceNumber())));
            this.isReached = reached.ask();
            this.wasThere = reached.isNode();
            this.askedAt = start.sequenceNumber();
        }

        void take(SequencedMessage op) {
            users.observe(op);
            document.process(op);
            if (isReached ? op.sequenceNumber() - askedAt >= stride : Additions.mayBe(op)) {
                ask(op.sequenceNumber());
                if (!wasThere && madeKnown == null && reached.isNode()) {
                    madeKnown = OpOrigin.of(op, users);
                }
            }
        }

        private void ask(long at) {
            boolean now = reached.ask();
            if (isReached && !now) {
                lost = new Stretch(askedAt, at);
            }
            isReached = now;
            askedAt = at;
        }

        void end() {
            ask(until);
        }
    }

    private Removal within(Snapshot start, Stretch stretch) {
        Narrow narrow = new Narrow(stored.open(start), start);
        stored.ops(start.sequenceNumber(), OptionalLong.of(stretch.after), narrow::skip);
        narrow.begin();
        stored.ops(stretch.after, OptionalLong.of(stretch.through), narrow::take);
        return Objects.requireNonNull(narrow.last, "the stretch ends without the node");
    }

    /** Asks after each op of a stretch, and keeps the way as it was before. */
    private final class Narrow {
        private final OfflineDocument document;
        private final Users users;
        private final Reached reached;
        private List<Step> path = List.of();
        private Removal.@Nullable ByOp last;

        Narrow(OfflineDocument document, Snapshot start) {
            this.document = document;
            this.users = new Users(start.protocol());
            this.reached = new Reached(document, node);
        }

        void skip(SequencedMessage op) {
            users.observe(op);
            document.process(op);
        }

        void begin() {
            path = path(reached.ask());
        }

        void take(SequencedMessage op) {
            skip(op);
            boolean now = reached.ask();
            if (!now && !path.isEmpty()) {
                last = new Removal.ByOp(OpOrigin.of(op, users), path);
            }
            path = path(now);
        }

        private List<Step> path(boolean isReached) {
            return isReached ? DocumentGraph.of(document, stored).keptBy(node) : List.of();
        }
    }
}
