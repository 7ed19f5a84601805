package dev.sluice.server.pool;

import dev.sluice.protocol.DocumentKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What the pool has to do with a document. Immutable.
 *
 * @param document which
 * @param state how it stands
 * @param reason why it is left alone, or failed
 * @param failures how often in a row it has failed
 * @param due when it is looked at next; empty if nothing is known to come
 */
public record PoolEntry(
        DocumentKey document, State state, Optional<String> reason, int failures, Optional<Instant> due) {
    /** How a document stands with the pool. */
    public enum State {
        /** It is looked at, or summarized, now. */
        ATTENDED("attended"),
        /** It has new ops, and is looked at soon. */
        WAITING("waiting"),
        /** Nobody is there, and it is summarized again when its garbage is old enough for a next stage. */
        AGEING("ageing"),
        /** It could not be summarized, and is tried again. */
        BACKING_OFF("backing-off"),
        /** It cannot be summarized by this server, until somebody else has. */
        LEFT_ALONE("left-alone");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** Returns the word for people. */
        public String label() {
            return label;
        }
    }
}
