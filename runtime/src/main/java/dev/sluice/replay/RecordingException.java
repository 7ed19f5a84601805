package dev.sluice.replay;

/**
 * A recording cannot be replayed, for a file of it is missing or damaged.
 *
 * @since 0.1
 */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingException(String message) {
        super(message);
    }

    RecordingException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A stable word for what went wrong. */
    public String code() {
        return "recording-damaged";
    }

    /** Whether trying again may help: never. */
    public boolean retryable() {
        return false;
    }
}
