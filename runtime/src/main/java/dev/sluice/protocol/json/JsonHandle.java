package dev.sluice.protocol.json;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The form in which values refer to data stores, channels and blobs: {@code {"type":"__fluid_handle__","url":…}}
 * (runtime-formats §4.2).
 *
 * @since 0.1
 */
public final class JsonHandle {
    private static final String TYPE = "__fluid_handle__";

    private JsonHandle() {}

    /**
     * Returns a handle.
     *
     * @param url an absolute path, such as {@code /store/channel}
     */
    public static JsonObject of(String url) {
        return JsonObject.builder().put("type", TYPE).put("url", url).build();
    }

    /** Returns where a value leads if it is a handle; the url may be relative to its data store. */
    public static Optional<String> urlOf(JsonValue value) {
        return value instanceof JsonObject object
                        && object.string("type").filter(TYPE::equals).isPresent()
                ? object.string("url")
                : Optional.empty();
    }

    /**
     * Gives {@code consumer} the url of every handle in a value, in the order of the text.
     *
     * @throws JsonNestingException if arrays and objects nest far deeper than any reader allows
     */
    public static void forEach(JsonValue value, Consumer<String> consumer) {
        forEach(value, consumer, 0);
    }

    private static void forEach(JsonValue value, Consumer<String> consumer, int depth) {
        if (depth > JsonText.MAX_DEPTH) {
            throw new JsonNestingException(JsonText.MAX_DEPTH);
        }
        Optional<String> url = urlOf(value);
        if (url.isPresent()) {
            consumer.accept(url.get());
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(element -> forEach(element, consumer, depth + 1));
        } else if (value instanceof JsonObject object) {
            object.members().values().forEach(member -> forEach(member, consumer, depth + 1));
        }
    }

    /** Returns the value with the url of every handle in it replaced; other members of handles stay. */
    public static JsonValue mapUrls(JsonValue value, UnaryOperator<String> mapping) {
        Optional<String> url = urlOf(value);
        if (url.isPresent()) {
            return with((JsonObject) value, mapping.apply(url.get()));
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(array.elements().stream()
                    .map(element -> mapUrls(element, mapping))
                    .toList());
        }
        if (value instanceof JsonObject object) {
            JsonObject.Builder mapped = JsonObject.builder();
            object.members().forEach((name, member) -> mapped.put(name, mapUrls(member, mapping)));
            return mapped.build();
        }
        return value;
    }

    private static JsonObject with(JsonObject handle, String url) {
        JsonObject.Builder copy = JsonObject.builder();
        handle.members().forEach(copy::put);
        return copy.put("url", url).build();
    }
}
