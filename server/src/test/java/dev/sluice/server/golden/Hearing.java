package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.golden.Peer.Stand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What clients have to hear over their connections. Within a channel, pieces come in the recorded order; ops that the
 * service makes in its own time may change places with others. Confined to the replay's thread.
 */
final class Hearing {

    /** Channels of which a refused client hears nothing, though its recorded twin did. */
    private static final Set<Channel> OF_MEMBERS = Set.of(Channel.ANSWER, Channel.SIGNAL, Channel.OP);

    private final Stage stage;
    private final Settlement settlement;

    Hearing(Stage stage, Settlement settlement) {
        this.stage = stage;
        this.settlement = settlement;
    }

    void refusal(Row.SocketRefused row, Peer peer) {
        if (peer.connection() instanceof SocketDriver driver) {
            int status = driver.refusal().orElse(0);
            if (status != row.status()) {
                stage.differ(row.line(), "upgrade", "refused with " + row.status(), status == 0 ? "done" : "" + status);
            }
        }
    }

    void close(Row.SocketClose row, Peer peer, Duration patience) {
        if (peer.stand() == Stand.GONE) {
            return;
        }
        if (stage.arrivals().await(patience, () -> peer.inbox().isClosed() ? peer : null) == null) {
            stage.differ(row.line(), peer.name(), "closed by the server", "open");
        }
    }

    void packet(int line, Peer peer, Packet packet, Duration patience) {
        Channel channel = Channel.of(packet);
        boolean applies =
                peer.stand() == Stand.LIVE || (peer.stand() == Stand.REFUSED && !OF_MEMBERS.contains(channel));
        if (!applies || channel == Channel.NONE) {
            return;
        }
        for (JsonNode piece : Channel.pieces(packet)) {
            if (channel != Channel.OP) {
                piece(line, peer, packet, piece, patience);
            } else if (!stage.recording()
                    .isEarly(peer.name(), piece.path("sequenceNumber").asLong())) {
                op(line, peer, packet.json().path(1).asText(), piece, patience);
            }
        }
    }

    private void piece(int line, Peer peer, Packet packet, JsonNode piece, Duration patience) {
        Channel channel = Channel.of(packet);
        JsonNode got = stage.arrivals().await(patience, () -> poll(peer, channel));
        if (got == null) {
            throw missing(line, peer, piece);
        }
        Comparison comparison = stage.comparison(line);
        SequenceMap numbers = stage.ids().sequence(peer.document());
        comparison.numberedBy(numbers::live, numbers::reached);
        if (channel == Channel.ANSWER) {
            answer(comparison, peer, piece, got);
        } else {
            comparison.value(peer.name() + " " + channel, timed(packet, piece), got);
        }
        stage.report(comparison);
    }

    /** The next piece of a channel; missing if none comes. */
    JsonNode next(Peer peer, Channel channel) {
        JsonNode piece = stage.arrivals().await(stage.patience(), () -> poll(peer, channel));
        return piece == null ? MissingNode.getInstance() : piece;
    }

    private @Nullable JsonNode poll(Peer peer, Channel channel) {
        Deque<JsonNode> queue = peer.inbox().channel(channel);
        queue.removeIf(piece -> LeftOvers.isExtraSignal(stage, piece));
        return queue.poll();
    }

    /** The recorded handshake with the waits of the server under test. */
    private JsonNode timed(Packet packet, JsonNode piece) {
        ServerTimes times = stage.server().times();
        if (packet.kind() != Packet.Kind.OPEN || times.equals(ServerTimes.REFERENCE)) {
            return piece;
        }
        ObjectNode handshake = piece.deepCopy();
        ((ObjectNode) handshake.get("data"))
                .put("pingInterval", (int) times.pingInterval().toMillis())
                .put("pingTimeout", (int) times.pingTimeout().toMillis());
        return handshake;
    }

    private void answer(Comparison comparison, Peer peer, JsonNode recorded, JsonNode got) {
        comparison.value("event", recorded.path(0), got.path(0));
        JsonNode answer = got.path(1);
        new AnswerComparison(comparison).compare(recorded.path(1), answer);
        if (got.path(0).asText().equals("connect_document_success")) {
            String document = stage.ids().translate(peer.document());
            peer.connected(document, answer);
            if (answer.path("mode").asText().equals("write")) {
                settlement.joined(document, answer.path("clientId").asText());
            }
        }
    }

    private void op(int line, Peer peer, String document, JsonNode recorded, Duration patience) {
        List<JsonNode> overtaken = new ArrayList<>();
        JsonNode got = stage.arrivals().await(patience, () -> {
            overtaken.clear();
            return takeOp(peer, op -> OpComparison.isSame(stage.ids(), document, recorded, op), overtaken);
        });
        if (got == null) {
            throw missing(line, peer, recorded);
        }
        boolean isOwnJoin = peer.memberships().stream().anyMatch(own -> OpComparison.isJoinOf(got, own.client()));
        if (isOwnJoin) {
            // What comes before a client's own join comes by luck: it must read that from the stored ops anyway.
            stage.arrivals().arrive(() -> peer.inbox().channel(Channel.OP).removeAll(overtaken));
        } else if (!OpComparison.isServiceTimed(stage.scenario(), recorded)) {
            overtaken.stream()
                    .filter(other -> !OpComparison.isServiceTimed(stage.scenario(), other))
                    .forEach(other -> stage.differ(line, "op order", recorded.toString(), other.toString()));
        }
        Comparison comparison = stage.comparison(line);
        comparison.equal(
                "op's document", stage.ids().translate(document), peer.inbox().document());
        OpComparison.compare(comparison, document, recorded, got);
        stage.report(comparison);
    }

    private static @Nullable JsonNode takeOp(Peer peer, Predicate<JsonNode> wanted, List<JsonNode> overtaken) {
        for (Iterator<JsonNode> ops = peer.inbox().channel(Channel.OP).iterator(); ops.hasNext(); ) {
            JsonNode op = ops.next();
            if (wanted.test(op)) {
                ops.remove();
                return op;
            }
            overtaken.add(op);
        }
        return null;
    }

    /** A nack that the recording does not have, of the summary proposed by that message of that recorded client. */
    void insertedNack(int line, Peer peer, String recordedClient, JsonNode message) {
        String document = stage.ids().translate(peer.document());
        String client = stage.ids().translate(recordedClient);
        JsonNode number = message.path("clientSequenceNumber");
        JsonNode nack = stage.arrivals()
                .await(
                        stage.patience(),
                        () -> stage.log()
                                .find(
                                        document,
                                        op -> op.path("clientId").asText().equals(client)
                                                && op.path("clientSequenceNumber")
                                                        .equals(number))
                                .map(op -> takeOp(peer, answer -> isNackOf(op, answer), new ArrayList<>()))
                                .orElse(null));
        if (nack == null) {
            throw missing(line, peer, message);
        }
    }

    private static boolean isNackOf(JsonNode summarize, JsonNode op) {
        return op.path("type").asText().equals("summaryNack")
                && OpComparison.proposal(op) == summarize.path("sequenceNumber").asLong();
    }

    private Stage.Stuck missing(int line, Peer peer, JsonNode recorded) {
        StringBuilder waiting = new StringBuilder("nothing in time; other pieces waiting:");
        stage.arrivals().arrive(() -> {
            for (Channel channel : Channel.values()) {
                peer.inbox()
                        .channel(channel)
                        .forEach(piece -> waiting.append(' ').append(piece));
            }
        });
        return stage.stuck(line, peer.name(), stage.ids().translate(recorded.toString()), waiting.toString());
    }
}
