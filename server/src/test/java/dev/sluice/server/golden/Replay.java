package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.golden.Row.Provenance;
import dev.sluice.server.golden.Row.Side;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Replays one transcript. Rows are walked in order: what a server said becomes an expectation, and before a client says
 * anything, every expectation so far must have been met. So nothing waits for longer than the server needs, and a client
 * never speaks of what it cannot know. Confined to one thread.
 */
final class Replay {

    private static final String POLL = "poll ";

    private final Stage stage;
    private final HttpSide requests;
    private final SocketSide sockets;
    private final Deque<Runnable> expectations = new ArrayDeque<>();
    private final long started = System.nanoTime();
    private long lastSentMs;

    private Replay(Transcript transcript, ServerUnderTest server, Duration patience) {
        stage = new Stage(transcript, server, patience);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpDriver http = new HttpDriver(client, server.baseUri(), stage::fill);
        requests = new HttpSide(stage, http);
        sockets = new SocketSide(stage, client, http);
    }

    /**
     * What the server did otherwise than recorded; nothing if all is well.
     *
     * @param patience how long something that is due may take
     */
    static List<Difference> run(Transcript transcript, ServerUnderTest server, Duration patience) {
        Replay replay = new Replay(transcript, server, patience);
        try {
            replay.walk();
        } catch (Stage.Stuck reported) {
            // the difference that tells why is in the list
        } finally {
            replay.sockets.cutAll();
        }
        return List.copyOf(replay.stage.differences());
    }

    private void walk() {
        for (String name : stage.recording().chosenNames()) {
            String fresh = UUID.randomUUID().toString();
            stage.ids().bind(name, Correlation.isUuid(name) ? fresh : name + "-" + fresh.substring(0, 8));
        }
        int line = 0;
        for (Row row : stage.transcript().rows()) {
            row(row);
            line = row.line();
        }
        meetExpectations();
        sockets.end(line);
    }

    private void row(Row row) {
        if (row instanceof Row.HttpRequest request) {
            request(request);
        } else if (row instanceof Row.HttpAnswer answer) {
            answer(answer);
        } else if (row instanceof Row.SocketOpen open) {
            speak(row);
            sockets.open(open);
        } else if (row instanceof Row.SocketRefused refused) {
            expectations.add(() -> sockets.hearing().refusal(refused, peer(refused.socket())));
        } else if (row instanceof Row.SocketClose close) {
            close(close);
        } else if (row instanceof Row.SocketText text) {
            text(text);
        }
    }

    /** Everything the server owes is there, and in scenarios about waits it is time. */
    private void speak(Row row) {
        meetExpectations();
        if (Scenarios.isTimed(stage.scenario())) {
            long due = started + (long) (row.timeMs() * 1e6 / speed());
            stage.arrivals().await(Duration.ofNanos(due - System.nanoTime()), () -> null);
        }
        lastSentMs = row.timeMs();
    }

    private void meetExpectations() {
        while (!expectations.isEmpty()) {
            expectations.remove().run();
        }
    }

    private double speed() {
        return stage.server().times().speed();
    }

    /** How long an answer may take: some time, and as long as it took when recorded. */
    private Duration patience(Row row) {
        return stage.patience().plusMillis((long) ((row.timeMs() - lastSentMs) / speed()));
    }

    private Peer peer(int socket) {
        return sockets.peer(SocketSide.name(socket));
    }

    private void request(Row.HttpRequest row) {
        speak(row);
        String poll = POLL + row.query().get("sid");
        if (!row.isPolling() || !sockets.knows(poll)) {
            requests.request(row);
        } else if (row.method().equals("POST")) {
            List<Packet> packets = Packet.parseAll(
                    String.valueOf(row.body() == null ? "" : row.body().asText()));
            packets.forEach(packet -> sockets.before(row.line(), sockets.peer(poll), packet));
            requests.request(row);
            packets.forEach(packet -> sockets.after(sockets.peer(poll), packet));
        }
    }

    private void answer(Row.HttpAnswer row) {
        Row.HttpRequest request = stage.recording().request(row.id());
        String poll = POLL + request.query().get("sid");
        if (request.isPolling()
                && request.method().equals("GET")
                && request.query().containsKey("sid")) {
            Duration patience = patience(row);
            if (sockets.knows(poll)) {
                Packet.parseAll(row.body().asText())
                        .forEach(packet -> expectations.add(
                                () -> sockets.hearing().packet(row.line(), sockets.peer(poll), packet, patience)));
                return;
            }
        }
        expectations.add(() -> {
            requests.answer(row);
            if (isPollingHandshake(request)) {
                String recorded =
                        Packet.parse(row.body().asText()).json().path("sid").asText();
                sockets.poll(POLL + recorded, request, stage.ids().translate(recorded));
            }
        });
        if (isPollingHandshake(request)) {
            meetExpectations();
        }
    }

    private static boolean isPollingHandshake(Row.HttpRequest request) {
        return request.isPolling()
                && request.query().containsKey("documentId")
                && !request.query().containsKey("sid");
    }

    private void close(Row.SocketClose row) {
        if (row.side() == Side.CLIENT) {
            speak(row);
            sockets.close(row);
        } else {
            Duration patience = patience(row);
            expectations.add(() -> sockets.hearing().close(row, peer(row.socket()), patience));
        }
    }

    private void text(Row.SocketText row) {
        if (row.side() == Side.CLIENT) {
            speak(row);
            if (row.packet().kind() == Packet.Kind.UPGRADE) {
                sockets.endPolling();
            }
            sockets.send(row);
            if (stage.profile().insertsNack(stage.scenario(), row.line())) {
                JsonNode event = row.packet().json();
                expectations.add(() -> sockets.hearing()
                        .insertedNack(
                                row.line(),
                                peer(row.socket()),
                                event.path(1).asText(),
                                event.path(2).path(0).path(0)));
            }
        } else if (row.provenance() == Provenance.REFERENCE) {
            Duration patience = patience(row);
            expectations.add(() -> sockets.hearing().packet(row.line(), peer(row.socket()), row.packet(), patience));
        }
    }
}
