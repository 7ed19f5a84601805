package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.adopt;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.await;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.contains;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static dev.sluice.server.storage.StoreFixture.readObject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.storage.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BackupTest {
    private static final int LARGE = 10_000;

    @TempDir
    private Path temporary;

    @Test
    void backup_underLoad_isOneMoment() {
        try (LmdbStore store = LmdbStore.open(options("store"))) {
            commit(store, newDocument(DOC));
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> write(store, stop));
            for (int i = 0; i < 5; i++) {
                long before = lastSequenceNumber(store, DOC);
                List<Long> progress = new ArrayList<>();
                store.backup(temporary.resolve("copy" + i), (written, total) -> progress.add(written));
                assertThat(progress).isNotEmpty().isSorted();
                checkCopy("copy" + i, before);
            }
            stop.set(true);
            await(load);
        }
    }

    @Test
    void restore_ofABackup_canBeWritten() {
        byte[] large = large(1);
        try (LmdbStore store = LmdbStore.open(options("store"))) {
            commit(store, newDocument(DOC), append(DOC, 1, 5), adopt(store, TENANT, large));
            store.backup(temporary.resolve("copy"), (written, total) -> {});
            commit(store, append(DOC, 6, 5));
        }
        LmdbStore.restore(temporary.resolve("copy"), temporary.resolve("restored"), (written, total) -> {});

        try (LmdbStore store = LmdbStore.open(options("restored"))) {
            assertThat(ops(store, DOC, 0, 100)).isEqualTo(expectedOps(1, 5));
            assertThat(readObject(store, TENANT, blobId(large))).hasValue(large);
            commit(store, append(DOC, 6, 1), adopt(store, TENANT, large(2)));
            assertThat(readObject(store, TENANT, blobId(large(2)))).hasValue(large(2));
        }
        assertThat(temporary.resolve("copy").resolve("store.lock")).doesNotExist();
    }

    @Test
    void restore_ofAStoreInUse_isRefused() throws Exception {
        Path target = temporary.resolve("restored");
        try (LmdbStore store = LmdbStore.open(options("store"))) {
            commit(store, newDocument(DOC));
            assertThatThrownBy(() -> LmdbStore.restore(temporary.resolve("store"), target, (written, total) -> {}))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is in use")
                    .hasMessageContaining("sluice backup --url");
            commit(store, append(DOC, 1, 1));
        }
        try (WriterProcess other = WriterProcess.start(temporary.resolve("others"), WriterProcess.Load.OPS)) {
            other.awaitAcknowledged(1);
            assertThatThrownBy(() -> LmdbStore.restore(temporary.resolve("others"), target, (written, total) -> {}))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is in use");
            other.kill();
        }
        assertThat(target).doesNotExist();
        LmdbStore.restore(temporary.resolve("store"), target, (written, total) -> {});
        LmdbStore.open(options("store")).close();
    }

    @Test
    void backup_withRevokedTokens_hasThem() throws IOException {
        String revoked = "1795248000000 acme token-1\n";
        try (LmdbStore store = LmdbStore.open(options("store"))) {
            store.backup(temporary.resolve("none"), (written, total) -> {});
            Files.writeString(temporary.resolve("store").resolve("revoked-tokens"), revoked);
            store.backup(temporary.resolve("copy"), (written, total) -> {});
        }
        LmdbStore.restore(temporary.resolve("copy"), temporary.resolve("restored"), (written, total) -> {});

        assertThat(temporary.resolve("none").resolve("revoked-tokens")).doesNotExist();
        assertThat(temporary.resolve("copy").resolve("revoked-tokens")).hasContent(revoked);
        assertThat(temporary.resolve("restored").resolve("revoked-tokens")).hasContent(revoked);
    }

    @Test
    void backup_folderNotEmpty_isRefused() throws IOException {
        Path target = Files.createDirectory(temporary.resolve("copy"));
        Files.writeString(target.resolve("precious"), "do not touch");
        try (LmdbStore store = LmdbStore.open(options("store"))) {
            assertThatThrownBy(() -> store.backup(target, (written, total) -> {}))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("not empty");
        }
    }

    @Test
    void backup_progressThrows_leavesNoStoreBehind() {
        Path target = temporary.resolve("copy");
        try (LmdbStore store = LmdbStore.open(options("store"))) {
            commit(store, newDocument(DOC), adopt(store, TENANT, large(1)));
            assertThatThrownBy(() -> store.backup(target, (written, total) -> {
                        throw new IllegalStateException("enough");
                    }))
                    .hasMessage("enough");
            commit(store, append(DOC, 1, 1));
        }

        assertThatThrownBy(() -> LmdbStore.open(options("copy"))).hasMessageContaining("not finished");
        assertThatThrownBy(() -> LmdbStore.restore(target, temporary.resolve("restored"), (written, total) -> {}))
                .hasMessageContaining("expected a complete backup");
    }

    @Test
    void restore_largeBlobMissing_isRefused() throws IOException {
        try (LmdbStore store = LmdbStore.open(options("store"))) {
            commit(store, adopt(store, TENANT, large(1)));
            store.backup(temporary.resolve("copy"), (written, total) -> {});
        }
        try (Stream<Path> files = Files.walk(temporary.resolve("copy").resolve("blobs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(() -> LmdbStore.restore(
                        temporary.resolve("copy"), temporary.resolve("restored"), (written, total) -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("missing");
    }

    private static void write(LmdbStore store, AtomicBoolean stop) {
        for (int i = 1; !stop.get(); i++) {
            commit(store, append(DOC, i, 1), adopt(store, TENANT, large(i)));
        }
    }

    /** Op n and blob n were written together. */
    private void checkCopy(String name, long atLeast) {
        try (LmdbStore copy = LmdbStore.open(options(name))) {
            long last = lastSequenceNumber(copy, DOC);
            assertThat(last).isGreaterThanOrEqualTo(atLeast);
            assertThat(ops(copy, DOC, 0, Long.MAX_VALUE)).isEqualTo(expectedOps(1, last));
            for (int i = 1; i <= last; i++) {
                assertThat(readObject(copy, TENANT, blobId(large(i)))).hasValue(large(i));
            }
            assertThat(contains(copy, TENANT, blobId(large((int) last + 1)))).isFalse();
        }
    }

    private static byte[] large(int number) {
        return bytes(("large blob " + number + " ").repeat(LARGE / 10));
    }

    private LmdbOptions options(String name) {
        return LmdbOptions.in(temporary.resolve(name)).withLargeBlobBytes(LARGE);
    }
}
