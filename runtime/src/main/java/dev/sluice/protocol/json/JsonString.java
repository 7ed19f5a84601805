package dev.sluice.protocol.json;

/**
 * A string.
 *
 * @param value UTF-16, possibly with lone surrogates
 * @since 0.1
 */
public record JsonString(String value) implements JsonValue {
    @Override
    public Kind kind() {
        return Kind.STRING;
    }
}
