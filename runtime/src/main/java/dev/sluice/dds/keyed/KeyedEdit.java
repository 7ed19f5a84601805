package dev.sluice.dds.keyed;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An edit of values under keys. Immutable; two edits are the same only if they are one object.
 *
 * @since 0.1
 */
public final class KeyedEdit {
    private static final String TYPE = "type";
    private static final String KEY = "key";
    private static final String VALUE = "value";

    private final Kind kind;
    private final String key;
    private final Optional<JsonValue> value;

    /** The kinds of edits. */
    public enum Kind {
        /** A key was given a value. */
        SET("set"),
        /** A key was taken away. */
        DELETE("delete"),
        /** All keys were taken away. */
        CLEAR("clear");

        private final String code;

        Kind(String code) {
            this.code = code;
        }
    }

    private KeyedEdit(Kind kind, String key, Optional<JsonValue> value) {
        this.kind = kind;
        this.key = key;
        this.value = value;
    }

    /** Gives a key a value, or an undefined one. */
    public static KeyedEdit set(String key, Optional<JsonValue> value) {
        return new KeyedEdit(Kind.SET, key, value);
    }

    /** Takes a key away. */
    public static KeyedEdit delete(String key) {
        return new KeyedEdit(Kind.DELETE, key, Optional.empty());
    }

    /** Takes all keys away. */
    public static KeyedEdit clear() {
        return new KeyedEdit(Kind.CLEAR, "", Optional.empty());
    }

    /**
     * Reads an edit from an op.
     *
     * @param absolute makes the handles of a value absolute
     * @return nothing if the op is of another type
     * @throws ChannelException if a member is missing
     */
    public static Optional<KeyedEdit> read(JsonObject op, UnaryOperator<JsonValue> absolute) {
        String type = op.string(TYPE).orElse("");
        if (type.equals(Kind.CLEAR.code)) {
            return Optional.of(clear());
        }
        if (type.equals(Kind.DELETE.code)) {
            return Optional.of(delete(key(op)));
        }
        if (type.equals(Kind.SET.code)) {
            return Optional.of(set(key(op), Wrapped.read(op.require(VALUE), absolute)));
        }
        return Optional.empty();
    }

    private static String key(JsonObject op) {
        return op.string(KEY)
                .orElseThrow(() -> new ChannelException("found op " + op + ", expected a text member key"));
    }

    /** Returns the op, to which others may add members. */
    public JsonObject.Builder op() {
        JsonObject.Builder op = JsonObject.builder().put(TYPE, kind.code);
        if (kind != Kind.CLEAR) {
            op.put(KEY, key);
        }
        return kind == Kind.SET ? op.put(VALUE, Wrapped.write(value)) : op;
    }

    /** Returns what kind of edit this is. */
    public Kind kind() {
        return kind;
    }

    /** Returns the key; of no meaning for a clear. */
    public String key() {
        return key;
    }

    /** Returns the value set; empty if undefined or if this is no set. */
    public Optional<JsonValue> value() {
        return value;
    }
}
