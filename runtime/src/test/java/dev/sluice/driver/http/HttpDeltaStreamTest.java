package dev.sluice.driver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.SerialExecutor;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpDeltaStreamTest {
    private static final int WINDOW = 100_000;

    private final List<Long> heard = new ArrayList<>();
    private final List<DisconnectReason> ends = new ArrayList<>();
    private final Queue<Runnable> application = new ConcurrentLinkedQueue<>();
    private final Wire wire = new Wire();
    private final HttpDeltaStream stream = new HttpDeltaStream(
            new DocumentKey(new TenantId("t"), new DocumentId("d")),
            "token",
            "nonce",
            new ConnectRequest(ConnectionMode.WRITE, ClientDescription.INTERACTIVE),
            HttpOptions.of(URI.create("http://127.0.0.1:1"), request -> "token")
                    .maxWaitingBytes(WINDOW)
                    .build(),
            new Hearing(),
            new SerialExecutor(application::add),
            new Silent());
    private final EngineSocket socket = stream.begin();
    private long number;

    /** Hears ops. */
    private final class Hearing implements DeltaStreamListener {
        @Override
        public void ops(List<SequencedMessage> ops) {
            ops.forEach(op -> heard.add(op.sequenceNumber()));
        }

        @Override
        public void nacked(List<Nack> nacks) {}

        @Override
        public void disconnected(DisconnectReason reason) {
            ends.add(reason);
        }
    }

    /** Cares for nothing. */
    private static final class Silent implements HttpDeltaStream.Outcome {
        @Override
        public void connected(HttpDeltaStream stream) {}

        @Override
        public void failed(DriverError error) {}
    }

    @AfterEach
    void close() {
        // Not here: a test that has found threads waiting for each other is to fail, and not to wait with them.
        Thread closing = new Thread(() -> socket.fail("the test is over"));
        closing.setDaemon(true);
        closing.start();
    }

    private void connect() {
        socket.onOpen(wire);
        says("0{\"pingInterval\":60000,\"pingTimeout\":60000,\"maxPayload\":1000000}");
        says("40");
        says("42[\"connect_document_success\",{\"clientId\":\"c\",\"mode\":\"write\"}]");
    }

    private void says(String frame) {
        socket.onText(wire, frame, true);
    }

    private void saysOp(int chars) {
        says("42[\"op\",\"d\",[{\"type\":\"op\",\"sequenceNumber\":" + ++number + ",\"minimumSequenceNumber\":0,"
                + "\"clientSequenceNumber\":1,\"referenceSequenceNumber\":0,\"clientId\":\"x\",\"timestamp\":1,"
                + "\"contents\":\"" + "x".repeat(chars) + "\"}]]");
    }

    /** Sends as long as the socket asks for more; returns how many ops that was. */
    private int saysWhatIsAskedFor(int chars, int most) {
        for (int said = 1; said <= most; said++) {
            long before = wire.requested;
            saysOp(chars);
            if (wire.requested == before) {
                return said;
            }
        }
        return most;
    }

    private void applicationRuns() {
        for (Runnable task = application.poll(); task != null; task = application.poll()) {
            task.run();
        }
    }

    @Test
    void slowApplication_isSentNoMoreThanTheWindow_andThenTheRest() {
        connect();
        applicationRuns();
        int said = saysWhatIsAskedFor(10_000, 1_000);
        assertThat(said).as("ops of 10 kB in a window of 100 kB").isBetween(9, 11);
        assertThat(heard).isEmpty();
        long asked = wire.requested;
        applicationRuns();
        assertThat(heard).hasSize(said);
        assertThat(wire.requested).isEqualTo(asked + 1);
        assertThat(saysWhatIsAskedFor(10_000, 1_000)).isEqualTo(said);
    }

    @Test
    void smallOps_takeRoomTooForTheyAreObjects() {
        connect();
        applicationRuns();
        assertThat(saysWhatIsAskedFor(0, 1_000)).isBetween(50, 100);
    }

    @Test
    void whatCameBeforeTheAnswer_isReadAnyway_andFillsTheWindowAfterwards() {
        socket.onOpen(wire);
        says("0{\"pingInterval\":60000,\"pingTimeout\":60000,\"maxPayload\":1000000}");
        says("40");
        assertThat(saysWhatIsAskedFor(10_000, 20)).isEqualTo(20);
        long asked = wire.requested;
        says("42[\"connect_document_success\",{\"clientId\":\"c\",\"mode\":\"write\"}]");
        assertThat(wire.requested).isEqualTo(asked);
        applicationRuns();
        assertThat(heard).hasSize(20);
        assertThat(wire.requested).isEqualTo(asked + 1);
    }

    /** The end of a connection is told by whoever notices it first, while others may be bringing news. */
    @Test
    @Timeout(30)
    void sendThatFailsWhileASignalComes_endsTheStream() throws InterruptedException {
        connect();
        applicationRuns();
        Packet signal = new Packet.Event("signal", List.of(RawJson.of("{\"clientId\":\"x\",\"content\":1}")));
        Thread reader = new Thread(() -> {
            try {
                stream.received(signal);
            } catch (IOException malformed) {
                throw new UncheckedIOException(malformed);
            }
        });
        reader.setDaemon(true);
        wire.sending = () -> {
            reader.start();
            while (reader.getState() != Thread.State.BLOCKED && reader.isAlive()) {
                Thread.onSpinWait();
            }
            return CompletableFuture.failedFuture(new IOException("broken pipe"));
        };
        Thread sender = new Thread(() -> stream.signal(OutboundSignal.toAll(RawJson.ofString("hello"))));
        sender.setDaemon(true);
        sender.start();
        sender.join(10_000);
        reader.join(10_000);
        assertThat(sender.isAlive() || reader.isAlive())
                .as("each waits for the other")
                .isFalse();
        applicationRuns();
        assertThat(ends).hasSize(1);
    }
}
