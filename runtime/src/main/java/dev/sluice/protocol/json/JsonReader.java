package dev.sluice.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Builds values from text. Its recursion is bounded by the depth it is told. */
final class JsonReader {
    private static final int SHOWN = 80;

    private final JsonParser parser;
    private final int maxDepth;
    /** Objects of one text are much alike. */
    private final FewMembers.Names known = new FewMembers.Names();

    private int depth;

    private JsonReader(JsonParser parser, int maxDepth) {
        this.parser = parser;
        this.maxDepth = maxDepth;
    }

    static JsonValue read(String json, int maxDepth) {
        checkDepth(maxDepth);
        try (JsonParser parser = Json.deepestFactory().createParser(json)) {
            return new JsonReader(parser, maxDepth).whole();
        } catch (IOException malformed) {
            throw malformed(json, malformed, maxDepth);
        }
    }

    static JsonValue read(RawJson json, int maxDepth) {
        checkDepth(maxDepth);
        try (JsonParser parser = json.deepestParser()) {
            return new JsonReader(parser, maxDepth).whole();
        } catch (IOException malformed) {
            throw malformed(json.toString(), malformed, maxDepth);
        }
    }

    private static void checkDepth(int maxDepth) {
        if (maxDepth < 1 || maxDepth > Json.MAX_ALLOWED_DEPTH) {
            throw new IllegalArgumentException("depth " + maxDepth + ", expected 1 to " + Json.MAX_ALLOWED_DEPTH);
        }
    }

    private JsonValue whole() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonException("found nothing, expected a JSON value");
        }
        JsonValue value = value(first);
        if (parser.nextToken() != null) {
            throw new JsonException("found " + parser.currentToken() + " after the end of a JSON value");
        }
        return value;
    }

    private JsonValue value(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new JsonString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getDoubleValue());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case START_ARRAY -> {
                enter();
                JsonArray array = array();
                depth--;
                yield array;
            }
            case START_OBJECT -> {
                enter();
                JsonObject object = object();
                depth--;
                yield object;
            }
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new JsonException("found " + token + ", expected a JSON value");
        };
    }

    private void enter() {
        if (++depth > maxDepth) {
            throw new JsonNestingException(maxDepth);
        }
    }

    private JsonArray array() throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            elements.add(value(next));
        }
        return elements.isEmpty() ? JsonArray.EMPTY : new JsonArray(elements);
    }

    private JsonObject object() throws IOException {
        JsonObject.Builder object = JsonObject.builder(known);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            object.put(name, value(parser.nextToken()));
        }
        return object.build();
    }

    private static JsonException malformed(String json, IOException cause, int maxDepth) {
        if (cause instanceof StreamConstraintsException
                && String.valueOf(cause.getMessage()).contains("nesting")) {
            return new JsonNestingException(maxDepth);
        }
        String shown = json.length() > SHOWN ? json.substring(0, SHOWN) + "…" : json;
        return new JsonException("malformed JSON: " + shown, cause);
    }
}
