package dev.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.EngineIoOptions;
import dev.sluice.server.transport.socketio.EventFrame;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take too little: they are dropped, and nobody else notices. */
@Timeout(60)
class SlowReceiverTest {
    private static final int FRAME_BYTES = 64 << 10;
    private static final EventFrame FRAME = TestService.frame("[\"" + "x".repeat(FRAME_BYTES - 6) + "\"]");

    /** A client that connects and reads nothing from then on. */
    private static RawTcp stalled(TestService service) {
        RawTcp client = RawTcp.open(service);
        client.text("40");
        client.readUntil("40{\"sid\"");
        TestService.next(service.connected);
        return client;
    }

    @Test
    void receiver_thatStopsReading_isDroppedAndOthersGoOn() {
        long limit = 2 << 20;
        EngineIoOptions options = EngineIoOptions.defaults().withQueue(limit, Duration.ofHours(1));
        try (TestService service = TestService.start(options);
                RawTcp slow = stalled(service)) {
            RawWebSocket quick = RawWebSocket.connect(service);
            int sent = 0;
            while (service.closed.isEmpty()) {
                assertThat(sent)
                        .as("frames sent before the slow one was dropped")
                        .isLessThan(5000);
                service.broadcast(FRAME);
                sent++;
                assertThat(quick.next()).hasSize(FRAME_BYTES);
            }
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.SLOW_RECEIVER);
            // What waited is the outbox, and what a writable channel took at most: its mark and the frame that crossed
            // it.
            assertThat(service.droppedBytes.get()).isBetween(limit - 2 * FRAME_BYTES, limit + 4 * FRAME_BYTES);
            service.broadcast(FRAME);
            assertThat(quick.next()).hasSize(FRAME_BYTES);
            assertThat(slow.drain()).isLessThan((long) sent * FRAME_BYTES);
        }
    }

    @Test
    void receiver_thatTakesNothingForTooLong_isDropped() {
        EngineIoOptions options = EngineIoOptions.defaults().withQueue(1L << 30, Duration.ofMillis(300));
        try (TestService service = TestService.start(options);
                RawTcp slow = stalled(service)) {
            for (int i = 0; i < 200; i++) {
                service.broadcast(FRAME);
            }
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.SLOW_RECEIVER);
            assertThat(slow.drain()).isLessThan(200L * FRAME_BYTES);
        }
    }

    @Test
    void receiver_thatReadsLate_getsEverything() {
        EngineIoOptions options = EngineIoOptions.defaults().withQueue(1L << 30, Duration.ofSeconds(10));
        try (TestService service = TestService.start(options);
                RawTcp slow = stalled(service)) {
            for (int i = 0; i < 500; i++) {
                service.broadcast(FRAME);
            }
            slow.skip(500L * FRAME_BYTES);
            assertThat(service.closed).isEmpty();
        }
    }

    @Test
    void receiver_ofOnePacketOverTheLimit_mayTakeItsTime() throws InterruptedException {
        int size = 32 << 20;
        EngineIoOptions options =
                EngineIoOptions.defaults().withMaxPayload(100_000).withQueue(1 << 20, Duration.ofSeconds(20));
        try (TestService service = TestService.start(options);
                RawTcp slow = stalled(service)) {
            service.broadcast(TestService.frame("[\"" + "x".repeat(size) + "\"]"));
            service.broadcast(FRAME);

            assertThat(service.closed.poll(3, TimeUnit.SECONDS)).isNull();

            slow.skip(size + FRAME_BYTES);
            assertThat(service.closed).isEmpty();
        }
    }

    @Test
    void pollingClient_thatDoesNotPoll_isDropped() {
        EngineIoOptions options = EngineIoOptions.defaults().withQueue(1 << 20, Duration.ofHours(1));
        try (TestService service = TestService.start(options)) {
            RawPolling.connect(service);
            for (int i = 0; i < 20; i++) {
                service.broadcast(FRAME);
            }
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.SLOW_RECEIVER);
            assertThat(service.droppedBytes.get()).isLessThanOrEqualTo(1 << 20);
        }
    }

    @Test
    void client_thatAsksForPongsAndNeverReads_isDropped() {
        EngineIoOptions options =
                EngineIoOptions.defaults().withMaxPayload(100_000).withQueue(1 << 20, Duration.ofMillis(500));
        try (TestService service = TestService.start(options);
                RawTcp slow = stalled(service)) {
            byte[] payload = new byte[125];
            Semaphore dropped = new Semaphore(0);
            Thread flood = new Thread(() -> {
                while (dropped.availablePermits() == 0) {
                    for (int i = 0; i < 1000; i++) {
                        slow.frame(0x89, payload);
                    }
                }
            });
            flood.start();
            try {
                assertThat(TestService.next(service.closed))
                        .isIn(CloseReason.SLOW_RECEIVER, CloseReason.TRANSPORT_CLOSED);
            } finally {
                dropped.release();
            }
        }
    }
}
