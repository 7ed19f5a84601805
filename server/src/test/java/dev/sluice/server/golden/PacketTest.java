package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0{\"sid\":\"s\"}",
                "1",
                "2",
                "2probe",
                "3",
                "40",
                "40{\"sid\":\"s\"}",
                "41",
                "42[\"ping\"]",
                "427[\"ping\"]",
                "430[]",
                "44/other,{}",
                "5",
                "6",
                "42not json"
            })
    void text_ofAParsedPacket_isTheText(String text) {
        assertThat(Packet.parse(text).text()).isEqualTo(text);
    }

    @Test
    void parse_eventWithAckId_takesItApart() {
        Packet packet = Packet.parse("4212[\"ping\",1]");
        assertThat(packet.event()).isEqualTo("ping");
        assertThat(packet.ackId()).hasValue(12);
    }

    @Test
    void parseAll_pollingBody_isSplit() {
        assertThat(Packet.parseAll("40{\"sid\":\"s\"}\u001e2\u001e42[\"op\"]"))
                .extracting(Packet::kind)
                .containsExactly(Packet.Kind.CONNECT, Packet.Kind.PING, Packet.Kind.EVENT);
    }
}
