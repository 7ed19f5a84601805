package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.ERASE_AFTER;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.adopt;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.await;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.checkpoint;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.document;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static dev.sluice.server.storage.StoreFixture.readObject;
import static dev.sluice.server.storage.StoreFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreOverloadedException;
import dev.sluice.server.storage.Transaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** What only a store on a disk can do, or fail to do. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LmdbStoreTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path temporary;

    // Opening

    @ParameterizedTest
    @EnumSource(Durability.class)
    void store_reopened_hasEverything(Durability durability) {
        LmdbOptions options = options().withDurability(durability).withLargeBlobBytes(10_000);
        byte[] large = random(50_000);
        RefName head = RefName.headOf(DOC.document());
        try (LmdbStore store = LmdbStore.open(options)) {
            commit(store, newDocument(DOC, 3), append(DOC, 4, 10), new Mutation.PutCheckpoint(DOC, bytes("state")));
            commit(store, blob(bytes("small")), adopt(store, TENANT, large));
            commit(store, new Mutation.SetRef(TENANT, head, blobId(large), Optional.empty()));
        }
        try (LmdbStore store = LmdbStore.open(options)) {
            assertThat(document(store, DOC).orElseThrow().baseSequenceNumber()).isEqualTo(3);
            assertThat(ops(store, DOC, 0, 100)).isEqualTo(expectedOps(4, 13));
            assertThat(checkpoint(store, DOC)).hasValue(bytes("state"));
            assertThat(readObject(store, TENANT, blobId(bytes("small")))).hasValue(bytes("small"));
            assertThat(readObject(store, TENANT, blobId(large))).hasValue(large);
            assertThat(ref(store, TENANT, head)).hasValue(blobId(large));
            assertThat(store.statistics().usedBytes()).isGreaterThan(50_000);
            commit(store, append(DOC, 14, 1));
        }
    }

    @Test
    void open_directoryOpenInThisProcess_isRefused() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Files.createDirectory(directory()));
        try (LmdbStore store = LmdbStore.open(options())) {
            for (Path path : List.of(directory(), link)) {
                assertThatThrownBy(() -> LmdbStore.open(LmdbOptions.in(path)))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("open already in this process");
            }
            commit(store, newDocument(DOC));
        }
        LmdbStore.open(options()).close();
    }

    @Test
    void open_directoryOpenInAnotherProcess_isRefused() throws Exception {
        try (WriterProcess other = WriterProcess.start(directory(), WriterProcess.Load.OPS)) {
            other.awaitAcknowledged(1);
            assertThatThrownBy(() -> LmdbStore.open(options()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("open in another process");
            other.kill();
        }
        LmdbStore.open(options()).close();
    }

    @Test
    void open_otherFormat_isRefused() {
        LmdbStore.open(options()).close();
        try (Env<ByteBuffer> env = Environments.openForWriting(options())) {
            setFormat(env, Keys.FORMAT + 1);
        }

        assertThatThrownBy(() -> LmdbStore.open(options()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has format " + (Keys.FORMAT + 1))
                .hasMessageContaining("reads formats 1 to " + Keys.FORMAT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void open_olderFormat_isMadeTheNewest(int format) {
        try (LmdbStore store = LmdbStore.open(options())) {
            commit(store, newDocument(DOC), append(DOC, 1, 5));
        }
        try (Env<ByteBuffer> env = Environments.openForWriting(options())) {
            setFormat(env, format);
        }
        try (LmdbArchive archive = LmdbArchive.open(directory())) {
            assertThat(ops(archive, DOC, 0, 10)).isEqualTo(expectedOps(1, 5));
        }
        try (LmdbStore store = LmdbStore.open(options())) {
            assertThat(ops(store, DOC, 0, 10)).isEqualTo(expectedOps(1, 5));
        }
        try (Env<ByteBuffer> env = Environments.openForReading(directory())) {
            Tables tables = Tables.openExisting(env, directory());
            try (Txn<ByteBuffer> txn = env.txnRead()) {
                assertThat(tables.meta().get(txn, new Keys().name("format")).getInt())
                        .isEqualTo(Keys.FORMAT);
            }
        }
    }

    private void setFormat(Env<ByteBuffer> env, int format) {
        Tables tables = Tables.openOrCreate(env, directory());
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            tables.meta().reserve(txn, new Keys().name("format"), 4).putInt(format);
            txn.commit();
        }
    }

    @Test
    void open_databaseOfSomethingElse_isRefused() throws IOException {
        Files.createDirectory(directory());
        try (Env<ByteBuffer> env = Environments.openForWriting(options())) {
            Dbi<ByteBuffer> other = env.openDbi("theirs", DbiFlags.MDB_CREATE);
            assertThat(other).isNotNull();
        }

        assertThatThrownBy(() -> LmdbStore.open(options()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not a Sluice store");
    }

    @Test
    void open_fileIsNoDatabase_isRefused() throws IOException {
        Files.createDirectory(directory());
        Files.write(directory().resolve("data.mdb"), random(8192));

        assertThatThrownBy(() -> LmdbStore.open(options())).isInstanceOf(StoreException.class);
    }

    @Test
    void open_afterCrash_removesFilesWithoutRows() throws IOException {
        byte[] large = random(50_000);
        LmdbOptions options = options().withLargeBlobBytes(10_000);
        try (LmdbStore store = LmdbStore.open(options)) {
            commit(store, adopt(store, TENANT, large));
            BlobSpool sealed = store.spool();
            sealed.write(ByteBuffer.wrap(random(60_000)));
            sealed.seal();
            BlobSpool half = store.spool();
            half.write(ByteBuffer.wrap(random(70_000)));
            assertThat(files()).hasSize(3);
        }
        Files.createFile(directory().resolve("not-closed"));
        Files.writeString(directory().resolve("blobs").resolve("notes.txt"), "not ours");

        try (LmdbStore store = LmdbStore.open(options)) {
            assertThat(files()).hasSize(2);
            assertThat(readObject(store, TENANT, blobId(large))).hasValue(large);
        }
    }

    // Growth

    @Test
    void map_fullUnderReaders_grows() {
        LmdbOptions options = options().withMapBytes(MIB / 4, 256 * MIB);
        try (LmdbStore store = LmdbStore.open(options)) {
            commit(store, newDocument(DOC));
            CompletableFuture<Void> stop = new CompletableFuture<>();
            List<CompletableFuture<Void>> readers =
                    Stream.generate(() -> reader(store, stop)).limit(3).toList();
            byte[] body = random(20_000);
            for (int i = 0; i < 400; i++) {
                body[0] = (byte) i;
                body[1] = (byte) (i >> 8);
                commit(store, append(DOC, i + 1, 1), blob(body.clone()));
            }
            stop.complete(null);
            readers.forEach(reader -> await(reader));

            assertThat(ops(store, DOC, 0, 1000)).isEqualTo(expectedOps(1, 400));
            assertThat(store.statistics().usedBytes()).isGreaterThan(7 * MIB);
        }
    }

    @Test
    void map_smallerThanTheFile_opens() {
        try (LmdbStore store = LmdbStore.open(options())) {
            commit(store, newDocument(DOC), blob(random(5_000_000)));
        }
        try (LmdbStore store = LmdbStore.open(options().withMapBytes(MIB, 64 * MIB))) {
            commit(store, append(DOC, 1, 1));
            assertThat(lastSequenceNumber(store, DOC)).isEqualTo(1);
        }
    }

    @Test
    void map_atItsMaximum_failsWhatDoesNotFit() {
        try (LmdbStore store = LmdbStore.open(options().withMapBytes(MIB, 2 * MIB))) {
            commit(store, newDocument(DOC));
            CompletableFuture<Void> before = store.write(Transaction.of(append(DOC, 1, 1)));
            CompletableFuture<Void> tooLarge = store.write(Transaction.of(append(DOC, 2, 1), blob(random(3_000_000))));
            CompletableFuture<Void> after = store.write(Transaction.of(append(DOC, 2, 1)));

            await(before);
            await(after);
            assertThatThrownBy(() -> await(tooLarge))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("maximum");
            assertThat(ops(store, DOC, 0, 10)).isEqualTo(expectedOps(1, 2));
        }
    }

    @Test
    void queue_full_refusesAtOnce() throws Exception {
        try (LmdbStore store = LmdbStore.open(options().withQueue(1000, 10_000))) {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<Void> holder = store.write(Transaction.of(newDocument(DOC)))
                    .thenRun(() -> {
                        running.countDown();
                        awaitLatch(held);
                    });
            running.await();
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                writes.add(store.write(Transaction.of(blob(random(1000 + i)))));
            }
            assertThat(writes.get(19)).isCompletedExceptionally();
            assertThat(writes.get(0)).isNotDone();
            held.countDown();
            await(holder);

            long refused = writes.stream().filter(LmdbStoreTest::isOverloaded).count();
            assertThat(refused).isBetween(10L, 13L);
            assertThat(store.statistics().objects()).isEqualTo(20 - refused);
            assertThat(store.statistics().pendingTransactions()).isZero();
        }
    }

    // Erasure

    @Test
    void erase_longLog_isFinishedAfterReopening() {
        int chunks = 5 * Eraser.SLICE_CHUNKS;
        try (LmdbStore store = LmdbStore.open(options())) {
            commit(store, newDocument(DOC));
            List<CompletableFuture<Void>> appends = new ArrayList<>();
            for (int i = 1; i <= chunks; i++) {
                appends.add(store.write(Transaction.of(append(DOC, i, 1))));
            }
            appends.forEach(append -> await(append));
            commit(store, new Mutation.DeleteDocument(DOC, ERASE_AFTER), new Mutation.EraseDocument(DOC));
            assertThat(document(store, DOC)).isEmpty();
        }
        long commits = 0;
        try (LmdbStore store = LmdbStore.open(options())) {
            while (commits < chunks && chunks(store) > 0) {
                commit(store, blob(bytes("keeps the writer going " + commits++)));
            }
            assertThat(chunks(store)).isZero();
        }
    }

    // Large blobs

    @Test
    void spool_hugeContent_needsLittleMemory() throws Exception {
        long before = usedHeap();
        try (LmdbStore store = LmdbStore.open(options());
                BlobSpool spool = store.spool()) {
            byte[] part = random(100_000);
            for (int i = 0; i < 1000; i++) {
                part[0] = (byte) i;
                spool.write(ByteBuffer.wrap(part));
            }
            GitId id = spool.seal();
            commit(store, new Mutation.AdoptSpool(TENANT, spool));

            assertThat(usedHeap() - before).isLessThan(20 * MIB);
            Path file = files().get(0);
            assertThat(Files.size(file)).isEqualTo(100_000_000);
            assertThat(file.getFileName().toString()).startsWith(id.toHex());
        }
    }

    @Test
    void open_makesTheFoldersOfAllLargeBlobs() throws IOException {
        try (LmdbStore store = LmdbStore.open(options());
                Stream<Path> folders = Files.list(directory().resolve("blobs"))) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .hasSize(256)
                    .contains("00", "0f", "a0", "ff");
            assertThat(store.statistics().objects()).isZero();
        }
    }

    @Test
    void spool_duplicateOrFailed_leavesNoFile() {
        byte[] large = random(50_000);
        try (LmdbStore store = LmdbStore.open(options().withLargeBlobBytes(10_000))) {
            commit(store, adopt(store, TENANT, large));
            commit(store, adopt(store, TENANT, large));
            assertThatThrownBy(() -> commit(store, adopt(store, TENANT, random(60_000)), append(DOC, 1, 1)))
                    .isInstanceOf(StoreException.class);
            try (BlobSpool abandoned = store.spool()) {
                abandoned.write(ByteBuffer.wrap(random(70_000)));
                assertThat(files()).hasSize(2);
            }

            assertThat(files()).hasSize(1);
            assertThat(readObject(store, TENANT, blobId(large))).hasValue(large);
        }
    }

    private CompletableFuture<Void> reader(LmdbStore store, CompletableFuture<Void> stop) {
        return CompletableFuture.runAsync(() -> {
            while (!stop.isDone()) {
                store.read(view -> {
                    long last = view.lastSequenceNumber(DOC);
                    long[] seen = {0};
                    view.ops(DOC, 0, Long.MAX_VALUE, (number, json) -> {
                        seen[0] = number;
                        return true;
                    });
                    assertThat(seen[0]).isEqualTo(last);
                    return last;
                });
            }
        });
    }

    /** Counts the chunks that are on disk, be they visible or not. */
    private long chunks(LmdbStore store) {
        Path copy = temporary.resolve("copy-" + System.nanoTime());
        store.backup(copy, (written, total) -> {});
        try (Env<ByteBuffer> env = Environments.openForReading(copy)) {
            Tables tables = Tables.openExisting(env, copy);
            try (Txn<ByteBuffer> txn = env.txnRead()) {
                return tables.ops().stat(txn).entries;
            }
        }
    }

    private List<Path> files() {
        try (Stream<Path> blobs = Files.walk(directory().resolve("blobs"));
                Stream<Path> incoming = Files.walk(directory().resolve("incoming"))) {
            return Stream.concat(blobs, incoming).filter(Files::isRegularFile).toList();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    private LmdbOptions options() {
        return LmdbOptions.in(directory());
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static boolean isOverloaded(CompletableFuture<Void> write) {
        return write.handle((done, failed) -> failed instanceof StoreOverloadedException)
                .join();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
