package dev.sluice.collector.simulation;

import dev.sluice.gc.op.GcOp;
import java.util.Set;

/** What an op does. Nodes are absolute paths; a data store has one channel, {@code c}, that holds its references. Immutable. */
sealed interface Edit {
    /** The data stores and blobs that must not have been deleted when this is sequenced. */
    default Set<String> uses() {
        return Set.of();
    }

    /** A data store is attached, with what it refers to. */
    record Attach(String store, Set<String> targets) implements Edit {
        @Override
        public Set<String> uses() {
            return targets;
        }
    }

    /** A blob is uploaded. */
    record Upload(String blob) implements Edit {}

    /** A data store refers to a node from now on. */
    record Refer(String store, String target) implements Edit {
        @Override
        public Set<String> uses() {
            String used = Replica.whole(target);
            return used.equals(store) ? Set.of(store) : Set.of(store, used);
        }
    }

    /** A data store refers to a node no more. */
    record Unrefer(String store, String target) implements Edit {
        @Override
        public Set<String> uses() {
            return Set.of(store);
        }
    }

    /** A data store gets a name, so that it is a root. */
    record Alias(String store) implements Edit {
        @Override
        public Set<String> uses() {
            return Set.of(store);
        }
    }

    /**
     * An op of collection.
     *
     * @param basedOn the last message that its sender knew
     */
    record Collection(GcOp op, long basedOn) implements Edit {}

    /** A summary is proposed. */
    record Propose(Summary summary) implements Edit {}

    /** The service took a summary. */
    record Acknowledge(Summary summary) implements Edit {}

    /** Nothing but the time is told: somebody joined, or a summary was refused. */
    record Tick() implements Edit {}
}
