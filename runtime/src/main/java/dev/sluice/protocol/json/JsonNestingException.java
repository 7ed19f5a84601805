package dev.sluice.protocol.json;

/**
 * A value is nested deeper than whoever reads or writes it allows.
 *
 * @since 0.1
 */
public final class JsonNestingException extends JsonException {
    private static final long serialVersionUID = 1L;

    JsonNestingException(int maxDepth) {
        super("found JSON nested deeper than " + maxDepth + " levels");
    }
}
