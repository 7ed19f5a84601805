package dev.sluice.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Builds values from text. Its recursion is bounded by the parser's limit on depth. */
final class JsonReader {
    private static final int SHOWN = 80;

    private JsonReader() {}

    static JsonValue read(String json) {
        try (JsonParser parser = Json.factory().createParser(json)) {
            return whole(parser);
        } catch (IOException malformed) {
            throw malformed(json, malformed);
        }
    }

    static JsonValue read(RawJson json) {
        try (JsonParser parser = json.parser()) {
            return whole(parser);
        } catch (IOException malformed) {
            throw malformed(json.toString(), malformed);
        }
    }

    private static JsonValue whole(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonException("found nothing, expected a JSON value");
        }
        JsonValue value = value(parser, first);
        if (parser.nextToken() != null) {
            throw new JsonException("found " + parser.currentToken() + " after the end of a JSON value");
        }
        return value;
    }

    private static JsonValue value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new JsonString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getDoubleValue());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case START_ARRAY -> array(parser);
            case START_OBJECT -> object(parser);
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new JsonException("found " + token + ", expected a JSON value");
        };
    }

    private static JsonArray array(JsonParser parser) throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            elements.add(value(parser, next));
        }
        return elements.isEmpty() ? JsonArray.EMPTY : new JsonArray(elements);
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        JsonObject.Builder object = JsonObject.builder();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            object.put(name, value(parser, parser.nextToken()));
        }
        return object.build();
    }

    private static JsonException malformed(String json, IOException cause) {
        String shown = json.length() > SHOWN ? json.substring(0, SHOWN) + "…" : json;
        return new JsonException("malformed JSON: " + shown, cause);
    }
}
