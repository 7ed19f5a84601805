package dev.sluice.driver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.RawJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketTest {
    @Test
    void frames_areReadAsTheProtocolHasThem() throws IOException {
        assertThat(Packet.parse("0{\"sid\":\"s\",\"pingInterval\":1000,\"pingTimeout\":500,\"maxPayload\":9000}"))
                .isEqualTo(new Packet.Open(Duration.ofSeconds(1), Duration.ofMillis(500), 9_000));
        assertThat(Packet.parse("1")).isEqualTo(new Packet.Close());
        assertThat(Packet.parse("2")).isEqualTo(new Packet.Ping());
        assertThat(Packet.parse("6")).isEqualTo(new Packet.Nothing());
        assertThat(Packet.parse("40{\"sid\":\"s\"}")).isEqualTo(new Packet.Connected());
        assertThat(Packet.parse("41")).isEqualTo(new Packet.Disconnect());
        assertThat(Packet.parse("4317[]")).isEqualTo(new Packet.Ack(17));
        assertThat(Packet.parse("44{\"message\":\"no\"}")).isEqualTo(new Packet.ConnectError("{\"message\":\"no\"}"));
        assertThat(Packet.parse("42[\"op\",\"doc\",[1,{}]]"))
                .isEqualTo(new Packet.Event("op", List.of(RawJson.of("\"doc\""), RawJson.of("[1,{}]"))));
    }

    @Test
    void numbersOfAHandshakeThatMakeNoSense_areThoseOfTheProtocol() throws IOException {
        Packet.Open usual = new Packet.Open(Duration.ofSeconds(25), Duration.ofSeconds(20), 1_000_000);
        for (String handshake : List.of(
                "{}",
                "[]",
                "7",
                "{\"pingInterval\":-1,\"pingTimeout\":1e300,\"maxPayload\":\"many\"}",
                "{\"pingInterval\":null,\"pingTimeout\":[],\"maxPayload\":99999999999}")) {
            assertThat(Packet.parse("0" + handshake)).isEqualTo(usual);
        }
    }

    @Test
    void malformedFrames_areRefused() {
        for (String frame : List.of(
                "",
                "7",
                "x",
                "4",
                "45",
                "46",
                "42",
                "42[",
                "42[]",
                "42[1]",
                "42[\"op\"",
                "42[\"op\",",
                "42[\"op\",{]",
                "42{\"op\":1}",
                "43",
                "43x[]",
                "4399999999999999999999[]",
                "0",
                "0{",
                "0{\"maxPayload\":100}",
                "0" + "[".repeat(100_000),
                "42[\"op\"," + "[".repeat(100_000))) {
            assertThatThrownBy(() -> Packet.parse(frame)).as(frame).isInstanceOf(IOException.class);
        }
    }
}
