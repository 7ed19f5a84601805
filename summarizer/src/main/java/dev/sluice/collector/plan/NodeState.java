package dev.sluice.collector.plan;

import java.util.OptionalLong;

/**
 * Where a node stands in the life of garbage (decision 2). Each state carries what is known in it and no other; times are
 * sequenced time in milliseconds since 1970.
 *
 * @since 0.1
 */
public sealed interface NodeState {
    /** The states, in the order of a node's life. */
    enum Kind {
        /** Reachable from a root. */
        REFERENCED("referenced"),
        /** Not reachable, for a short time. */
        UNREFERENCED("unreferenced"),
        /** Not reachable for so long that whoever uses it is told of. */
        INACTIVE("inactive"),
        /** Nobody who is connected can hold a reference any more. */
        TOMBSTONED("tombstoned"),
        /** Nobody came for it in the grace period either. */
        SWEEP_READY("sweep-ready"),
        /** Gone, for ever. */
        DELETED("deleted");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns the word for people. */
        public String label() {
            return label;
        }
    }

    /** Returns which state it is. */
    Kind kind();

    /** Returns since when the node is unreferenced, if it is and is not deleted. */
    default OptionalLong sinceMs() {
        return OptionalLong.empty();
    }

    /** Reachable from a root. */
    record Referenced() implements NodeState {
        @Override
        public Kind kind() {
            return Kind.REFERENCED;
        }
    }

    /**
     * Not reachable.
     *
     * @param unreferencedAtMs since when
     */
    record Unreferenced(long unreferencedAtMs) implements NodeState {
        @Override
        public Kind kind() {
            return Kind.UNREFERENCED;
        }

        @Override
        public OptionalLong sinceMs() {
            return OptionalLong.of(unreferencedAtMs);
        }
    }

    /**
     * Not reachable for long.
     *
     * @param unreferencedAtMs since when
     */
    record Inactive(long unreferencedAtMs) implements NodeState {
        @Override
        public Kind kind() {
            return Kind.INACTIVE;
        }

        @Override
        public OptionalLong sinceMs() {
            return OptionalLong.of(unreferencedAtMs);
        }
    }

    /**
     * A tombstone.
     *
     * @param unreferencedAtMs since when it is not reachable
     */
    record Tombstoned(long unreferencedAtMs) implements NodeState {
        @Override
        public Kind kind() {
            return Kind.TOMBSTONED;
        }

        @Override
        public OptionalLong sinceMs() {
            return OptionalLong.of(unreferencedAtMs);
        }
    }

    /**
     * May be deleted, by whoever is allowed to.
     *
     * @param unreferencedAtMs since when it is not reachable
     */
    record SweepReady(long unreferencedAtMs) implements NodeState {
        @Override
        public Kind kind() {
            return Kind.SWEEP_READY;
        }

        @Override
        public OptionalLong sinceMs() {
            return OptionalLong.of(unreferencedAtMs);
        }
    }

    /** Deleted by an op; terminal (I5). */
    record Deleted() implements NodeState {
        @Override
        public Kind kind() {
            return Kind.DELETED;
        }
    }
}
