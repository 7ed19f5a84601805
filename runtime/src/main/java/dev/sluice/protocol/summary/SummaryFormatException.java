package dev.sluice.protocol.summary;

import java.io.IOException;
import java.util.Objects;

/**
 * JSON that is not a summary, or one over a limit. The message says what was found and what was expected.
 *
 * @since 0.1
 */
public final class SummaryFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private SummaryFormatException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    static SummaryFormatException malformed(String message) {
        return new SummaryFormatException(message, false);
    }

    static SummaryFormatException malformed(IllegalArgumentException refused) {
        SummaryFormatException malformed = malformed(Objects.toString(refused.getMessage()));
        malformed.initCause(refused);
        return malformed;
    }

    static SummaryFormatException tooLarge(String message) {
        return new SummaryFormatException(message, true);
    }

    /** Tells whether the input had more bytes than the limits allow; else its shape is wrong. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
