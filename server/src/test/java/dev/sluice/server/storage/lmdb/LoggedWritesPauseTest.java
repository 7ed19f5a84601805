package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreFixture;
import dev.sluice.server.storage.Transaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** When what is in the log is due, how long it waits where LMDB has no room for it, and what reads see while it is carried over. */
class LoggedWritesPauseTest {
    private static final long IDLE_MS = 1000;

    private final Path directory;
    private final Env<ByteBuffer> env;
    private final Tables tables;
    private final TenantOrdinals tenants;
    private final ReadSlots readers;
    private final DataFile dataFile;
    private final Snapshots snapshots;
    private final LoggedWrites logged;
    private long nowNs = Long.MAX_VALUE - 10;

    LoggedWritesPauseTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        LmdbOptions options = LmdbOptions.in(directory);
        env = Environments.openForWriting(options);
        tables = Tables.openOrCreate(env, directory);
        tenants = new TenantOrdinals(tables);
        readers = new ReadSlots(env);
        dataFile = new DataFile(env, readers, options);
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            RecoveredLog recovered = RecoveredLog.read(directory, tables, txn);
            LargeFiles files = LargeFiles.openForReading(directory, tables, txn);
            snapshots = new Snapshots(directory, tables, tenants, files, recovered.pending(), readers);
            logged = new LoggedWrites(options, recovered, snapshots, dataFile, () -> nowNs);
        }
    }

    @AfterEach
    void close() throws IOException {
        logged.close();
        dataFile.close();
        readers.close();
        env.close();
    }

    @Test
    void writer_waitsNoLongerThanUntilSomethingIsDue() {
        assertThat(logged.waitMs(IDLE_MS)).isEqualTo(IDLE_MS);
        assertThat(logged.isDue()).isFalse();

        assertThat(append("first")).isTrue();
        nowNs += LoggedWrites.MAX_AGE.toNanos() - 1_000_000;
        assertThat(append("second")).isTrue();
        assertThat(logged.waitMs(IDLE_MS)).isEqualTo(2);
        assertThat(logged.isDue()).isFalse();

        nowNs += 1_000_000;
        assertThat(logged.waitMs(IDLE_MS)).isZero();
        assertThat(logged.isDue()).isTrue();
    }

    @Test
    void noRoom_nothingIsLoggedUntilLmdbHasWhatIs() {
        append("first");
        nowNs += LoggedWrites.MAX_AGE.toNanos();
        logged.postpone(new StoreException("no room"));

        assertThat(logged.isDue()).isFalse();
        assertThat(logged.waitMs(IDLE_MS)).isEqualTo(IDLE_MS);
        assertThat(append("second")).isFalse();
        nowNs += LoggedWrites.PAUSE.toNanos();
        assertThat(logged.isDue()).isTrue();

        carryOver();
        assertThat(logged.hasPending()).isFalse();
        assertThat(logged.isDue()).isFalse();
        assertThat(append("third")).isTrue();
    }

    @Test
    void file_isRemovedOnlyWhenLmdbHasAll() throws IOException {
        append("first");
        logged.removeIfCarried();
        assertThat(Files.exists(directory.resolve("store.log"))).isTrue();

        carryOver();
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            ByteBuffer key = new Keys().object(tenants.find(txn, new Keys(), TENANT), blobId(bytes("first")));
            assertThat(tables.objects().get(txn, key)).isNotNull();
            assertThat(tables.carriedGeneration(txn, new Keys())).isEqualTo(1);
        }
        logged.removeIfCarried();
        assertThat(Files.exists(directory.resolve("store.log"))).isFalse();
    }

    @Test
    void read_afterTheCommitAndBeforeTheLogIsGivenUp_seesEachOnceAndTheNewest() {
        TransactionApplier applier = new TransactionApplier(tables, tenants);
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            applier.begin(txn);
            applier.apply(List.of(newDocument(DOC)));
            txn.commit();
        }
        assertThat(append(StoreFixture.append(DOC, 1, 2), state("older"), blob(bytes("object"))))
                .isTrue();
        checkRead("older");
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            applier.begin(txn);
            logged.carryInto(applier);
            applier.apply(List.of(state("newer")));
            txn.commit();
        }
        checkRead("newer");
        logged.carried();
        checkRead("newer");
    }

    private static Mutation state(String text) {
        return new Mutation.PutCheckpoint(DOC, bytes(text));
    }

    private void checkRead(String state) {
        snapshots.read(view -> {
            List<GitId> objects = new ArrayList<>();
            view.objects(TENANT, objects::add);
            assertThat(objects).containsExactly(blobId(bytes("object")));
            List<Long> ops = new ArrayList<>();
            view.ops(DOC, 0, Long.MAX_VALUE, (number, json) -> ops.add(number));
            assertThat(ops).containsExactly(1L, 2L);
            assertThat(view.lastSequenceNumber(DOC)).isEqualTo(2);
            assertThat(view.checkpoint(DOC)).hasValue(bytes(state));
            return true;
        });
        assertThat(snapshots.statistics(Snapshots.WriteCounts.NONE).objects()).isEqualTo(1);
    }

    private boolean append(String text) {
        return append(blob(bytes(text)));
    }

    private boolean append(Mutation... mutations) {
        return logged.append(List.of(new PendingTransaction(Transaction.of(mutations))));
    }

    private void carryOver() {
        TransactionApplier applier = new TransactionApplier(tables, tenants);
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            applier.begin(txn);
            logged.carryInto(applier);
            txn.commit();
        }
        logged.carried();
    }
}
