package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.ERASE_AFTER;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.await;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.checkpoint;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.contains;
import static dev.sluice.server.storage.StoreFixture.document;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.PreconditionFailedException;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.SequenceConflictException;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreFinding;
import dev.sluice.server.storage.StoreVerifier;
import dev.sluice.server.storage.Transaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** Ops and checkpoints: durable and visible at once, in LMDB later, together, and before whatever goes there by itself. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LoggedOpsTest {
    private static final DocumentKey OTHER = DocumentKey.of("acme", "other");

    private final Path temporary;
    private final AtomicLong clock = new AtomicLong();
    private final LmdbStore store;
    private int copies;

    LoggedOpsTest(@TempDir Path temporary) {
        this.temporary = temporary;
        this.store = LmdbStore.open(LmdbOptions.in(temporary.resolve("store")), clock::get);
        commit(store, newDocument(DOC));
    }

    @AfterEach
    void close() {
        store.close();
    }

    // Visibility

    @Test
    void ops_acknowledged_areReadableBeforeLmdbHasThem() throws IOException {
        commit(store, append(DOC, 1, 3), state(3));

        assertThat(ops(store, DOC, 0, 10)).isEqualTo(expectedOps(1, 3));
        assertThat(lastSequenceNumber(store, DOC)).isEqualTo(3);
        assertThat(checkpoint(store, DOC)).hasValue(bytes("state 3"));
        try (LmdbArchive alone = lmdbAlone()) {
            assertThat(lastSequenceNumber(alone, DOC)).isZero();
            assertThat(checkpoint(alone, DOC)).isEmpty();
        }
    }

    @Test
    void ops_partlyInLmdb_areOneLog() {
        commit(store, append(DOC, 1, 4), state(2));
        carryOver();
        commit(store, append(DOC, 5, 1));
        commit(store, append(DOC, 6, 5), state(10));

        for (long from = -1; from <= 11; from++) {
            for (long to = from; to <= 12; to++) {
                assertThat(ops(store, DOC, from, to))
                        .as("from %s to %s", from, to)
                        .isEqualTo(expectedOps(Math.max(1, from + 1), Math.min(10, to - 1)));
            }
        }
        assertThat(ops(store, DOC, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(expectedOps(1, 10));
        assertThat(ops(store, DOC, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThat(lastSequenceNumber(store, DOC)).isEqualTo(10);
        assertThat(checkpoint(store, DOC)).hasValue(bytes("state 10"));
    }

    @Test
    void visitor_thatHasEnough_isGivenNoMore() {
        commit(store, append(DOC, 1, 2));
        carryOver();
        commit(store, append(DOC, 3, 2));
        for (int enough = 1; enough <= 4; enough++) {
            assertThat(visitedUntil(enough)).hasSize(enough);
        }
    }

    private List<Long> visitedUntil(int enough) {
        return store.read(view -> {
            List<Long> visited = new ArrayList<>();
            view.ops(DOC, 0, Long.MAX_VALUE, (number, json) -> {
                visited.add(number);
                return visited.size() < enough;
            });
            return visited;
        });
    }

    @Test
    void view_begunBefore_doesNotChange() {
        commit(store, append(DOC, 1, 2), state(2));
        store.read(view -> {
            commit(store, append(DOC, 3, 1), state(3));
            assertThat(view.lastSequenceNumber(DOC)).isEqualTo(2);
            assertThat(view.checkpoint(DOC)).hasValue(bytes("state 2"));
            carryOver();
            commit(store, append(DOC, 4, 1), state(4));
            carryOver();
            List<Long> visited = new ArrayList<>();
            view.ops(DOC, 0, Long.MAX_VALUE, (number, json) -> visited.add(number));
            assertThat(visited).containsExactly(1L, 2L);
            assertThat(view.lastSequenceNumber(DOC)).isEqualTo(2);
            assertThat(view.checkpoint(DOC)).hasValue(bytes("state 2"));
            return true;
        });
        assertThat(lastSequenceNumber(store, DOC)).isEqualTo(4);
    }

    @Test
    void snapshot_taken_keepsItsGenerationAndContents() {
        PendingWrites pending = new PendingWrites(7);
        pending.add(List.of(append(DOC, 1, 2), state(2)));
        PendingWrites.Snapshot taken = pending.snapshot();
        pending.add(List.of(append(DOC, 3, 1), state(3)));
        pending.clear(8);
        pending.add(List.of(append(DOC, 4, 1)));

        assertThat(taken.generation()).isEqualTo(7);
        assertThat(taken.lastSequenceNumber(DOC)).isEqualTo(2);
        assertThat(taken.checkpoint(DOC)).isEqualTo(bytes("state 2"));
        assertThat(taken.merged()).hasSize(2);
        assertThat(pending.snapshot().generation()).isEqualTo(8);
        assertThat(pending.snapshot().lastSequenceNumber(DOC)).isEqualTo(4);
        assertThat(pending.snapshot().checkpoint(DOC)).isNull();
    }

    // Preconditions

    @Test
    void append_thatDoesNotFollow_failsAloneAndSaysWhy() {
        commit(store, append(DOC, 1, 2));
        CompletableFuture<Void> before = store.write(Transaction.of(append(DOC, 3, 1)));
        CompletableFuture<Void> gap = store.write(Transaction.of(append(DOC, 5, 1), state(5)));
        CompletableFuture<Void> unknown = store.write(Transaction.of(append(OTHER, 0, 1)));
        CompletableFuture<Void> stateOfUnknown =
                store.write(Transaction.of(new Mutation.PutCheckpoint(OTHER, bytes("state"))));
        CompletableFuture<Void> after = store.write(Transaction.of(append(DOC, 4, 1)));

        await(before);
        assertThatThrownBy(() -> await(gap))
                .isInstanceOf(SequenceConflictException.class)
                .hasMessageContaining("5")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> await(unknown)).isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> await(stateOfUnknown)).isInstanceOf(PreconditionFailedException.class);
        await(after);
        assertThat(ops(store, DOC, 0, 10)).isEqualTo(expectedOps(1, 4));
        assertThat(checkpoint(store, DOC)).isEmpty();
    }

    @Test
    void append_toADocumentThatWasErased_isRefused() {
        commit(store, append(DOC, 1, 2), state(2), blob(bytes("kept")));
        commit(store, new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        commit(store, append(DOC, 3, 1));
        commit(store, new Mutation.EraseDocument(DOC));
        assertThatThrownBy(() -> commit(store, append(DOC, 4, 1))).isInstanceOf(PreconditionFailedException.class);
        assertThat(document(store, DOC)).isEmpty();
        assertThat(ops(store, DOC, 0, 10)).isEmpty();
        assertThat(lastSequenceNumber(store, DOC)).isEqualTo(-1);

        commit(store, newDocument(DOC, 20));
        commit(store, append(DOC, 21, 1));
        assertThat(ops(store, DOC, 0, 100)).isEqualTo(expectedOps(21, 21));
        assertThat(checkpoint(store, DOC)).isEmpty();
        assertThat(contains(store, TENANT, blobId(bytes("kept")))).isTrue();
    }

    // Carrying over

    @Test
    void carryingOver_joinsAppendsAndKeepsTheLastCheckpoint() throws IOException {
        commit(store, newDocument(OTHER));
        for (int number = 1; number <= 10; number++) {
            commit(store, append(DOC, number, 1), state(number), append(OTHER, number, 1));
        }
        carryOver();

        try (LmdbArchive alone = lmdbAlone()) {
            assertThat(ops(alone, DOC, 0, 100)).isEqualTo(expectedOps(1, 10));
            assertThat(ops(alone, OTHER, 0, 100)).isEqualTo(expectedOps(1, 10));
            assertThat(checkpoint(alone, DOC)).hasValue(bytes("state 10"));
            assertThat(checkpoint(alone, OTHER)).isEmpty();
        }
        store.close();
        Path directory = temporary.resolve("store");
        try (Env<ByteBuffer> env = Environments.openForReading(directory)) {
            Tables tables = Tables.openExisting(env, directory);
            try (Txn<ByteBuffer> txn = env.txnRead()) {
                assertThat(tables.ops().stat(txn).entries).isEqualTo(2);
            }
        }
    }

    @Test
    void pending_isBoundedInBytes() throws IOException {
        List<byte[]> large = List.of(new byte[(int) (LoggedWrites.MAX_BYTES / 5)]);
        for (int number = 1; number <= 5; number++) {
            commit(store, new Mutation.AppendOps(DOC, number, large));
        }
        assertThat(lastInLmdb()).isZero();
        commit(store, new Mutation.AppendOps(DOC, 6, large));
        assertThat(lastInLmdb()).isEqualTo(6);
    }

    @Test
    void group_tooLargeForAFrame_goesToLmdbAndTakesAlongWhatIsPending() throws IOException {
        commit(store, append(DOC, 1, 1));
        commit(store, new Mutation.AppendOps(DOC, 2, List.of(new byte[1 << 20], new byte[1])));
        assertThat(lastInLmdb()).isEqualTo(3);
        assertThat(lastSequenceNumber(store, DOC)).isEqualTo(3);
    }

    // After a crash

    @Test
    void open_afterACrash_goesOnWhereTheLogEnds() throws IOException {
        commit(store, append(DOC, 1, 2), state(1));
        carryOver();
        commit(store, append(DOC, 3, 2), state(4));
        commit(store, append(DOC, 5, 1));
        Path crashed = copy();

        for (int last = 5; last < 7; last++) {
            try (LmdbStore reopened = LmdbStore.open(LmdbOptions.in(crashed))) {
                assertThat(ops(reopened, DOC, 0, 100)).isEqualTo(expectedOps(1, last));
                assertThat(checkpoint(reopened, DOC)).hasValue(bytes("state 4"));
                commit(reopened, append(DOC, last + 1, 1));
            }
            assertThat(crashed.resolve("store.log")).doesNotExist();
        }
    }

    @Test
    void open_withATornTail_hasWhatIsWhole() throws IOException {
        commit(store, append(DOC, 1, 1), state(1));
        commit(store, append(DOC, 2, 1), state(2));
        Path crashed = copy();
        Path log = crashed.resolve("store.log");
        byte[] torn = Files.readAllBytes(log);
        torn[4096 + 40] ^= 1;
        Files.write(log, torn);

        try (LmdbStore reopened = LmdbStore.open(LmdbOptions.in(crashed))) {
            assertThat(ops(reopened, DOC, 0, 100)).isEqualTo(expectedOps(1, 1));
            assertThat(checkpoint(reopened, DOC)).hasValue(bytes("state 1"));
            commit(reopened, append(DOC, 2, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void open_inAnyMode_readsTheLog(Durability durability) throws IOException {
        commit(store, append(DOC, 1, 2), state(2));
        Path crashed = copy();
        LmdbOptions options = LmdbOptions.in(crashed).withDurability(durability);
        try (LmdbStore reopened = LmdbStore.open(options)) {
            commit(reopened, append(DOC, 3, 1));
        }
        try (LmdbArchive archive = LmdbArchive.open(crashed)) {
            assertThat(ops(archive, DOC, 0, 100)).isEqualTo(expectedOps(1, 3));
        }
    }

    @Test
    void open_logThatWasCarriedOver_isNotReadAgain() throws IOException {
        commit(store, append(DOC, 1, 2), state(1));
        Path log = Files.copy(temporary.resolve("store").resolve("store.log"), temporary.resolve("log"));
        carryOver();
        commit(store, append(DOC, 3, 1), state(3));
        store.close();
        Files.copy(log, temporary.resolve("store").resolve("store.log"));

        try (LmdbStore reopened = LmdbStore.open(LmdbOptions.in(temporary.resolve("store")))) {
            assertThat(ops(reopened, DOC, 0, 100)).isEqualTo(expectedOps(1, 3));
            assertThat(checkpoint(reopened, DOC)).hasValue(bytes("state 3"));
            commit(reopened, append(DOC, 4, 1));
        }
    }

    @Test
    void verifier_ofACrashedStore_findsNothing() throws IOException {
        commit(store, append(DOC, 1, 2));
        carryOver();
        commit(store, append(DOC, 3, 2), state(4));
        try (LmdbArchive archive = LmdbArchive.open(copy())) {
            assertThat(findings(archive)).isEmpty();
        }
    }

    private static List<StoreFinding> findings(Store checked) {
        return new StoreVerifier(checked, state -> 4, (documents, ops, objects) -> {}).verify();
    }

    // Copies

    @Test
    void backup_ofAStoreInUse_hasWhatWasPending() throws IOException {
        commit(store, append(DOC, 1, 2), state(1));
        carryOver();
        commit(store, append(DOC, 3, 2), state(4), blob(bytes("pending")));
        Path backup = temporary.resolve("backup");
        store.backup(backup, (written, total) -> {});
        commit(store, append(DOC, 5, 1));

        Path restored = temporary.resolve("restored");
        LmdbStore.restore(backup, restored, (written, total) -> {});
        for (Path directory : List.of(backup, restored)) {
            try (LmdbStore copy = LmdbStore.open(LmdbOptions.in(directory))) {
                assertThat(ops(copy, DOC, 0, 100)).isEqualTo(expectedOps(1, 4));
                assertThat(checkpoint(copy, DOC)).hasValue(bytes("state 4"));
                assertThat(contains(copy, TENANT, blobId(bytes("pending")))).isTrue();
                commit(copy, append(DOC, 5, 1));
            }
        }
    }

    @Test
    void backup_ofMoreThanAFrame_hasAllOfIt() {
        List<byte[]> large = List.of(new byte[(int) (LoggedWrites.MAX_BYTES / 5)]);
        for (int number = 1; number <= 4; number++) {
            commit(store, new Mutation.AppendOps(DOC, number, large));
        }
        store.backup(temporary.resolve("backup"), (written, total) -> {});
        try (LmdbArchive copy = LmdbArchive.open(temporary.resolve("backup"))) {
            assertThat(lastSequenceNumber(copy, DOC)).isEqualTo(4);
        }
    }

    // Where the log is not used

    @ParameterizedTest
    @EnumSource(value = Durability.class, mode = EnumSource.Mode.EXCLUDE, names = "COMMIT")
    void append_inAModeThatLoses_passesTheLogBy(Durability durability) {
        Path directory = temporary.resolve("loses");
        try (LmdbStore loses = LmdbStore.open(LmdbOptions.in(directory).withDurability(durability))) {
            commit(loses, newDocument(DOC));
            commit(loses, append(DOC, 1, 1));
            assertThat(directory.resolve("store.log")).doesNotExist();
            assertThat(lastSequenceNumber(loses, DOC)).isEqualTo(1);
        }
    }

    private static Mutation state(long number) {
        return new Mutation.PutCheckpoint(DOC, bytes("state " + number));
    }

    /** Commits something that only LMDB can do. */
    private void carryOver() {
        commit(store, new Mutation.DeleteRef(TENANT, new RefName("refs/tags/none")));
    }

    private Path copy() throws IOException {
        return CrashedStore.copy(temporary.resolve("store"), temporary.resolve("copy" + copies++));
    }

    private LmdbArchive lmdbAlone() throws IOException {
        return LmdbArchive.open(
                CrashedStore.copyOfLmdb(temporary.resolve("store"), temporary.resolve("copy" + copies++)));
    }

    private long lastInLmdb() throws IOException {
        try (LmdbArchive alone = lmdbAlone()) {
            return lastSequenceNumber(alone, DOC);
        }
    }
}
