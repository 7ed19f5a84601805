package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** What the server under test answered to one request; header names are in lower case. Immutable. */
record Answer(int status, Map<String, String> headers, String text) {

    Answer {
        headers = Map.copyOf(headers);
    }

    /** The body as the recording shows it: JSON if it says so, else text; missing if it says so and is not. */
    JsonNode body() {
        boolean isJson = mediaType(headers).equals("application/json");
        JsonNode json = isJson ? Json.parseOrMissing(text) : MissingNode.getInstance();
        boolean isText = text.isEmpty() || !isJson;
        return isText ? TextNode.valueOf(text) : json;
    }

    static String mediaType(Map<String, String> headers) {
        return headers.getOrDefault("content-type", "").replaceFirst("\\s*;.*", "");
    }

    static boolean isCacheable(Map<String, String> headers) {
        return headers.getOrDefault("cache-control", "no-store").contains("max-age=");
    }
}
