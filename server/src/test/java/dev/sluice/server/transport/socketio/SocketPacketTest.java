package dev.sluice.server.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketPacketTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0             | CONNECT       | /      | -1 | ''",
                "0{\"a\":1}    | CONNECT       | /      | -1 | {\"a\":1}",
                "0/other,      | CONNECT       | /other | -1 | ''",
                "0/other       | CONNECT       | /other | -1 | ''",
                "0/a/b,{}      | CONNECT       | /a/b   | -1 | {}",
                "1             | DISCONNECT    | /      | -1 | ''",
                "2[\"x\"]      | EVENT         | /      | -1 | [\"x\"]",
                "27[\"x\"]     | EVENT         | /      | 7  | [\"x\"]",
                "20[\"x\"]     | EVENT         | /      | 0  | [\"x\"]",
                "2/o,12[\"x\"] | EVENT         | /o     | 12 | [\"x\"]",
                "312[]         | ACK           | /      | 12 | []",
                "4{}           | CONNECT_ERROR | /      | -1 | {}",
                "51-[]         | BINARY_EVENT  | /      | 1  | -[]",
                "61-[]         | BINARY_ACK    | /      | 1  | -[]"
            })
    void decode_packet_splitsIntoItsParts(
            String text, SocketPacket.Type type, String namespace, long ack, String json) {
        byte[] bytes = ("pad" + text + "pad").getBytes(StandardCharsets.UTF_8);
        SocketPacket packet = SocketPacket.decode(bytes, 3, bytes.length - 6);
        assertThat(packet.type()).isEqualTo(type);
        assertThat(packet.namespace()).isEqualTo(namespace);
        assertThat(packet.ackId()).isEqualTo(ack);
        assertThat(new String(bytes, packet.jsonOffset(), packet.jsonLength(), StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "x", "-1", "21234567890123456789[]"})
    void decode_whatIsNoPacket_isMalformed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(SocketPacket.decode(bytes, 0, bytes.length).type()).isEqualTo(SocketPacket.Type.MALFORMED);
    }

    @Test
    void eventFrame_ofSomethingElse_isMisuse() {
        assertThatThrownBy(() -> EventFrame.of("43[]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
