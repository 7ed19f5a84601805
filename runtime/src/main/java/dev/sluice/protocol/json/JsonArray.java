package dev.sluice.protocol.json;

import java.util.List;

/**
 * An array.
 *
 * @param elements in order
 * @since 0.1
 */
public record JsonArray(List<JsonValue> elements) implements JsonValue {
    /** The array without elements. */
    public static final JsonArray EMPTY = new JsonArray(List.of());

    /** Makes an array of a copy of the list. */
    public JsonArray {
        elements = List.copyOf(elements);
    }

    /** Returns an array of the given elements. */
    public static JsonArray of(JsonValue... elements) {
        return new JsonArray(List.of(elements));
    }

    /** Returns the number of elements. */
    public int size() {
        return elements.size();
    }

    /** Returns an element, counted from 0. */
    public JsonValue get(int index) {
        return elements.get(index);
    }

    @Override
    public Kind kind() {
        return Kind.ARRAY;
    }
}
