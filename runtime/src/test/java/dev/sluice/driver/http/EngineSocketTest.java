package dev.sluice.driver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.driver.DisconnectReason;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EngineSocketTest {
    private static final String OPEN = "0{\"pingInterval\":60000,\"pingTimeout\":60000,\"maxPayload\":9000}";

    private final List<Packet> heard = new ArrayList<>();
    private final List<DisconnectReason> ends = new ArrayList<>();
    private final Wire wire = new Wire();
    private final EngineSocket socket = new EngineSocket(
            new EngineSocket.Receiver() {
                @Override
                public void received(Packet packet) {
                    heard.add(packet);
                }

                @Override
                public void ended(DisconnectReason reason) {
                    ends.add(reason);
                }
            },
            1_000);

    private void says(String... frames) {
        if (!wire.isOpened) {
            wire.isOpened = true;
            socket.onOpen(wire);
        }
        for (String frame : frames) {
            socket.onText(wire, frame, true);
        }
    }

    private String end() {
        assertThat(ends).hasSize(1);
        assertThat(wire.isAborted).isTrue();
        return ends.get(0).message();
    }

    @Test
    void handshakeAndPings_areAnswered() {
        says(OPEN, "2", "40", "42[\"x\"]");
        assertThat(wire.sent).containsExactly("40", "3");
        assertThat(socket.maxPayload()).isEqualTo(9_000);
        assertThat(heard).hasSize(2);
        assertThat(ends).isEmpty();
        socket.close("41");
    }

    @Test
    void frameInFragments_isReadOnceItIsWhole() {
        says(OPEN);
        socket.onText(wire, "42[\"x", false);
        assertThat(heard).isEmpty();
        socket.onText(wire, "\"]", true);
        assertThat(heard).containsExactly(new Packet.Event("x", List.of()));
    }

    @Test
    void frameThatNeverEnds_endsTheConnectionBeforeItFillsMemory() {
        says(OPEN);
        for (int i = 0; i < 11; i++) {
            socket.onText(wire, "x".repeat(100), false);
        }
        assertThat(end()).contains("more than 1000 characters");
    }

    @Test
    void malformedUnknownOrBinaryFrames_endTheConnectionOnce() {
        for (String frame : List.of("", "9", "45-", "42[\"x\"", "0nonsense", OPEN)) {
            EngineSocketTest other = new EngineSocketTest();
            other.says(OPEN, frame, frame, "42[\"later\"]");
            assertThat(other.end()).isNotEmpty();
            assertThat(other.heard).isEmpty();
        }
        says(OPEN);
        socket.onBinary(wire, ByteBuffer.allocate(3), true);
        assertThat(end()).contains("binary");
    }

    @Test
    void whatIsSentAfterTheEnd_isDropped() {
        says(OPEN, "1");
        socket.send("late");
        assertThat(wire.sent).doesNotContain("late");
        assertThat(end()).contains("closed the transport");
    }

    /** What the platform's socket does, at once. */
    private static final class Wire implements WebSocket {
        private final List<String> sent = new ArrayList<>();
        private boolean isOpened;
        private boolean isAborted;

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            sent.add(data.toString());
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            throw new UnsupportedOperationException("nothing binary is sent");
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            throw new UnsupportedOperationException("pings are text");
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            throw new UnsupportedOperationException("pongs are text");
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int status, String reason) {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public void request(long n) {}

        @Override
        public String getSubprotocol() {
            return "";
        }

        @Override
        public boolean isOutputClosed() {
            return isAborted;
        }

        @Override
        public boolean isInputClosed() {
            return isAborted;
        }

        @Override
        public void abort() {
            isAborted = true;
        }
    }
}
