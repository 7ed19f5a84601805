package dev.sluice.protocol.summary;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON that is not a summary, or one over a limit. The message says what was found and what was expected.
 *
 * @since 0.1
 */
public final class SummaryFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Bound exceeded;

    private SummaryFormatException(String message, @Nullable Bound exceeded) {
        super(message);
        this.exceeded = exceeded;
    }

    /** What the limits bound. */
    public enum Bound {
        /** Trees below one another. */
        DEPTH,
        /** Entries of all trees together. */
        ENTRIES,
        /** The size of a blob, or of all blobs together. */
        BYTES
    }

    static SummaryFormatException malformed(String message) {
        return new SummaryFormatException(message, null);
    }

    static SummaryFormatException malformed(IllegalArgumentException refused) {
        SummaryFormatException malformed = malformed(Objects.toString(refused.getMessage()));
        malformed.initCause(refused);
        return malformed;
    }

    static SummaryFormatException over(Bound bound, String message) {
        return new SummaryFormatException(message, bound);
    }

    /** Returns what there was more of than the limits allow; empty if the shape is wrong. */
    public Optional<Bound> exceeded() {
        return Optional.ofNullable(exceeded);
    }
}
