package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * Streams within one connection. Each keeps its order; between two of them the protocol promises none, save that a
 * client hears of its own join by signal before, and by op after, the answer to its {@code connect_document}.
 */
enum Channel {
    /** engine.io and socket.io handshakes. */
    HANDSHAKE,
    /** Heartbeats of the server. */
    PING,
    /** Acknowledgements of events. */
    ACK,
    /** Answers to {@code connect_document}. */
    ANSWER,
    SIGNAL,
    OP,
    NACK,
    /** Any other event. */
    OTHER,
    /** Not to be looked at. */
    NONE;

    static Channel of(Packet packet) {
        return switch (packet.kind()) {
            case OPEN, CONNECT, CONNECT_ERROR, PONG, DISCONNECT, UNKNOWN -> HANDSHAKE;
            case PING -> PING;
            case ACK -> ACK;
            case EVENT -> ofEvent(packet.event());
            case NOOP, CLOSE, UPGRADE -> NONE;
        };
    }

    private static Channel ofEvent(String event) {
        return switch (event) {
            case "connect_document_success", "connect_document_error" -> ANSWER;
            case "signal" -> SIGNAL;
            case "op" -> OP;
            case "nack" -> NACK;
            default -> OTHER;
        };
    }

    /** What is compared of a packet, piece by piece: ops and nacks may be batched in any way. */
    static List<JsonNode> pieces(Packet packet) {
        return switch (of(packet)) {
            case OP -> Json.elements(packet.json().path(2));
            case NACK ->
                Json.elements(packet.json().path(2)).stream()
                        .map(nack -> nack(packet.json().path(1), nack))
                        .toList();
            case ANSWER, SIGNAL, OTHER -> List.of(packet.json());
            default -> List.of(frame(packet));
        };
    }

    private static JsonNode nack(JsonNode document, JsonNode nack) {
        ObjectNode piece = JsonNodeFactory.instance.objectNode();
        return piece.<ObjectNode>set("document", document).set("nack", nack);
    }

    private static JsonNode frame(Packet packet) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.put("kind", packet.kind().name());
        packet.ackId().ifPresent(id -> frame.put("ackId", id));
        JsonNode json = packet.json();
        return frame.set("data", json.isMissingNode() ? TextNode.valueOf(packet.payload()) : json);
    }
}
