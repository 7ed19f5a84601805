package dev.sluice.dds;

import dev.sluice.event.Registration;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values under keys, as this client sees them: the sequenced state with its own pending edits. Confined to its document's thread.
 *
 * <p>A key may be there without a value: TypeScript clients call that {@code undefined}. Then {@link #has} is true and
 * {@link #get} empty. JSON's {@code null} is a value.
 *
 * @since 0.1
 */
public interface KeyedValues {
    /** Returns the value under a key, or nothing if there is none. */
    Optional<JsonValue> get(String key);

    /** Tells whether the key is there, with a value or without. */
    boolean has(String key);

    /** Returns the keys, as of now, those sequenced in the order of their first set before those pending. */
    List<String> keys();

    /** Returns the number of keys. */
    default int size() {
        return keys().size();
    }

    /**
     * Sets the value under a key.
     *
     * @throws IllegalStateException if the container is closed or read-only
     */
    void set(String key, JsonValue value);

    /** Puts the key there without a value; see {@link #set(String, JsonValue)}. */
    void setUndefined(String key);

    /**
     * Takes a key away.
     *
     * @return whether it was there
     * @throws IllegalStateException if the container is closed or read-only
     */
    boolean delete(String key);

    /**
     * Takes all keys away; those that others set meanwhile too, if their ops come first.
     *
     * @throws IllegalStateException if the container is closed or read-only
     */
    void clear();

    /** Tells of every key whose value in view changed. */
    Registration onChange(Consumer<? super ValueChange> listener);

    /** Returns the value under a key if it is a string. */
    default Optional<String> getString(String key) {
        return get(key).flatMap(JsonValue::asString);
    }

    /** Returns the value under a key if it is a whole number. */
    default Optional<Long> getLong(String key) {
        return get(key).flatMap(JsonValue::asLong);
    }

    /** Returns the value under a key if it is a number. */
    default Optional<Double> getDouble(String key) {
        return get(key).flatMap(JsonValue::asDouble);
    }

    /** Returns the value under a key if it is a boolean. */
    default Optional<Boolean> getBoolean(String key) {
        return get(key).flatMap(JsonValue::asBoolean);
    }

    /** Returns the value under a key if it is a handle. */
    default Optional<Handle> getHandle(String key) {
        return get(key).flatMap(Handle::of);
    }

    /** Sets a string; see {@link #set(String, JsonValue)}. */
    default void set(String key, String text) {
        set(key, JsonValue.of(text));
    }

    /** Sets a whole number, which a double must hold exactly; see {@link #set(String, JsonValue)}. */
    default void set(String key, long number) {
        set(key, JsonValue.of(number));
    }

    /** Sets a number, which must be finite, for JSON knows no others; see {@link #set(String, JsonValue)}. */
    default void set(String key, double number) {
        set(key, JsonNumber.finite(number));
    }

    /** Sets a boolean; see {@link #set(String, JsonValue)}. */
    default void set(String key, boolean value) {
        set(key, JsonValue.of(value));
    }

    /** Sets a handle; see {@link #set(String, JsonValue)}. */
    default void set(String key, Handle handle) {
        set(key, handle.toJson());
    }
}
