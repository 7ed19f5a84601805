package dev.sluice.protocol.json;

/**
 * A number, which in documents is an IEEE 754 double (runtime-formats §14).
 *
 * <p>There is one zero. What JSON has no form for is written as {@code null}.
 *
 * @param value any double
 * @since 0.1
 */
public record JsonNumber(double value) implements JsonValue {
    /** Makes a number; minus zero becomes zero. */
    public JsonNumber {
        value = value == 0 ? 0.0 : value;
    }

    /**
     * Returns a number that JSON has a form for.
     *
     * @throws IllegalArgumentException if it is infinite or none
     */
    public static JsonNumber finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no form for " + value);
        }
        return new JsonNumber(value);
    }

    /** Tells whether this is a whole number that a {@code long} and a double hold alike. */
    public boolean isInteger() {
        return value == Math.rint(value) && Math.abs(value) <= 0x1p53;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBER;
    }
}
