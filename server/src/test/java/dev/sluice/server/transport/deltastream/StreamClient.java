package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.StreamSocket.JSON;
import static dev.sluice.server.transport.deltastream.StreamSocket.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client of a document over a {@link StreamSocket}; it counts its own messages. Confined to one thread. */
final class StreamClient implements AutoCloseable {
    final StreamSocket socket;
    final JsonNode success;
    final String id;
    final String document;
    private final boolean signalsAreObjects;
    private int submitted;
    private int nacks;

    private StreamClient(StreamSocket socket, String document, JsonNode success, boolean signalsAreObjects) {
        this.socket = socket;
        this.document = document;
        this.success = success;
        this.id = success.path("clientId").asText();
        this.signalsAreObjects = signalsAreObjects;
    }

    /** Connects over a socket that is open; a writer has joined when this returns. */
    static StreamClient connect(StreamSocket socket, ObjectNode message) {
        JsonNode answer = socket.connect(message);
        assertThat(name(answer)).as("answer %s", answer).isEqualTo("connect_document_success");
        boolean isObjects = message.at("/supportedFeatures/submit_signals_v2").asBoolean();
        StreamClient client = new StreamClient(socket, message.get("id").asText(), answer.get(1), isObjects);
        if (client.success.get("mode").asText().equals("write")) {
            client.joinOp();
        }
        return client;
    }

    /** Returns the ops of its document that came, in order. */
    List<JsonNode> ops() {
        return socket.ops(document);
    }

    JsonNode joinOp() {
        return socket.awaitOp("own join", op -> isMembership(op, "join", id));
    }

    JsonNode awaitLeaveOf(String clientId) {
        return socket.awaitOp("leave of " + clientId, op -> isMembership(op, "leave", clientId));
    }

    JsonNode awaitType(String type) {
        return socket.awaitOp(type, op -> op.get("type").asText().equals(type));
    }

    JsonNode awaitSequenceNumber(long number) {
        return socket.awaitOp("op " + number, op -> op.get("sequenceNumber").asLong() == number);
    }

    /** Submits an op that refers to the newest one seen, and waits until it comes back. */
    JsonNode op(String contents) {
        send(message("op", newest(), contents));
        return own(submitted);
    }

    /** Returns the next message, to be submitted once. */
    ObjectNode message(String type, long reference, @Nullable String contents) {
        submitted++;
        return message(type, submitted, reference, contents);
    }

    static ObjectNode message(String type, long count, long reference, @Nullable String contents) {
        ObjectNode message = JSON.createObjectNode().put("type", type);
        message.put("clientSequenceNumber", count).put("referenceSequenceNumber", reference);
        return message.put("contents", contents);
    }

    /** Submits messages as one batch. */
    void send(JsonNode... messages) {
        ArrayNode batch = JSON.createArrayNode().addAll(List.of(messages));
        socket.emit("submitOp", id, JSON.createArrayNode().add(batch));
    }

    /** Waits for this client's op with the given count of its own. */
    JsonNode own(int count) {
        return socket.awaitOp(
                "own op " + count,
                op -> op.get("clientId").asText().equals(id)
                        && op.get("clientSequenceNumber").asInt() == count);
    }

    /** Waits for the next nack: its document, and the nack itself as {@code [document, nack]}. */
    JsonNode nack() {
        JsonNode event = socket.awaitNack(nacks++);
        assertThat(event.get(2)).as("nacks of %s", event).hasSize(1);
        return JSON.createArrayNode().add(event.get(1)).add(event.get(2).get(0));
    }

    /** A count that was refused is used again by the next message. */
    void reuseCount() {
        submitted--;
    }

    /** Returns the sequence number of the newest op seen. */
    long newest() {
        return ops().stream()
                .mapToLong(op -> op.get("sequenceNumber").asLong())
                .max()
                .orElse(success.get("checkpointSequenceNumber").asLong());
    }

    /** Sends a signal and waits until it is back: whatever the document said to this client before has arrived then. */
    void echo() {
        String text = "\"echo-" + UUID.randomUUID() + "\"";
        signal(text, item -> {});
        socket.await(
                "echo",
                event -> name(event).equals("signal")
                        && event.get(1).path("content").asText().equals(text));
    }

    /** Waits until everything that this client caused has been decided, stored and told. */
    void settle() {
        op("\"settled\"");
        echo();
    }

    /** Sends one signal in this client's form; {@code more} adds the members that only objects have. */
    void signal(String content, Consumer<ObjectNode> more) {
        if (signalsAreObjects) {
            ObjectNode item = JSON.createObjectNode().put("content", content);
            more.accept(item);
            socket.emit("submitSignal", id, List.of(item));
        } else {
            socket.emit("submitSignal", id, List.of(List.of(content)));
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    static boolean isMembership(JsonNode op, String type, String clientId) {
        if (!op.get("type").asText().equals(type)) {
            return false;
        }
        JsonNode data = StreamSocket.parse(op.get("data").asText());
        return (data.isTextual() ? data : data.path("clientId")).asText().equals(clientId);
    }
}
