package dev.sluice.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.bench.client.ServiceAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadSessionTest {
    private final EchoSequencer sequencer = EchoSequencer.listen(0);
    private final Server server = Server.attached(
            "echo",
            ServiceAddress.local(sequencer.port()),
            ProcessHandle.current().pid());

    @AfterEach
    void stop() {
        sequencer.close();
    }

    @Test
    void submittedBatches_allComeBackAndReachEveryClient() {
        Shape shape = new Shape(2, 3, 10);
        List<String> documents = RestPool.createDocuments(server, 2);
        try (LoadSession session = LoadSession.open(server, documents, shape)) {
            session.receipts().reset();
            for (int i = 0; i < 60; i++) {
                session.submit(System.nanoTime());
            }
            session.drain();

            assertThat(session.receipts().batches()).isEqualTo(60);
            // A sender may have its own back before its peers do; no more than this can ever be delivered.
            assertThat(session.receipts().deliveries()).isBetween(600L, 1800L);
        }
    }

    @Test
    void closedLoop_keepsSubmittingUntilDrained() {
        Shape shape = new Shape(1, 2, 1);
        List<String> documents = RestPool.createDocuments(server, 1);
        try (LoadSession session = LoadSession.open(server, documents, shape)) {
            session.keepInFlight(4);
            while (session.receipts().batches() < 500) {
                session.poll(10);
            }
            session.drain();
            long atRest = session.receipts().batches();
            session.poll(10);

            assertThat(session.receipts().batches()).isEqualTo(atRest);
            assertThat(session.receipts().latencyMs(99)).isPositive();
        }
    }
}
