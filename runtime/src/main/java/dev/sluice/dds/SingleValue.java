package dev.sluice.dds;

import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * Something that holds one value or none. Confined to its document's thread.
 *
 * @since 0.1
 */
public interface SingleValue {
    /** Returns the value in view, or nothing if there is none. */
    Optional<JsonValue> get();

    /** Returns the value if it is a string. */
    default Optional<String> getString() {
        return get().flatMap(JsonValue::asString);
    }

    /** Returns the value if it is a whole number. */
    default Optional<Long> getLong() {
        return get().flatMap(JsonValue::asLong);
    }

    /** Returns the value if it is a number. */
    default Optional<Double> getDouble() {
        return get().flatMap(JsonValue::asDouble);
    }

    /** Returns the value if it is a boolean. */
    default Optional<Boolean> getBoolean() {
        return get().flatMap(JsonValue::asBoolean);
    }

    /** Returns the value if it is a handle. */
    default Optional<Handle> getHandle() {
        return get().flatMap(Handle::of);
    }

    /**
     * Sets the value.
     *
     * @throws IllegalStateException if the container is closed or read-only
     */
    void set(JsonValue value);

    /** Sets a string; see {@link #set(JsonValue)}. */
    default void set(String text) {
        set(JsonValue.of(text));
    }

    /** Sets a whole number, which a double must hold exactly; see {@link #set(JsonValue)}. */
    default void set(long number) {
        set(JsonValue.of(number));
    }

    /** Sets a number, which must be finite, for JSON knows no others; see {@link #set(JsonValue)}. */
    default void set(double number) {
        set(JsonNumber.finite(number));
    }

    /** Sets a boolean; see {@link #set(JsonValue)}. */
    default void set(boolean value) {
        set(JsonValue.of(value));
    }

    /** Sets a handle; see {@link #set(JsonValue)}. */
    default void set(Handle handle) {
        set(handle.toJson());
    }
}
