package dev.sluice.server.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // method, upgrade, transport, sid, EIO, session's transport, upgradable -> refusal
                "GET, false, polling, -, 4, -, false, -",
                "GET, true, websocket, -, 4, -, false, -",
                "GET, false, -, -, 4, -, false, UNKNOWN_TRANSPORT",
                "GET, false, webtransport, -, 4, -, false, UNKNOWN_TRANSPORT",
                "GET, false, pigeon, x, 5, -, false, UNKNOWN_TRANSPORT",
                "POST, false, polling, -, 3, -, false, BAD_HANDSHAKE_METHOD",
                "PUT, false, websocket, -, 4, -, false, BAD_HANDSHAKE_METHOD",
                "GET, false, websocket, -, 4, -, false, BAD_REQUEST",
                "GET, true, polling, -, 4, -, false, BAD_REQUEST",
                "GET, false, polling, -, 3, -, false, UNSUPPORTED_PROTOCOL",
                "GET, true, websocket, -, -, -, false, UNSUPPORTED_PROTOCOL",
                "GET, false, polling, x, 4, -, false, UNKNOWN_SESSION",
                "GET, true, websocket, x, 4, -, false, UNKNOWN_SESSION",
                "GET, false, polling, x, 4, POLLING, true, -",
                "POST, false, polling, x, 4, POLLING, true, -",
                "DELETE, false, polling, x, 4, POLLING, true, BAD_REQUEST",
                "GET, false, polling, x, 4, WEBSOCKET, false, BAD_REQUEST",
                "POST, false, websocket, x, 4, WEBSOCKET, false, BAD_REQUEST",
                "GET, false, polling, x, 3, POLLING, true, BAD_REQUEST",
                "GET, true, websocket, x, 4, POLLING, true, -",
                "GET, true, websocket, x, 4, POLLING, false, BAD_REQUEST",
                "GET, true, websocket, x, 4, WEBSOCKET, false, BAD_REQUEST",
                "GET, false, websocket, x, 4, WEBSOCKET, false, BAD_REQUEST"
            })
    void judge_eachRequest_isRefusedForItsFirstFault(
            String method,
            boolean upgrade,
            String transport,
            String sid,
            String eio,
            TransportKind standing,
            boolean upgradable,
            Refusal refusal) {
        Admission.Request request = new Admission.Request(
                method, upgrade, Optional.ofNullable(transport), Optional.ofNullable(sid), Optional.ofNullable(eio));
        Optional<Admission.Standing> session =
                Optional.ofNullable(standing).map(kind -> new Admission.Standing(kind, upgradable));
        assertThat(Admission.judge(request, session)).isEqualTo(Optional.ofNullable(refusal));
    }
}
