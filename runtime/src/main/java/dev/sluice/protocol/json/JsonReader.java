package dev.sluice.protocol.json;

import dev.sluice.protocol.Json;
import dev.sluice.protocol.JsonScanner;
import dev.sluice.protocol.KnownTexts;
import dev.sluice.protocol.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds values from one JSON text after the other, and remembers names that come again. Its recursion is bounded by the depth it
 * is told. Confined to one thread.
 *
 * @since 0.1
 */
public final class JsonReader {
    private static final int SHOWN = 80;
    private static final int KNOWN = 128;

    private final int maxDepth;
    private final KnownTexts texts = KnownTexts.learning(KNOWN);
    private final FewMembers.Shapes shapes = new FewMembers.Shapes();

    /**
     * Makes a reader.
     *
     * @param maxDepth how deep arrays and objects may nest, from 1 to {@link Json#MAX_ALLOWED_DEPTH}
     */
    public JsonReader(int maxDepth) {
        if (maxDepth < 1 || maxDepth > Json.MAX_ALLOWED_DEPTH) {
            throw new IllegalArgumentException("depth " + maxDepth + ", expected 1 to " + Json.MAX_ALLOWED_DEPTH);
        }
        this.maxDepth = maxDepth;
    }

    /**
     * Reads a value.
     *
     * @throws JsonNestingException if it is too deep
     * @throws JsonException if it is no JSON
     */
    public JsonValue read(RawJson json) {
        try {
            return new Reading(json.scanner()).whole();
        } catch (IOException malformed) {
            throw malformed(json, malformed);
        }
    }

    /** Reads a value; see {@link #read(RawJson)}. */
    public JsonValue read(String json) {
        return read(RawJson.ofText(json));
    }

    private static JsonException malformed(RawJson json, IOException cause) {
        String text = json.toString();
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return new JsonException("malformed JSON: " + shown, cause);
    }

    /** The reading of one text. What it collects is short-lived: references from old objects to new ones cost more. */
    private final class Reading {
        private final JsonScanner json;
        /** Members of all objects that are being read, those of the innermost at the end. */
        private String[] names = new String[2 * FewMembers.MOST];

        private JsonValue[] values = new JsonValue[2 * FewMembers.MOST];
        private int members;
        private int depth;

        Reading(JsonScanner json) {
            this.json = json;
        }

        JsonValue whole() throws IOException {
            if (json.peek() == JsonScanner.END) {
                throw new JsonException("found nothing, expected a JSON value");
            }
            JsonValue value = value();
            json.end();
            return value;
        }

        private JsonValue value() throws IOException {
            return switch (json.peek()) {
                case '"' -> new JsonString(json.string());
                case '{' -> {
                    enter();
                    JsonObject object = object();
                    depth--;
                    yield object;
                }
                case '[' -> {
                    enter();
                    JsonArray array = array();
                    depth--;
                    yield array;
                }
                case 't' -> literal("true", JsonBoolean.TRUE);
                case 'f' -> literal("false", JsonBoolean.FALSE);
                case 'n' -> literal("null", JsonNull.NULL);
                default -> new JsonNumber(json.number());
            };
        }

        private JsonValue literal(String text, JsonValue value) throws IOException {
            json.literal(text);
            return value;
        }

        private void enter() {
            if (++depth > maxDepth) {
                throw new JsonNestingException(maxDepth);
            }
        }

        private JsonArray array() throws IOException {
            List<JsonValue> elements = new ArrayList<>();
            for (boolean more = json.begin('['); more; more = json.more(']')) {
                elements.add(value());
            }
            return elements.isEmpty() ? JsonArray.EMPTY : new JsonArray(elements);
        }

        private JsonObject object() throws IOException {
            int first = members;
            Map<String, JsonValue> many = null;
            for (boolean more = json.begin('{'); more; more = json.more('}')) {
                String name = json.name(texts);
                JsonValue value = value();
                if (many == null && members - first == FewMembers.MOST) {
                    many = takeAll(first);
                }
                if (many == null) {
                    add(name, value);
                } else {
                    many.put(name, value);
                }
            }
            return many == null ? few(first) : JsonObject.ordered(many);
        }

        private void add(String name, JsonValue value) {
            if (members == names.length) {
                names = Arrays.copyOf(names, 2 * members);
                values = Arrays.copyOf(values, 2 * members);
            }
            names[members] = name;
            values[members] = value;
            members++;
        }

        private JsonObject few(int first) {
            String @Nullable [] shape = shapes.of(names, first, members);
            if (shape == null) {
                return JsonObject.ordered(takeAll(first));
            }
            JsonObject object = JsonObject.few(shape, Arrays.copyOfRange(values, first, members));
            members = first;
            return object;
        }

        private Map<String, JsonValue> takeAll(int first) {
            Map<String, JsonValue> all = new LinkedHashMap<>();
            for (int i = first; i < members; i++) {
                all.put(names[i], values[i]);
            }
            members = first;
            return all;
        }
    }
}
