package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.adopt;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static dev.sluice.server.storage.StoreFixture.readObject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.Transaction;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LmdbArchiveTest {
    private static final byte[] LARGE = bytes("a large blob ".repeat(1000));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path temporary;

    private LmdbOptions options() {
        return LmdbOptions.in(temporary.resolve("store")).withLargeBlobBytes(8192);
    }

    private void populate() {
        try (LmdbStore store = LmdbStore.open(options())) {
            commit(store, newDocument(DOC), append(DOC, 1, 5), adopt(store, TENANT, LARGE));
        }
    }

    @Test
    void archive_hasWhatWasStored() {
        populate();
        try (LmdbArchive archive = LmdbArchive.open(options().directory())) {
            assertThat(ops(archive, DOC, 0, 100)).isEqualTo(expectedOps(1, 5));
            assertThat(readObject(archive, TENANT, blobId(LARGE))).hasValue(LARGE);
            assertThat(archive.statistics().documents()).isEqualTo(1);
        }
    }

    @Test
    void archive_isNotWritten() {
        populate();
        try (LmdbArchive archive = LmdbArchive.open(options().directory())) {
            assertThat(archive.isWritable()).isFalse();
            assertThatThrownBy(() ->
                            archive.write(Transaction.of(append(DOC, 6, 1))).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("for reading only");
            assertThatThrownBy(archive::spool).hasMessageContaining("for reading only");
        }
        try (LmdbStore store = LmdbStore.open(options())) {
            commit(store, append(DOC, 6, 1));
        }
    }

    @Test
    void archive_andStore_excludeEachOther() throws Exception {
        Path directory = options().directory();
        try (LmdbStore store = LmdbStore.open(options())) {
            commit(store, newDocument(DOC));
            assertThatThrownBy(() -> LmdbArchive.open(directory)).hasMessageContaining("open already in this process");
        }
        try (LmdbArchive archive = LmdbArchive.open(directory)) {
            assertThatThrownBy(() -> LmdbStore.open(options())).hasMessageContaining("open already in this process");
            assertThat(archive.isWritable()).isFalse();
        }
        try (WriterProcess other = WriterProcess.start(temporary.resolve("others"), WriterProcess.Load.OPS)) {
            other.awaitAcknowledged(1);
            assertThatThrownBy(() -> LmdbArchive.open(temporary.resolve("others")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is open in another process; stop that one first");
            other.kill();
        }
        // What the killed process left behind is read as it is.
        try (LmdbArchive archive = LmdbArchive.open(temporary.resolve("others"))) {
            assertThat(archive.statistics().documents()).isPositive();
        }
    }

    @Test
    void archive_ofAFolderWithoutAStore_isRefused() {
        assertThatThrownBy(() -> LmdbArchive.open(temporary)).hasMessageContaining("holds no store");
    }
}
