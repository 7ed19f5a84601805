package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a service says on a socket: engine.io 4 with socket.io 5 inside (SVC §3.1, §3.2). Immutable. */
sealed interface Packet {
    /** With less, not even the pieces of an op would fit in a frame. */
    int MIN_PAYLOAD = 8_192;

    /** The transport is open. */
    record Open(Duration pingInterval, Duration pingTimeout, int maxPayload) implements Packet {}

    /** The transport asks whether somebody is there. */
    record Ping() implements Packet {}

    /** The transport closes. */
    record Close() implements Packet {}

    /** The namespace is open. */
    record Connected() implements Packet {}

    /** The service takes its leave. */
    record Disconnect() implements Packet {}

    /** The namespace is refused. */
    record ConnectError(String message) implements Packet {}

    /** Something happened. */
    record Event(String name, List<RawJson> arguments) implements Packet {}

    /** An answer to a question with that number. */
    record Ack(long number) implements Packet {}

    /** Nothing of interest. */
    record Nothing() implements Packet {}

    /**
     * Reads a text frame.
     *
     * @throws IOException if it is malformed
     */
    static Packet parse(String frame) throws IOException {
        if (frame.isEmpty()) {
            throw new IOException("an empty frame");
        }
        return switch (frame.charAt(0)) {
            case '0' -> open(frame.substring(1));
            case '1' -> new Close();
            case '2' -> new Ping();
            case '3', '6' -> new Nothing();
            case '4' -> message(frame);
            default -> throw malformed(frame);
        };
    }

    private static Packet open(String json) throws IOException {
        try {
            JsonObject open = JsonValue.parse(json).asObject().orElse(JsonObject.EMPTY);
            int maxPayload = (int) number(open, "maxPayload", 1_000_000);
            if (maxPayload < MIN_PAYLOAD) {
                throw new IOException(
                        "a service that accepts frames of " + maxPayload + " bytes, expected at least " + MIN_PAYLOAD);
            }
            return new Open(
                    Duration.ofMillis(number(open, "pingInterval", 25_000)),
                    Duration.ofMillis(number(open, "pingTimeout", 20_000)),
                    maxPayload);
        } catch (JsonException malformed) {
            throw new IOException("a malformed handshake", malformed);
        }
    }

    private static long number(JsonObject open, String name, long otherwise) {
        double given = open.number(name).map(JsonNumber::value).orElse((double) otherwise);
        return given >= 1 && given <= Integer.MAX_VALUE ? (long) given : otherwise;
    }

    private static Packet message(String frame) throws IOException {
        if (frame.length() < 2) {
            throw malformed(frame);
        }
        return switch (frame.charAt(1)) {
            case '0' -> new Connected();
            case '1' -> new Disconnect();
            case '2' -> event(frame);
            case '3' -> new Ack(ackNumber(frame));
            case '4' -> new ConnectError(frame.substring(2, Math.min(frame.length(), 300)));
            default -> throw malformed(frame);
        };
    }

    private static long ackNumber(String frame) throws IOException {
        int end = frame.indexOf('[');
        try {
            return Long.parseLong(frame.substring(2, end < 0 ? frame.length() : end));
        } catch (NumberFormatException notOne) {
            throw malformed(frame);
        }
    }

    private static Packet event(String frame) throws IOException {
        int start = frame.indexOf('[');
        if (start < 0) {
            throw malformed(frame);
        }
        byte[] json = frame.substring(start).getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = Json.parser(json, 0, json.length)) {
            parser.nextToken();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw malformed(frame);
            }
            String name = parser.getText();
            List<RawJson> arguments = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                arguments.add(Json.slice(parser, json, 0));
            }
            return new Event(name, arguments);
        }
    }

    private static IOException malformed(String frame) {
        return new IOException("a malformed frame: " + (frame.length() > 80 ? frame.substring(0, 80) + "…" : frame));
    }
}
