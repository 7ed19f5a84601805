package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.server.golden.Row.Provenance;
import dev.sluice.server.golden.Row.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads one line of a transcript. */
final class RowReader {

    private RowReader() {}

    static Row read(int line, JsonNode row) {
        long timeMs = row.path("t").asLong();
        if (row.has("note")) {
            return new Row.Note(line, timeMs, row.get("note").asText());
        }
        Side side = row.get("dir").asText().equals("c2s") ? Side.CLIENT : Side.SERVER;
        if (row.get("transport").asText().equals("http")) {
            return side == Side.CLIENT ? request(line, timeMs, row) : answer(line, timeMs, row);
        }
        return row.has("event") ? socketEvent(line, timeMs, row, side) : socketText(line, timeMs, row, side);
    }

    private static Row request(int line, long timeMs, JsonNode row) {
        return new Row.HttpRequest(
                line,
                timeMs,
                row.get("id").asInt(),
                row.get("method").asText(),
                row.get("path").asText(),
                texts(row.path("query")),
                texts(row.path("headers")),
                envelope(row.path("restless")),
                row.get("body"));
    }

    private static Row.@Nullable Envelope envelope(JsonNode restless) {
        return restless.isMissingNode()
                ? null
                : new Row.Envelope(
                        restless.get("method").asText(),
                        Json.elements(restless.path("header")).stream()
                                .map(JsonNode::asText)
                                .toList(),
                        restless.get("body"));
    }

    private static Row answer(int line, long timeMs, JsonNode row) {
        JsonNode body = row.has("body") ? row.get("body") : MissingNode.getInstance();
        return new Row.HttpAnswer(
                line,
                timeMs,
                row.get("id").asInt(),
                row.get("status").asInt(),
                texts(row.path("headers")),
                body,
                provenance(row));
    }

    private static Row socketEvent(int line, long timeMs, JsonNode row, Side side) {
        int socket = row.get("sock").asInt();
        return switch (row.get("event").asText()) {
            case "upgrade" ->
                new Row.SocketOpen(line, timeMs, socket, row.get("path").asText(), texts(row.path("query")));
            case "rejected" ->
                new Row.SocketRefused(line, timeMs, socket, row.get("status").asInt());
            case "close" ->
                new Row.SocketClose(line, timeMs, socket, side, row.get("code").asInt());
            default -> throw new IllegalArgumentException("unknown event in line " + line);
        };
    }

    private static Row socketText(int line, long timeMs, JsonNode row, Side side) {
        Packet packet = row.has("raw") ? Packet.parse(row.get("raw").asText()) : longPacket(row.get("packet"));
        return new Row.SocketText(line, timeMs, row.get("sock").asInt(), side, packet, provenance(row));
    }

    /** Frames recorded without their literal text are all socket.io events. */
    private static Packet longPacket(JsonNode packet) {
        OptionalInt ackId =
                packet.has("ackId") ? OptionalInt.of(packet.get("ackId").asInt()) : OptionalInt.empty();
        return new Packet(Packet.Kind.EVENT, ackId, packet.get("data").toString());
    }

    private static Provenance provenance(JsonNode row) {
        return row.path("synthetic").asBoolean() ? Provenance.SYNTHETIC : Provenance.REFERENCE;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
