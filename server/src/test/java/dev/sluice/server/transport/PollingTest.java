package dev.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.EngineIoOptions;
import dev.sluice.server.transport.engineio.TransportKind;
import dev.sluice.server.transport.socketio.EventFrame;
import dev.sluice.server.transport.socketio.SocketConnection;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long polling and the upgrade from it (SVC-038). */
@Timeout(60)
class PollingTest {
    private static final EventFrame EVENT = TestService.frame("[\"x\"]");

    @Test
    void svc038_handshake_offersTheUpgrade() {
        try (TestService service = TestService.start()) {
            HttpResponse<String> response = RawPolling.request(service, "GET", "EIO=4&transport=polling&t=1", "");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=UTF-8");
            assertThat(response.headers().firstValue("cache-control")).contains("no-store");
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .contains("*");
            assertThat(response.body())
                    .matches("0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[\"websocket\"],"
                            + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
        }
    }

    @Test
    void svc038_messages_goBothWays() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.open(service);
            HttpResponse<String> posted = client.post("40");
            assertThat(posted.body()).isEqualTo("ok");
            assertThat(posted.headers().firstValue("content-type")).contains("text/html");
            assertThat(client.packets()).singleElement().asString().startsWith("40{\"sid\":");
            assertThat(client.post("42[\"echo\",\"é\"]\u001e42[\"echo\",2]\u001e427[\"ping\"]")
                            .body())
                    .isEqualTo("ok");
            assertThat(client.packets()).containsExactly("42[\"echo\",\"é\"]", "42[\"echo\",2]", "437[]");
        }
    }

    @Test
    void svc038_poll_waitsForTheNextMessage() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            CompletableFuture<HttpResponse<String>> poll = client.getLater();
            client.post("42[\"parked\"]");
            TestService.next(service.events);
            assertThat(poll).isNotDone();
            TestService.next(service.connected).send(EVENT);
            assertThat(poll.join().body()).isEqualTo("42[\"x\"]");
        }
    }

    @Test
    void svc038_answers_stayBelowThePayloadLimit() {
        try (TestService service = TestService.start(EngineIoOptions.defaults().withMaxPayload(1000))) {
            RawPolling client = RawPolling.connect(service);
            EventFrame frame = TestService.frame("[\"" + "x".repeat(390) + "\"]");
            TestService.next(service.connected).sendAll(List.of(frame, frame, frame, EVENT));
            assertThat(client.packets()).hasSize(2);
            assertThat(client.packets()).hasSize(2);
        }
    }

    @Test
    void twoPollsAtOnce_endTheSession() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            CompletableFuture<HttpResponse<String>> first = client.getLater();
            CompletableFuture<HttpResponse<String>> second = client.getLater();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.TRANSPORT_ERROR);
            assertThat(List.of(first.join().statusCode(), second.join().statusCode()))
                    .containsExactlyInAnyOrder(200, 400);
            assertThat(List.of(first.join().body(), second.join().body())).contains("1");
            assertThat(client.get().body()).startsWith("{\"code\":1,");
        }
    }

    @Test
    void clientClose_releasesThePollWithNoop() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            CompletableFuture<HttpResponse<String>> poll = client.getLater();
            client.post("42[\"parked\"]");
            TestService.next(service.events);
            assertThat(client.post("41").body()).isEqualTo("ok");
            assertThat(client.post("1").body()).isEqualTo("ok");
            assertThat(poll.join().body()).isEqualTo("6");
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.CLIENT_LEFT);
            assertThat(TestService.next(service.sessionsClosed)).isEqualTo(CloseReason.CLIENT_LEFT);
        }
    }

    @Test
    void serverClose_reachesTheNextPoll() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            SocketConnection connection = TestService.next(service.connected);
            connection.send(EVENT);
            connection.close(CloseReason.SERVER_CLOSED);
            TestService.next(service.closed);
            assertThat(client.packets()).containsExactly("42[\"x\"]", "41");
            assertThat(client.packets()).containsExactly("1");
            assertThat(client.get().statusCode()).isEqualTo(400);
        }
    }

    @Test
    void clientThatAnswersGoodbye_endsTheSessionAtOnce() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            TestService.next(service.connected).close(CloseReason.SERVER_CLOSED);
            assertThat(client.packets()).containsExactly("41");
            assertThat(client.post("1").body()).isEqualTo("ok");
            assertThat(client.get().statusCode()).isEqualTo(400);
        }
    }

    @Test
    void malformedPacketAmongOthers_endsTheSessionThere() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            client.post("42[\"a\"]\u001e42[\u001e42[\"b\"]");
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PROTOCOL_ERROR);
            assertThat(service.events).containsExactly("[\"a\"]");
        }
    }

    @Test
    void body_overTheLimit_is413AndEndsTheSession() {
        try (TestService service = TestService.start(EngineIoOptions.defaults().withMaxPayload(10_000))) {
            RawPolling client = RawPolling.connect(service);
            String most = "42[\"echo\",\"" + "x".repeat(10_000 - 13) + "\"]";
            assertThat(client.post(most).statusCode()).isEqualTo(200);
            assertThat(client.get().body()).isEqualTo(most);
            assertThat(client.post(most + " ").statusCode()).isEqualTo(413);
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PAYLOAD_TOO_LARGE);
        }
    }

    @Test
    void clientThatGoesAwayWhilePolling_endsTheSession() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            try (RawTcp poll = RawTcp.poll(service, client.sid)) {
                TestService.next(service.connected).send(EVENT);
                poll.readUntil("42[\"x\"]");
                poll.pollAgain(client.sid);
                client.post("42[\"parked\"]");
                TestService.next(service.events);
            }
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.TRANSPORT_CLOSED);
        }
    }

    @Test
    void preflight_isAnsweredWithoutContent() {
        try (TestService service = TestService.start()) {
            HttpResponse<String> response = RawPolling.request(service, "OPTIONS", "EIO=4&transport=polling", "");
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .contains("*");
            assertThat(response.headers().firstValue("access-control-allow-methods"))
                    .contains("GET,POST,OPTIONS");
        }
    }

    @Test
    void svc038_upgrade_releasesThePollAndMovesTheSession() {
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            SocketConnection connection = TestService.next(service.connected);
            CompletableFuture<HttpResponse<String>> poll = client.getLater();
            client.post("42[\"parked\"]");
            TestService.next(service.events);
            RawWebSocket socket = RawWebSocket.open(service, "&sid=" + client.sid);
            socket.send("2probe");
            assertThat(socket.next()).isEqualTo("3probe");
            assertThat(poll.join().body()).isEqualTo("6");
            assertThat(connection.transport()).isEqualTo(TransportKind.POLLING);
            socket.send("5");
            socket.send("42[\"echo\",1]");
            assertThat(socket.next()).isEqualTo("42[\"echo\",1]");
            assertThat(connection.transport()).isEqualTo(TransportKind.WEBSOCKET);
            assertThat(service.upgrades).hasValue(1);
            assertThat(client.get().body()).startsWith("{\"code\":3,");
            socket.close();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.TRANSPORT_CLOSED);
        }
    }

    @Test
    void upgrade_thatIsNotFinished_leavesPollingAlone() {
        EngineIoOptions quick = EngineIoOptions.defaults().withTimeouts(Duration.ofMillis(100), Duration.ofMillis(200));
        try (TestService service = TestService.start(quick)) {
            RawPolling client = RawPolling.connect(service);
            RawWebSocket late = RawWebSocket.open(service, "&sid=" + client.sid);
            late.send("2probe");
            late.end();
            RawWebSocket wrong = RawWebSocket.open(service, "&sid=" + client.sid);
            wrong.send("42[\"echo\",0]");
            wrong.end();
            client.post("42[\"echo\",1]");
            assertThat(client.packets()).containsExactly("42[\"echo\",1]");
        }
    }

    @RepeatedTest(20)
    void svc038_upgrade_underTraffic_losesDoublesAndReordersNothing() throws Exception {
        int count = 3000;
        try (TestService service = TestService.start()) {
            RawPolling client = RawPolling.connect(service);
            SocketConnection connection = TestService.next(service.connected);
            Thread sender = new Thread(() ->
                    IntStream.range(0, count).forEach(n -> connection.send(TestService.frame("[\"n\"," + n + "]"))));
            sender.start();
            List<String> seen = new ArrayList<>(client.packets());
            client.post(numbered(0, 10));
            RawWebSocket socket = RawWebSocket.open(service, "&sid=" + client.sid);
            CompletableFuture<HttpResponse<String>> poll = client.getLater();
            socket.send("2probe");
            seen.addAll(RawPolling.split(poll.join().body()));
            assertThat(socket.next()).isEqualTo("3probe");
            client.post(numbered(10, 20));
            socket.send("5");
            for (int n = 20; n < 30; n++) {
                socket.send(numbered(n, n + 1));
            }
            seen.remove("6");
            sender.join();
            await().atMost(TestService.PATIENCE)
                    .until(() -> seen.size() + socket.messages().size() >= count);
            socket.messages().drainTo(seen);
            assertThat(seen)
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .mapToObj(n -> "42[\"n\"," + n + "]")
                            .toList());
            await().atMost(TestService.PATIENCE).until(() -> service.events.size() >= 30);
            assertThat(service.events)
                    .containsExactlyElementsOf(IntStream.range(0, 30)
                            .mapToObj(n -> "[\"m\"," + n + "]")
                            .toList());
        }
    }

    private static String numbered(int from, int to) {
        return String.join(
                "\u001e",
                IntStream.range(from, to).mapToObj(n -> "42[\"m\"," + n + "]").toList());
    }
}
