package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one connection received and the replay has not yet compared, by channel. Watches what must hold for any stream:
 * numbers without gaps, a minimum sequence number that never falls, a client's own join in its place. Guarded by the
 * lock of {@code Arrivals}.
 */
final class Inbox {

    private final LiveLog log;
    private final Map<Channel, Deque<JsonNode>> channels = new EnumMap<>(Channel.class);
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> joinSignals = new HashSet<>();
    private final Set<String> joinOps = new HashSet<>();
    private final List<String> writers = new ArrayList<>();
    private int answers;
    private long lastNumber;
    private long lastMinimum;
    private String document = "";
    private Life life = Life.OPEN;

    private enum Life {
        OPEN,
        CLOSED
    }

    Inbox(LiveLog log) {
        this.log = log;
        for (Channel channel : Channel.values()) {
            channels.put(channel, new ArrayDeque<>());
        }
    }

    Deque<JsonNode> channel(Channel channel) {
        Deque<JsonNode> queue = channels.get(channel);
        if (queue == null) {
            throw new IllegalStateException("every channel has a queue");
        }
        return queue;
    }

    /** Clients that were told they may write. */
    List<String> writers() {
        return List.copyOf(writers);
    }

    /** How many times a {@code connect_document} was answered. */
    int answers() {
        return answers;
    }

    /** Breaches of what must hold for any stream. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The document that the latest ops were said to be of. */
    String document() {
        return document;
    }

    boolean isClosed() {
        return life == Life.CLOSED;
    }

    void close() {
        life = Life.CLOSED;
    }

    void add(Packet packet) {
        Channel channel = Channel.of(packet);
        List<JsonNode> pieces = Channel.pieces(packet);
        switch (channel) {
            case OP -> pieces.forEach(op -> op(packet.json().path(1).asText(), op));
            case SIGNAL -> signal(packet.json().path(1));
            case ANSWER -> answer(packet.json());
            default -> {}
        }
        channel(channel).addAll(pieces);
    }

    private void op(String ofDocument, JsonNode op) {
        document = ofDocument;
        long number = op.path("sequenceNumber").asLong();
        long minimum = op.path("minimumSequenceNumber").asLong();
        if (lastNumber > 0 && number != lastNumber + 1) {
            complaints.add("op " + number + " after op " + lastNumber);
        }
        if (minimum < lastMinimum || minimum > number) {
            complaints.add("op " + number + " has minimum " + minimum + " after " + lastMinimum);
        }
        lastNumber = number;
        lastMinimum = minimum;
        if (op.path("type").asText().equals("join")) {
            joinOps.add(OpComparison.data(op).path("clientId").asText());
        }
        log.add(ofDocument, op);
    }

    private void signal(JsonNode signal) {
        JsonNode content = Json.parseOrMissing(signal.path("content").asText());
        if (signal.path("clientId").isNull() && content.path("type").asText().equals("join")) {
            joinSignals.add(content.path("content").path("clientId").asText());
        }
    }

    private void answer(JsonNode event) {
        answers++;
        String client = event.path(1).path("clientId").asText();
        if (!event.path(0).asText().equals("connect_document_success")) {
            return;
        }
        if (event.path(1).path("mode").asText().equals("write")) {
            writers.add(client);
        }
        if (!joinSignals.contains(client)) {
            complaints.add("the client's own join signal had not come before the answer (SVC-052)");
        }
        if (joinOps.contains(client)) {
            complaints.add("the client's own join op came before the answer (SVC-052)");
        }
    }
}
