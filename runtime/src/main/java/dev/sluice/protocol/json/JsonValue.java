package dev.sluice.protocol.json;

import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value: text, number, boolean, null, array or object. Immutable; equal if the content is.
 *
 * <p>Handles are objects of a certain form; see {@link JsonHandle}.
 *
 * @since 0.1
 */
public sealed interface JsonValue permits JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString {
    /** The sorts of values. */
    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        ARRAY,
        OBJECT
    }

    /** Returns the sort of this value. */
    Kind kind();

    /**
     * Reads a value.
     *
     * @throws JsonException if it is no JSON, or nested deeper than {@link Json#MAX_DEPTH}
     */
    static JsonValue parse(String json) {
        return new JsonReader(Json.MAX_DEPTH).read(json);
    }

    /**
     * Reads a value.
     *
     * @throws JsonException if it is no JSON, or nested deeper than {@link Json#MAX_DEPTH}
     */
    static JsonValue parse(RawJson json) {
        return new JsonReader(Json.MAX_DEPTH).read(json);
    }

    /**
     * Reads a value of the bytes of a blob. What is no UTF-8 in them is read as U+FFFD; JavaScript's {@code TextDecoder} may see more
     * of these in a row.
     *
     * @throws JsonException if it is no JSON, or nested deeper than {@link Json#MAX_DEPTH}
     */
    static JsonValue parse(byte[] blob) {
        String text = new String(blob, StandardCharsets.UTF_8);
        boolean isExact = blob.length > 0 && text.indexOf('\ufffd') < 0;
        return isExact ? parse(RawJson.slice(blob, 0, blob.length)) : parse(text);
    }

    /**
     * Reads a value of other depth.
     *
     * @param maxDepth how deep arrays and objects may nest, from 1 to {@link Json#MAX_ALLOWED_DEPTH}
     * @throws JsonNestingException if they nest deeper
     * @throws JsonException if it is no JSON
     */
    static JsonValue parse(String json, int maxDepth) {
        return new JsonReader(maxDepth).read(json);
    }

    /** Reads a value of other depth; see {@link #parse(String, int)}. */
    static JsonValue parse(RawJson json, int maxDepth) {
        return new JsonReader(maxDepth).read(json);
    }

    /**
     * Tells whether arrays and objects nest no deeper than so many levels. Values that an application made may nest as deep as
     * it likes, and be too deep for all who would walk through them.
     */
    default boolean isNestedAtMost(int maxDepth) {
        if (this instanceof JsonArray array) {
            return maxDepth > 0 && array.elements().stream().allMatch(element -> element.isNestedAtMost(maxDepth - 1));
        }
        if (this instanceof JsonObject object) {
            return maxDepth > 0
                    && object.members().values().stream().allMatch(member -> member.isNestedAtMost(maxDepth - 1));
        }
        return true;
    }

    /** Returns a string, which may hold lone surrogates. */
    static JsonString of(String text) {
        return new JsonString(text);
    }

    /** Returns a whole number, which a double must hold exactly. */
    static JsonNumber of(long number) {
        return new JsonNumber((double) number);
    }

    /** Returns a number. */
    static JsonNumber of(double number) {
        return new JsonNumber(number);
    }

    /** Returns a boolean. */
    static JsonBoolean of(boolean value) {
        return value ? JsonBoolean.TRUE : JsonBoolean.FALSE;
    }

    /** Returns an array. */
    static JsonArray of(List<? extends JsonValue> elements) {
        return new JsonArray(List.copyOf(elements));
    }

    /** Returns an object. */
    static JsonObject of(Map<String, ? extends JsonValue> members) {
        return JsonObject.of(members);
    }

    /**
     * Returns the JSON text as {@code JSON.stringify} writes it.
     *
     * @throws JsonNestingException if arrays and objects nest far deeper than any reader allows
     */
    default String toJson() {
        StringBuilder out = new StringBuilder();
        appendTo(out);
        return out.toString();
    }

    /**
     * Appends the JSON text that {@link #toJson} returns.
     *
     * @throws JsonNestingException if arrays and objects nest far deeper than any reader allows; part of the text may be there
     */
    default void appendTo(StringBuilder out) {
        JsonText.append(this, out);
    }

    /** Returns the text if this is a string. */
    default Optional<String> asString() {
        return this instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /** Returns the number if this is one. */
    default Optional<Double> asDouble() {
        return this instanceof JsonNumber number ? Optional.of(number.value()) : Optional.empty();
    }

    /** Returns the number if this is a whole one that a {@code long} and a double hold alike. */
    default Optional<Long> asLong() {
        return this instanceof JsonNumber number && number.isInteger()
                ? Optional.of((long) number.value())
                : Optional.empty();
    }

    /** Returns the boolean if this is one. */
    default Optional<Boolean> asBoolean() {
        return this instanceof JsonBoolean truth ? Optional.of(truth.value()) : Optional.empty();
    }

    /** Returns this as an object, if it is one. */
    default Optional<JsonObject> asObject() {
        return this instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /** Returns this as an array, if it is one. */
    default Optional<JsonArray> asArray() {
        return this instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }
}
