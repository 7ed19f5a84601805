package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.golden.AllowedDifference.RefusedConnection;
import dev.sluice.server.golden.Peer.Membership;
import dev.sluice.server.golden.Peer.Stand;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** The connections of a replay, and what clients do over them. Confined to the replay's thread. */
final class SocketSide {

    private static final int CUT = 1006;

    private final Stage stage;
    private final HttpClient client;
    private final HttpDriver http;
    private final Settlement settlement;
    private final Hearing hearing;
    private final LeftOvers leftOvers;
    private final Map<String, Peer> peers = new HashMap<>();

    SocketSide(Stage stage, HttpClient client, HttpDriver http) {
        this.stage = stage;
        this.client = client;
        this.http = http;
        this.settlement = new Settlement(stage, http);
        this.hearing = new Hearing(stage, settlement);
        this.leftOvers = new LeftOvers(stage);
    }

    static String name(int socket) {
        return "socket " + socket;
    }

    Hearing hearing() {
        return hearing;
    }

    Peer peer(String name) {
        Peer peer = peers.get(name);
        if (peer == null) {
            throw new IllegalStateException(name + " was not opened");
        }
        return peer;
    }

    boolean knows(String name) {
        return peers.containsKey(name);
    }

    void open(Row.SocketOpen row) {
        Inbox inbox = new Inbox(stage.log());
        Connection connection =
                SocketDriver.open(client, http.uri(row.path(), row.query()), receiver(inbox), closer(inbox));
        String name = name(row.socket());
        peers.put(name, new Peer(name, inbox, connection));
    }

    /** Begins to receive for a polling session whose handshake was answered. */
    void poll(String name, Row.HttpRequest handshake, String session) {
        Map<String, String> query = new HashMap<>(handshake.query());
        query.put("sid", session);
        Inbox inbox = new Inbox(stage.log());
        Connection connection =
                PollingDriver.start(client, http.uri(handshake.path(), query), receiver(inbox), closer(inbox));
        peers.put(name, new Peer(name, inbox, connection));
    }

    /** Polling sessions go over to their WebSockets: none may have a poll outstanding. */
    void endPolling() {
        peers.values().stream()
                .filter(peer -> peer.connection() instanceof PollingDriver)
                .forEach(peer -> {
                    peer.connection().close();
                    stage.arrivals().await(stage.patience(), () -> peer.inbox().isClosed() ? peer : null);
                    peer.become(Stand.GONE);
                });
    }

    private Connection.Receiver receiver(Inbox inbox) {
        return packets -> stage.arrivals().arrive(() -> packets.forEach(inbox::add));
    }

    private Runnable closer(Inbox inbox) {
        return () -> stage.arrivals().arrive(inbox::close);
    }

    void send(Row.SocketText row) {
        if (row.packet().kind() == Packet.Kind.PONG) {
            return; // the driver answers every heartbeat, of which there may be more than were recorded
        }
        Peer peer = peer(name(row.socket()));
        before(row.line(), peer, row.packet());
        try {
            Packet numbered = Renumbering.submitted(stage.ids().sequence(peer.document()), row.packet());
            peer.connection().send(Packet.parse(stage.fill(numbered.text())));
        } catch (CompletionException e) {
            throw stage.stuck(row.line(), peer.name(), "open", e.toString());
        }
        after(peer, row.packet());
        if (row.packet().event().equals("connect_document")) {
            stage.profile()
                    .refusedConnection(stage.scenario(), row.socket())
                    .ifPresent(refused -> refused(row.line(), peer, refused));
        }
    }

    /** What has to be so before a client sends the packet. */
    void before(int line, Peer peer, Packet packet) {
        boolean isConnect = packet.event().equals("connect_document");
        if (isConnect) {
            peer.asksFor(packet.json().path(1).path("id").asText());
        }
        String document = stage.ids().translate(peer.document());
        if (isConnect || packet.event().equals("submitOp")) {
            settlement.settle(line, document);
        }
        if (isConnect && stage.recording().isAnswered(line)) {
            settlement.connecting(document, peer.inbox());
        }
        if (packet.kind() == Packet.Kind.DISCONNECT) {
            leave(line, peer);
        }
    }

    /** What follows from a client's having sent the packet. */
    void after(Peer peer, Packet packet) {
        if (!packet.event().equals("submitOp")) {
            return;
        }
        JsonNode event = packet.json();
        String recordedClient = event.path(1).asText();
        String document = stage.ids().translate(peer.document());
        for (JsonNode batch : event.path(2)) {
            List<JsonNode> messages = batch.isArray() ? Json.elements(batch) : List.of(batch);
            messages.stream()
                    .filter(message -> stage.recording().isSequenced(recordedClient, message))
                    .forEach(message ->
                            settlement.submitted(document, stage.ids().translate(recordedClient), message));
        }
    }

    private void refused(int line, Peer peer, RefusedConnection refused) {
        JsonNode answer = hearing.next(peer, Channel.ANSWER);
        if (!refused.codes().contains(answer.path(1).path("code").asInt())) {
            throw stage.stuck(line, "connect_document_error", "one of " + refused.codes(), answer.toString());
        }
        peer.become(Stand.REFUSED);
    }

    void close(Row.SocketClose row) {
        Peer peer = peer(name(row.socket()));
        leave(row.line(), peer);
        if (row.code() == CUT) {
            peer.connection().cut();
        } else {
            peer.connection().close();
        }
    }

    /** The client says good-bye: nothing more has to come, and nothing may be left over. */
    private void leave(int line, Peer peer) {
        if (peer.stand() == Stand.GONE) {
            return;
        }
        if (!peer.memberships().isEmpty()) {
            settlement.settle(line, stage.ids().translate(peer.document()));
        }
        leftOvers.check(line, peer);
        peer.become(Stand.GONE);
        for (Membership membership : peer.memberships()) {
            settlement.left(membership.document(), membership.client());
        }
    }

    /** Nothing may be left over on connections that nobody closed. */
    void end(int line) {
        peers.values().stream().filter(peer -> peer.stand() != Stand.GONE).forEach(peer -> leftOvers.check(line, peer));
    }

    void cutAll() {
        peers.values().forEach(peer -> peer.connection().cut());
    }
}
