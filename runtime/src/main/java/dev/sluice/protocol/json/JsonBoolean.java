package dev.sluice.protocol.json;

/**
 * A boolean.
 *
 * @since 0.1
 */
public enum JsonBoolean implements JsonValue {
    FALSE,
    TRUE;

    /** Returns the boolean. */
    public boolean value() {
        return this == TRUE;
    }

    @Override
    public Kind kind() {
        return Kind.BOOLEAN;
    }
}
