package dev.sluice.protocol.json;

/**
 * A text is no JSON, or JSON of another form than expected.
 *
 * @since 0.1
 */
public sealed class JsonException extends RuntimeException permits JsonNestingException {
    private static final long serialVersionUID = 1L;

    /** Makes one that says what was found and what was expected. */
    public JsonException(String message) {
        super(message);
    }

    /** Makes one with a cause. */
    public JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
