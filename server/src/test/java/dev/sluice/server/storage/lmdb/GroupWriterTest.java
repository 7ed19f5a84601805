package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GroupWriterTest {
    @Test
    @SuppressWarnings("NullAway") // without a store it fails before it takes anything
    void run_failsOutsideAGroup_failsWhatWaitsAndWhatComes() {
        WriteQueue queue = new WriteQueue(1000);
        GroupWriter writer =
                new GroupWriter(null, LmdbOptions.in(Path.of("store")), queue, null, null, null, null, null);
        PendingTransaction waiting = new PendingTransaction(Transaction.of(newDocument(DOC)));
        queue.add(waiting);
        writer.run();

        assertThat(writer.broken())
                .hasMessageContaining("nobody can explain")
                .hasCauseInstanceOf(NullPointerException.class);
        assertThat(waiting.done)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isSameAs(writer.broken());
        PendingTransaction late = new PendingTransaction(Transaction.of(newDocument(DOC)));
        assertThatThrownBy(() -> queue.add(late)).isInstanceOf(StoreException.class);
    }
}
