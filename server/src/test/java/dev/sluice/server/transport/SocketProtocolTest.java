package dev.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.EngineIoOptions;
import dev.sluice.server.transport.engineio.Refusal;
import dev.sluice.server.transport.socketio.SocketConnection;
import dev.sluice.server.transport.socketio.SocketIoOptions;
import io.vertx.core.Future;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements of the service protocol about the socket, one by one, against raw clients. */
@Timeout(60)
class SocketProtocolTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofHours(1);

    @Test
    void svc035_webSocket_opensWithPacketZero() {
        try (TestService service = TestService.start()) {
            String first = RawWebSocket.open(service).next();
            assertThat(first)
                    .matches("0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[],\"pingInterval\":25000,"
                            + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "40{\"token\":\"x\"}", "40/,{}"})
    void svc036_connect_isAnsweredWithSid(String connect) {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.open(service, "&documentId=d%201&tenantId=t");
            client.next();
            client.send(connect);
            SocketConnection connection = TestService.next(service.connected);
            assertThat(client.next()).isEqualTo("40{\"sid\":\"" + connection.id() + "\"}");
            assertThat(connection.isOpen()).isTrue();
            assertThat(service.queries.remove().first("documentId")).isEqualTo(Optional.of("d 1"));
        }
    }

    @Test
    void svc036_connectToOtherNamespace_isAnsweredWithPacket44() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.open(service);
            client.next();
            client.send("40/other,");
            assertThat(client.next()).isEqualTo("44/other,{\"message\":\"Invalid namespace\"}");
            client.send("40");
            assertThat(client.next()).startsWith("40{\"sid\":");
        }
    }

    @Test
    void svc037_heartbeat_isSentUntilItIsNotAnswered() {
        EngineIoOptions quick = EngineIoOptions.defaults().withHeartbeat(SOON, Duration.ofMillis(300));
        try (TestService service = TestService.start(quick)) {
            RawWebSocket client = RawWebSocket.connect(service);
            for (int i = 0; i < 3; i++) {
                assertThat(client.next()).isEqualTo("2");
                client.send("3");
            }
            assertThat(client.next()).isEqualTo("2");
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PING_TIMEOUT);
        }
    }

    @Test
    void svc037_heartbeatByPolling_isSentUntilItIsNotAnswered() {
        EngineIoOptions quick = EngineIoOptions.defaults().withHeartbeat(SOON, Duration.ofMillis(300));
        try (TestService service = TestService.start(quick)) {
            RawPolling client = RawPolling.connect(service);
            assertThat(client.packets()).containsExactly("2");
            client.post("3");
            assertThat(client.packets()).containsExactly("2");
            assertThat(client.packets()).containsExactly("1");
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PING_TIMEOUT);
            assertThat(client.get().body()).startsWith("{\"code\":1,");
        }
    }

    @Test
    void svc037_clientPing_closesTheConnection() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.send("2");
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EIO=3&transport=polling, GET, 400, 5",
        "EIO=5&transport=polling, GET, 400, 5",
        "transport=polling, GET, 400, 5",
        "EIO=4&transport=carrier-pigeon, GET, 400, 0",
        "EIO=4, GET, 400, 0",
        "EIO=4&transport=polling&sid=nope, GET, 400, 1",
        "EIO=4&transport=polling&sid=nope, POST, 400, 1",
        "EIO=4&transport=polling, POST, 400, 2",
        "EIO=4&transport=websocket, GET, 400, 3",
        "EIO=4&transport=polling%25, GET, 400, 0"
    })
    void svc039_badHandshake_isRefusedWithItsCode(String query, String method, int status, int code) {
        try (TestService service = TestService.start()) {
            HttpResponse<String> response = RawPolling.request(service, method, query, "");
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("content-type")).contains("application/json");
            assertThat(response.body()).startsWith("{\"code\":" + code + ",\"message\":\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /socket.io/?EIO=4&transport=%zz HTTP/1.1",
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nUpgrade: websocket",
                "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nUpgrade: websocket"
            })
    void svc039_requestThatIsNoProperHandshake_is400AndLeavesNoSession(String request) {
        try (TestService service = TestService.start();
                RawTcp client = RawTcp.request(service, request)) {
            assertThat(client.readUntil("\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(service.server.sessionCount()).isZero();
        }
    }

    @Test
    void svc039_webSocketWithUnknownSid_isRefused() {
        try (TestService service = TestService.start()) {
            assertThatThrownBy(() -> RawWebSocket.open(service, "&sid=nope"))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
            assertThat(service.refused).containsExactly(Refusal.UNKNOWN_SESSION);
        }
    }

    @Test
    void svc040_eventBeforeConnect_closesTheConnection() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.open(service);
            client.next();
            client.send("42[\"ping\"]");
            client.end();
            assertThat(TestService.next(service.sessionsClosed)).isEqualTo(CloseReason.PROTOCOL_ERROR);
            assertThat(service.closed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42not json",
                "42",
                "42{}",
                "42[]",
                "42[null]",
                "42[\"a\"",
                "42[\"a\"]]",
                "42[\"a\"] 1",
                "42[\"a\",\u0001]",
                "42[\"disconnect\"]",
                "421234567890123456789[\"a\"]",
                "42/other,[\"a\"]",
                "43",
                "433{}",
                "44{}",
                "451-[\"a\",{\"_placeholder\":true,\"num\":0}]",
                "461-[]",
                "47",
                "4",
                "40",
                "40[]",
                "41{}",
                "41/other,",
                "7",
                "bAAAA",
                "x"
            })
    void svc040_malformedPacket_closesThatConnectionOnly(String packet) {
        try (TestService service = TestService.start()) {
            RawWebSocket other = RawWebSocket.connect(service);
            RawWebSocket client = RawWebSocket.connect(service);
            client.send(packet);
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PROTOCOL_ERROR);
            other.send("42[\"echo\",1]");
            assertThat(other.next()).isEqualTo("42[\"echo\",1]");
        }
    }

    @Test
    void svc040_textThatIsNotUtf8_closesTheConnection() {
        try (TestService service = TestService.start();
                RawTcp client = RawTcp.open(service)) {
            client.text("40");
            client.readUntil("40{\"sid\"");
            client.frame(
                    0x81,
                    new byte[] {'4', '2', '[', '"', 'x', '"', ',', '"', (byte) 0xed, (byte) 0xa0, -128, '"', ']'});
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PROTOCOL_ERROR);
            assertThat(service.events).isEmpty();
        }
    }

    @Test
    void svc040_jsonNestedTooDeeply_closesTheConnection() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.send("42[\"echo\"," + "[".repeat(190) + "]".repeat(190) + "]");
            assertThat(client.next()).startsWith("42[\"echo\",[[");
            client.send("42[\"echo\"," + "[".repeat(400_000) + "]".repeat(400_000) + "]");
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.NESTED_TOO_DEEP);
        }
    }

    @Test
    void svc040_binaryFrame_closesTheConnection() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.sendBinary(new byte[] {1, 2, 3});
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PROTOCOL_ERROR);
        }
    }

    @Test
    void svc041_pingEvent_isAnsweredWithEmptyAck() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.send("42[\"ping\"]");
            client.send("427[\"ping\"]");
            assertThat(client.next()).isEqualTo("437[]");
            client.send("420[\"ackme\",{}]");
            assertThat(client.next()).isEqualTo("430[]");
        }
    }

    @Test
    void svc041_unknownEventsAndAcks_reachNobodyAndHarmNothing() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.send("42[\"no_such_event\",1]");
            client.send("42[1,2]");
            client.send("42[\"" + "n".repeat(5000) + "\"]");
            client.send("4312[\"x\"]");
            client.send("6");
            client.send("42[\"echo\",\"\\ud800\",\"\u2028\"]");
            assertThat(client.next()).isEqualTo("42[\"echo\",\"\\ud800\",\"\u2028\"]");
            assertThat(service.events).containsExactly("[\"no_such_event\",1]");
        }
    }

    @Test
    void connectMissing_atTheDeadline_closesTheTransport() {
        SocketIoOptions impatient = SocketIoOptions.defaults()
                .withConnectTimeout(SOON)
                .withEngine(EngineIoOptions.defaults().withHeartbeat(NEVER, SOON));
        try (TestService service = TestService.start(impatient)) {
            RawWebSocket client = RawWebSocket.open(service);
            RawWebSocket stranger = RawWebSocket.open(service);
            stranger.send("40/other,");
            client.end();
            stranger.end();
            assertThat(List.of(TestService.next(service.sessionsClosed), TestService.next(service.sessionsClosed)))
                    .containsOnly(CloseReason.CONNECT_TIMEOUT);
        }
    }

    @Test
    void clientDisconnect_thenConnect_isAnotherConnection() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.send("41");
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.CLIENT_LEFT);
            client.send("40");
            client.next();
            SocketConnection first = TestService.next(service.connected);
            SocketConnection second = TestService.next(service.connected);
            assertThat(first.id()).isNotEqualTo(second.id());
            assertThat(first.isOpen()).isFalse();
            first.send(TestService.frame("[\"lost\"]"));
            second.sendAll(List.of(TestService.frame("[\"a\"]"), TestService.frame("[\"b\"]")));
            assertThat(client.next()).isEqualTo("42[\"a\"]");
            assertThat(client.next()).isEqualTo("42[\"b\"]");
        }
    }

    @Test
    void clientClose_endsTheConnection() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.close();
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.TRANSPORT_CLOSED);
        }
    }

    @Test
    void serverClose_deliversWhatWasSentThenSaysGoodbye() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            SocketConnection connection = TestService.next(service.connected);
            String large = "x".repeat(900_000);
            for (int i = 0; i < 5; i++) {
                connection.send(TestService.frame("[\"" + i + large + "\"]"));
            }
            connection.close(CloseReason.SERVER_CLOSED);
            assertThat(connection.isOpen()).isFalse();
            for (int i = 0; i < 5; i++) {
                assertThat(client.next()).startsWith("42[\"" + i).hasSize(900_007);
            }
            assertThat(client.next()).isEqualTo("41");
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.SERVER_CLOSED);
        }
    }

    @Test
    void svc092_handlerThatThrows_endsThatConnectionOnly() {
        try (TestService service = TestService.start()) {
            service.expectErrors(1);
            RawWebSocket other = RawWebSocket.connect(service);
            RawWebSocket client = RawWebSocket.connect(service);
            client.send("42[\"fail\"]");
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.HANDLER_FAILED);
            other.send("42[\"echo\",1]");
            assertThat(other.next()).isEqualTo("42[\"echo\",1]");
        }
    }

    @Test
    void message_inFragments_isPutTogether() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.sendPart("42[\"ec", false);
            client.sendPart("ho\",\"", false);
            client.sendPart("é\"]", true);
            assertThat(client.next()).isEqualTo("42[\"echo\",\"é\"]");
        }
    }

    @Test
    void message_ofMaximumSize_passesAndOneByteMoreDoesNot() {
        try (TestService service = TestService.start(EngineIoOptions.defaults().withMaxPayload(100_000))) {
            RawWebSocket client = RawWebSocket.connect(service);
            String frame = "42[\"echo\",\"\"]";
            client.send(frame.replace(",\"", ",\"" + "x".repeat(100_000 - frame.length())));
            assertThat(client.next()).hasSize(100_000);
            client.send(frame.replace(",\"", ",\"" + "x".repeat(100_001 - frame.length())));
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PAYLOAD_TOO_LARGE);
        }
    }

    @Test
    void message_inFragmentsOverTheMaximum_closesTheConnection() {
        try (TestService service = TestService.start(EngineIoOptions.defaults().withMaxPayload(10_000))) {
            RawWebSocket client = RawWebSocket.connect(service);
            client.sendPart("42[\"" + "x".repeat(6000), false);
            client.sendPart("x".repeat(6000), false);
            client.end();
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.PAYLOAD_TOO_LARGE);
        }
    }

    @Test
    void sessions_beyondTheLimit_areRefusedUntilOneEnds() {
        try (TestService service = TestService.start(EngineIoOptions.defaults().withSessions(10, 2))) {
            RawWebSocket first = RawWebSocket.connect(service);
            RawWebSocket.connect(service);
            assertThat(RawPolling.request(service, "GET", "EIO=4&transport=polling", "")
                            .statusCode())
                    .isEqualTo(429);
            first.close();
            TestService.next(service.closed);
            RawWebSocket.connect(service);
        }
    }

    @Test
    void drain_refusesHandshakesAndClosesEverything() {
        try (TestService service = TestService.start()) {
            RawWebSocket client = RawWebSocket.connect(service);
            RawPolling polling = RawPolling.connect(service);
            Future<Void> drained = service.server.drain(CloseReason.SERVER_SHUTDOWN);
            assertThat(client.next()).isEqualTo("41");
            client.end();
            assertThat(polling.packets()).containsExactly("41");
            assertThat(polling.packets()).containsExactly("1");
            TestService.await(drained);
            assertThat(List.of(TestService.next(service.closed), TestService.next(service.closed)))
                    .containsOnly(CloseReason.SERVER_SHUTDOWN);
            assertThat(RawPolling.request(service, "GET", "EIO=4&transport=polling", "")
                            .statusCode())
                    .isEqualTo(503);
        }
    }
}
