package dev.sluice.driver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.driver.DisconnectReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineSocketTest {
    private static final String OPEN = "0{\"pingInterval\":60000,\"pingTimeout\":60000,\"maxPayload\":9000}";

    private final List<Packet> heard = new ArrayList<>();
    private final List<DisconnectReason> ends = new ArrayList<>();
    private final Wire wire = new Wire();
    private boolean isOpened;
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
            1_000,
            100);

    private void says(String... frames) {
        if (!isOpened) {
            isOpened = true;
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

    @Test
    void framesBeyondTheWindow_areNotReadUntilThoseBeforeThemWereTaken() {
        says(OPEN, "40");
        assertThat(wire.requested).isEqualTo(3);
        socket.waits(60);
        socket.waits(60);
        says("42[\"x\"]");
        assertThat(wire.requested).as("nothing is asked for").isEqualTo(3);
        socket.taken(10);
        assertThat(wire.requested).as("110 bytes wait, 100 may").isEqualTo(3);
        socket.taken(50);
        assertThat(wire.requested).isEqualTo(4);
        socket.taken(60);
        assertThat(wire.requested).as("asked for once").isEqualTo(4);
        assertThat(ends).isEmpty();
    }

    @Test
    void restOfAFrame_isReadWhateverWaits() {
        says(OPEN);
        socket.waits(200);
        socket.onText(wire, "42[\"x", false);
        assertThat(wire.requested).isEqualTo(3);
        socket.onText(wire, "\"]", true);
        assertThat(wire.requested).isEqualTo(3);
    }

    @Test
    void whatIsTakenAfterTheEnd_readsNothing() {
        says(OPEN, "40");
        socket.waits(200);
        says("42[\"x\"]", "1");
        socket.taken(200);
        assertThat(wire.requested).isEqualTo(3);
        assertThat(end()).contains("closed the transport");
    }
}
