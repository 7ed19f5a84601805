package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads an array of strings. Pure. */
final class JsonStrings {
    private JsonStrings() {}

    /**
     * Returns the strings.
     *
     * @throws RestException if anything else is in the array
     */
    static List<String> of(byte[] array, JsonFactory json) {
        List<String> strings = new ArrayList<>();
        try (JsonParser parser = json.createParser(array)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_STRING) {
                    throw RestException.badRequest("an array of strings has something else in it");
                }
                strings.add(parser.getText());
            }
            return strings;
        } catch (IOException malformed) {
            throw JsonMembers.refused(malformed);
        }
    }
}
