package dev.sluice.protocol.summary;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads single values where a summary's encoding fixes their type. */
final class SummaryFields {
    private SummaryFields() {}

    static String string(JsonParser parser, String field) throws IOException {
        expect(parser, JsonToken.VALUE_STRING, field);
        return parser.getText();
    }

    static void expect(JsonParser parser, JsonToken expected, String field) throws IOException {
        JsonToken found = parser.currentToken();
        if (found != expected) {
            throw SummaryFormatException.malformed(
                    "\"" + field + "\" of a summary is " + found + "; expected " + expected);
        }
    }

    /** Reads a flag; only {@code true} counts, since writers leave it out or null otherwise. */
    static boolean flag(JsonParser parser) throws IOException {
        boolean set = parser.currentToken() == JsonToken.VALUE_TRUE;
        parser.skipChildren();
        return set;
    }
}
