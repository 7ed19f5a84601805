package dev.sluice.protocol.json;

/**
 * The value {@code null}, which is not the same as an absent one.
 *
 * @since 0.1
 */
public enum JsonNull implements JsonValue {
    /** The only one. */
    NULL;

    @Override
    public Kind kind() {
        return Kind.NULL;
    }
}
