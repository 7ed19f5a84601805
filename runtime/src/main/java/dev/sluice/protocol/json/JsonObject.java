package dev.sluice.protocol.json;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object. Its members are in ECMAScript's order: names that are array indices first and ascending, the others as they were
 * added. Objects are equal if their members are, in whatever order.
 *
 * @since 0.1
 */
public final class JsonObject implements JsonValue {
    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject(new String[0], new JsonValue[0], null);

    private static final long MAX_INDEX = 4_294_967_294L;
    private static final int MAX_INDEX_DIGITS = 10;

    /** Of a small object, each at the place of its value. */
    private final String[] names;

    private final JsonValue[] values;
    /** All members of an object that is not small. */
    private final @Nullable Map<String, JsonValue> many;

    private JsonObject(String[] names, JsonValue[] values, @Nullable Map<String, JsonValue> many) {
        this.names = names;
        this.values = values;
        this.many = many;
    }

    /** Returns an object with a copy of the members. */
    public static JsonObject of(Map<String, ? extends JsonValue> members) {
        Builder copy = builder();
        members.forEach(copy::put);
        return copy.build();
    }

    /** Returns an object with one member. */
    public static JsonObject of(String name, JsonValue value) {
        return few(new String[] {name}, new JsonValue[] {Objects.requireNonNull(value, name)});
    }

    /** Returns a builder of an object. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns an object of names without any that comes twice or is an index; the arrays are not copied. */
    static JsonObject few(String[] names, JsonValue[] values) {
        return names.length == 0 ? EMPTY : new JsonObject(names, values, null);
    }

    /** Returns an object of members in the order they were added. */
    static JsonObject ordered(Map<String, JsonValue> added) {
        return new JsonObject(EMPTY.names, EMPTY.values, Collections.unmodifiableMap(inOrder(added)));
    }

    /** Returns the members, unmodifiable, in order. */
    public Map<String, JsonValue> members() {
        return many == null ? new FewMembers(names, values) : many;
    }

    /** Returns a member's value, or {@code null} if it is absent. */
    public @Nullable JsonValue get(String name) {
        if (many != null) {
            return many.get(name);
        }
        int index = FewMembers.indexOf(name, names, names.length);
        return index < 0 ? null : values[index];
    }

    /**
     * Returns a member's value.
     *
     * @throws JsonException if it is absent
     */
    public JsonValue require(String name) {
        JsonValue value = get(name);
        if (value == null) {
            throw new JsonException(
                    "found no member " + name + " in " + members().keySet());
        }
        return value;
    }

    /** Tells whether the member is there. */
    public boolean has(String name) {
        return get(name) != null;
    }

    /** Returns the text of a member that is a string. */
    public Optional<String> string(String name) {
        return get(name) instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /** Returns a member that is a number. */
    public Optional<JsonNumber> number(String name) {
        return get(name) instanceof JsonNumber number ? Optional.of(number) : Optional.empty();
    }

    /** Returns a member that is an object. */
    public Optional<JsonObject> object(String name) {
        return get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /** Returns a member that is an array. */
    public Optional<JsonArray> array(String name) {
        return get(name) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    @Override
    public Kind kind() {
        return Kind.OBJECT;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject object && members().equals(object.members());
    }

    @Override
    public int hashCode() {
        return members().hashCode();
    }

    /** Returns the JSON text. */
    @Override
    public String toString() {
        return toJson();
    }

    private static Map<String, JsonValue> inOrder(Map<String, JsonValue> members) {
        Map<Long, String> indices = new TreeMap<>();
        for (String name : members.keySet()) {
            if (isIndex(name)) {
                indices.put(Long.parseLong(name), name);
            }
        }
        Map<String, JsonValue> ordered = new LinkedHashMap<>();
        indices.values().forEach(name -> ordered.put(name, Objects.requireNonNull(members.get(name))));
        members.forEach(ordered::putIfAbsent);
        return ordered;
    }

    /** ECMA-262 §6.1.7: a canonical decimal integer up to 2³² − 2. */
    static boolean isIndex(String name) {
        int length = name.length();
        if (length == 0 || length > MAX_INDEX_DIGITS || (length > 1 && name.charAt(0) == '0')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return Long.parseLong(name) <= MAX_INDEX;
    }

    /** Collects members; the last value of a name counts, at the place of the first. Confined to one thread. */
    public static final class Builder {
        private static final int USUAL = 4;

        private String[] names = new String[USUAL];
        private JsonValue[] values = new JsonValue[USUAL];
        private int count;
        private boolean hasIndices;
        /** All members, once there are more than a few. */
        private @Nullable Map<String, JsonValue> many;

        private Builder() {}

        /** Adds a member. */
        public Builder put(String name, JsonValue value) {
            if (many != null) {
                many.put(name, value);
                return this;
            }
            int index = FewMembers.indexOf(name, names, count);
            if (index >= 0) {
                values[index] = value;
            } else if (count == FewMembers.MOST) {
                many = asMap();
                many.put(name, value);
            } else {
                add(name, Objects.requireNonNull(value, name));
            }
            return this;
        }

        private void add(String name, JsonValue value) {
            if (count == names.length) {
                names = Arrays.copyOf(names, FewMembers.MOST);
                values = Arrays.copyOf(values, FewMembers.MOST);
            }
            names[count] = name;
            values[count] = value;
            count++;
            hasIndices |= isIndex(name);
        }

        private Map<String, JsonValue> asMap() {
            Map<String, JsonValue> map = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                map.put(names[i], values[i]);
            }
            return map;
        }

        /** Adds a member that is a string. */
        public Builder put(String name, String text) {
            return put(name, JsonValue.of(text));
        }

        /** Adds a member that is a whole number, which a double must hold exactly. */
        public Builder put(String name, long number) {
            return put(name, (double) number);
        }

        /** Adds a member that is a number. */
        public Builder put(String name, double number) {
            return put(name, JsonValue.of(number));
        }

        /** Adds a member, or leaves it out. */
        public Builder putIfPresent(String name, Optional<? extends JsonValue> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        /** Returns the object. */
        public JsonObject build() {
            if (many != null || hasIndices) {
                return ordered(many == null ? asMap() : many);
            }
            return few(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
        }
    }
}
