package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.ERASE_AFTER;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.DocumentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Store} promises, by subject; here: from being opened to being closed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class StoreContract
        implements DocumentsContract, OpsContract, ObjectsContract, RefsContract, TransactionsContract, ReadsContract {
    private Store store;

    @Override
    public final Store store() {
        return store;
    }

    /** Looks at what closed stores left behind. */
    protected void checkClosed() {}

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
        checkClosed();
    }

    @Test
    void statistics_afterWrites_countThem() {
        commit(
                store,
                newDocument(DOC),
                newDocument(DocumentKey.of("acme", "gone")),
                blob(bytes("1")),
                blob(bytes("2")));
        commit(store, new Mutation.DeleteDocument(DocumentKey.of("acme", "gone"), ERASE_AFTER));
        assertThatThrownBy(() -> commit(store, newDocument(DOC))).isInstanceOf(DocumentExistsException.class);

        StoreStatistics statistics = store.statistics();
        assertThat(statistics.documents()).isEqualTo(2);
        assertThat(statistics.objects()).isEqualTo(2);
        assertThat(statistics.transactions()).isEqualTo(3);
        assertThat(statistics.commits()).isBetween(1L, 3L);
        assertThat(statistics.pendingTransactions()).isZero();
        assertThat(statistics.usedBytes()).isPositive();
        assertThat(statistics.reservedBytes()).isGreaterThanOrEqualTo(statistics.usedBytes());
    }

    @Test
    void close_withWritesWaiting_finishesThem() {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        writes.add(store.write(Transaction.of(newDocument(DOC))));
        for (int i = 1; i <= 200; i++) {
            writes.add(store.write(Transaction.of(append(DOC, i, 1))));
        }
        store.close();

        assertThat(writes).allMatch(write -> write.isDone() && !write.isCompletedExceptionally());
    }

    @Test
    void store_closed_refusesEverything() {
        store.close();
        store.close();

        assertThatThrownBy(() -> store.read(view -> true)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> commit(store, newDocument(DOC))).isInstanceOf(StoreException.class);
        assertThatThrownBy(store::statistics).isInstanceOf(StoreException.class);
    }
}
