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
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.contains;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.readObject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** Uploads of small objects: durable and visible at once, in LMDB later, and before whatever could refer to them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LoggedWritesTest {
    private static final long MIB = 1 << 20;
    private static final TenantId OTHER = new TenantId("other");

    private final Path temporary;
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final LmdbStore store;
    private int copies;

    LoggedWritesTest(@TempDir Path temporary) {
        this.temporary = temporary;
        this.store = LmdbStore.open(LmdbOptions.in(temporary.resolve("store")), clock::get);
    }

    @AfterEach
    void close() {
        store.close();
    }

    // Visibility

    @Test
    void upload_acknowledged_isReadableBeforeLmdbHasIt() throws IOException {
        commit(store, newDocument(DOC), blob(bytes("stored")));
        long used = store.statistics().usedBytes();
        commit(store, upload("logged"), adopt(store, OTHER, bytes("of another tenant")));

        assertThat(readObject(store, TENANT, blobId(bytes("logged")))).hasValue(bytes("logged"));
        assertThat(contains(store, TENANT, blobId(bytes("logged")))).isTrue();
        assertThat(contains(store, OTHER, blobId(bytes("logged")))).isFalse();
        assertThat(readObject(store, OTHER, blobId(bytes("of another tenant")))).hasValue(bytes("of another tenant"));
        assertThat(store.statistics().objects()).isEqualTo(3);
        assertThat(store.statistics().usedBytes()).isEqualTo(used + 6 + 17);
        assertThat(inLmdb()).containsExactly(blobId(bytes("stored")));
    }

    @Test
    void objects_storedAndLogged_comeInOrderAndOnce() {
        List<GitId> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add(blobId(bytes("object " + i)));
            if (i % 2 == 0) {
                commit(store, upload("object " + i));
            } else {
                commit(store, upload("object " + i), new Mutation.DeleteRef(TENANT, RefName.headOf(DOC.document())));
            }
        }
        expected.sort(null);
        assertThat(objects(store, TENANT)).isEqualTo(expected);
        assertThat(objects(store, OTHER)).isEmpty();
    }

    @Test
    void view_begunBefore_doesNotChange() {
        commit(store, upload("before"));
        store.read(view -> {
            commit(store, upload("after"));
            assertThat(objects(view)).containsExactly(blobId(bytes("before")));
            assertThat(view.contains(TENANT, blobId(bytes("after")))).isFalse();
            assertThat(objects(store, TENANT)).hasSize(2);

            commit(store, newDocument(DOC));
            assertThat(view.object(TENANT, blobId(bytes("before")))).isPresent();
            assertThat(objects(view)).containsExactly(blobId(bytes("before")));
            assertThat(view.contains(TENANT, blobId(bytes("after")))).isFalse();
            assertThat(view.document(DOC)).isEmpty();
            return true;
        });
        assertThat(objects(store, TENANT)).hasSize(2);
    }

    @Test
    void upload_ofWhatIsThere_changesNothing() throws IOException {
        commit(store, newDocument(DOC), blob(bytes("stored")));
        commit(store, upload("logged"));
        long commits = store.statistics().commits();
        byte[] log = Files.readAllBytes(log());
        commit(store, upload("stored"), upload("logged"));
        assertThat(Files.readAllBytes(log())).isEqualTo(log);
        commit(store, upload("new"), upload("new"));

        assertThat(store.statistics().objects()).isEqualTo(3);
        assertThat(store.statistics().commits()).isEqualTo(commits + 2);
        commit(store, new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        assertThat(inLmdb()).hasSize(3);
    }

    // Carrying over

    @Test
    void otherTransaction_takesAlongWhatIsPending() throws IOException {
        commit(
                store,
                upload("first"),
                new Mutation.PutObject(OTHER, blobId(bytes("o")), GitObjectType.BLOB, bytes("o")));
        commit(store, upload("second"));
        assertThat(inLmdb()).isEmpty();
        commit(store, newDocument(DOC));

        assertThat(inLmdb()).containsExactlyInAnyOrder(blobId(bytes("first")), blobId(bytes("second")));
        assertThat(readObject(store, OTHER, blobId(bytes("o")))).hasValue(bytes("o"));
        assertThat(store.statistics().objects()).isEqualTo(3);
    }

    @Test
    void failingTransaction_takesNothingAway() throws IOException {
        commit(store, upload("pending"));
        assertThatThrownBy(() -> commit(store, upload("failed"), append(DOC, 1, 1)))
                .isInstanceOf(StoreException.class);
        assertThat(objects(store, TENANT)).containsExactly(blobId(bytes("pending")));
        commit(store, newDocument(DOC));
        assertThat(inLmdb()).containsExactly(blobId(bytes("pending")));
    }

    @Test
    void upload_whenWhatIsPendingIsOld_takesItAlong() throws IOException {
        commit(store, upload("first"));
        clock.addAndGet(LoggedWrites.MAX_AGE.toNanos() - 1);
        commit(store, upload("second"));
        assertThat(inLmdb()).isEmpty();
        clock.addAndGet(1);
        // Makes the writer look, unless it has just done so; what comes after it finds both carried over.
        commit(store, upload("third"));
        commit(store, upload("fourth"));
        assertThat(inLmdb())
                .contains(blobId(bytes("first")), blobId(bytes("second")))
                .doesNotContain(blobId(bytes("fourth")));
    }

    @Test
    void idleWriter_carriesOverWhatIsOld() throws IOException {
        commit(store, upload("pending"));
        long commits = store.statistics().commits();
        clock.addAndGet(LoggedWrites.MAX_AGE.toNanos());
        while (store.statistics().commits() == commits) {
            Thread.onSpinWait();
        }
        assertThat(inLmdb()).containsExactly(blobId(bytes("pending")));
    }

    @Test
    void pending_isBoundedInNumber() throws IOException {
        for (int i = 0; i < LoggedWrites.MAX_OBJECTS; i++) {
            commit(store, upload("object " + i));
        }
        assertThat(inLmdb()).isEmpty();
        commit(store, upload("one more"));
        assertThat(inLmdb()).hasSize(LoggedWrites.MAX_OBJECTS + 1);
    }

    @Test
    void pending_isBoundedInBytes() throws IOException {
        int size = 900_000;
        int fit = (int) (LoggedWrites.MAX_BYTES / size);
        for (int i = 0; i < fit; i++) {
            commit(store, blob(random(size + i)));
        }
        assertThat(inLmdb()).isEmpty();
        commit(store, blob(random(size - 1)));
        assertThat(inLmdb()).hasSize(fit + 1);
    }

    @Test
    void close_leavesNothingInTheLog() throws IOException {
        commit(store, upload("pending"));
        store.close();
        assertThat(log()).doesNotExist();
        assertThat(inLmdb()).containsExactly(blobId(bytes("pending")));
    }

    @Test
    void eraseDocument_keepsWhatIsPending() {
        commit(store, newDocument(DOC), new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        commit(store, upload("pending"));
        commit(store, new Mutation.EraseDocument(DOC));
        assertThat(contains(store, TENANT, blobId(bytes("pending")))).isTrue();
    }

    // After a crash

    @Test
    void open_afterACrash_hasWhatWasOnlyInTheLog() throws IOException {
        commit(store, newDocument(DOC));
        commit(store, upload("first"));
        commit(store, adopt(store, OTHER, bytes("second")));
        Path crashed = copy();

        for (int i = 0; i < 2; i++) {
            try (LmdbStore reopened = LmdbStore.open(LmdbOptions.in(crashed))) {
                assertThat(readObject(reopened, TENANT, blobId(bytes("first")))).hasValue(bytes("first"));
                assertThat(readObject(reopened, OTHER, blobId(bytes("second")))).hasValue(bytes("second"));
                assertThat(reopened.statistics().objects()).isEqualTo(2 + i);
                commit(reopened, upload("third"));
            }
            assertThat(crashed.resolve("store.log")).doesNotExist();
        }
    }

    @Test
    void open_storeOfFormat2AfterACrash_takesOverItsLog() throws IOException {
        commit(store, newDocument(DOC));
        commit(store, upload("first"));
        Path crashed = copy();
        Files.move(crashed.resolve("store.log"), crashed.resolve("objects.log"));
        assertThat(objects(LmdbArchive.open(crashed))).containsExactly(blobId(bytes("first")));

        try (LmdbStore reopened = LmdbStore.open(LmdbOptions.in(crashed))) {
            commit(reopened, append(DOC, 1, 1));
            commit(reopened, upload("second"));
            assertThat(objects(reopened, TENANT)).hasSize(2);
        }
        assertThat(crashed.resolve("objects.log")).doesNotExist();
        assertThat(objects(LmdbArchive.open(crashed)))
                .containsExactlyInAnyOrder(blobId(bytes("first")), blobId(bytes("second")));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void open_inAnyMode_readsTheLog(Durability durability) throws IOException {
        commit(store, upload("pending"));
        Path crashed = copy();
        LmdbOptions options = LmdbOptions.in(crashed).withDurability(durability);
        try (LmdbStore reopened = LmdbStore.open(options)) {
            assertThat(contains(reopened, TENANT, blobId(bytes("pending")))).isTrue();
            commit(reopened, newDocument(DOC));
        }
        assertThat(objects(LmdbArchive.open(crashed))).containsExactly(blobId(bytes("pending")));
    }

    @Test
    void archive_andItsCopy_haveWhatIsOnlyInTheLog() throws IOException {
        commit(store, newDocument(DOC));
        commit(store, upload("pending"));
        Path crashed = copy();
        Path backup = temporary.resolve("backup");
        try (LmdbArchive archive = LmdbArchive.open(crashed)) {
            assertThat(readObject(archive, TENANT, blobId(bytes("pending")))).hasValue(bytes("pending"));
            assertThat(archive.statistics().objects()).isEqualTo(1);
            archive.backup(backup, (written, total) -> {});
        }
        LmdbStore.restore(crashed, temporary.resolve("restored"), (written, total) -> {});
        for (Path directory : List.of(backup, temporary.resolve("restored"))) {
            assertThat(objects(LmdbArchive.open(directory))).containsExactly(blobId(bytes("pending")));
        }
    }

    @Test
    void open_logThatWasCarriedOver_isNotReadAgain() throws IOException {
        commit(store, upload("pending"));
        Path log = Files.copy(log(), temporary.resolve("log"));
        commit(store, newDocument(DOC));
        store.close();
        Files.copy(log, log());

        Path directory = log().resolveSibling("");
        try (Env<ByteBuffer> env = Environments.openForReading(directory)) {
            Tables tables = Tables.openExisting(env, directory);
            try (Txn<ByteBuffer> txn = env.txnRead()) {
                RecoveredLog recovered = RecoveredLog.read(directory, tables, txn);
                assertThat(recovered.pending().snapshot().isEmpty()).isTrue();
                assertThat(recovered.nextGeneration()).isEqualTo(2);
            }
        }
    }

    @Test
    void backup_ofAStoreInUse_hasWhatWasPending() {
        commit(store, upload("pending"));
        Path backup = temporary.resolve("backup");
        store.backup(backup, (written, total) -> {});
        assertThat(objects(LmdbArchive.open(backup))).containsExactly(blobId(bytes("pending")));
    }

    // Where the log is not used, and where it fails

    @ParameterizedTest
    @EnumSource(value = Durability.class, mode = EnumSource.Mode.EXCLUDE, names = "COMMIT")
    void upload_inAModeThatLoses_passesTheLogBy(Durability durability) {
        Path directory = temporary.resolve("loses");
        try (LmdbStore loses = LmdbStore.open(LmdbOptions.in(directory).withDurability(durability))) {
            commit(loses, upload("object"));
            assertThat(directory.resolve("store.log")).doesNotExist();
            assertThat(contains(loses, TENANT, blobId(bytes("object")))).isTrue();
        }
    }

    @Test
    void upload_whereLmdbCannotGrowMuch_passesTheLogBy() {
        Path directory = temporary.resolve("small");
        try (LmdbStore small = LmdbStore.open(LmdbOptions.in(directory).withMapBytes(MIB, 60 * MIB))) {
            commit(small, upload("object"));
            assertThat(directory.resolve("store.log")).doesNotExist();
        }
    }

    @Test
    void carryingOver_lmdbFull_failsTheTransactionAndKeepsWhatIsPending() {
        LmdbOptions options = LmdbOptions.in(temporary.resolve("full")).withMapBytes(68 * MIB, 68 * MIB);
        try (LmdbStore full = LmdbStore.open(options, clock::get)) {
            commit(full, upload("pending"));
            CompletableFuture<Void> tooLarge =
                    full.write(Transaction.of(newDocument(DOC), blob(random((int) (68 * MIB)))));
            assertThatThrownBy(() -> await(tooLarge)).hasMessageContaining("maximum");
            assertThat(objects(full, TENANT)).containsExactly(blobId(bytes("pending")));
            commit(full, newDocument(DOC));
            assertThat(objects(full, TENANT)).containsExactly(blobId(bytes("pending")));
        }
    }

    @Test
    void append_failsForAReasonNobodyCanExplain_endsWriting() throws IOException {
        commit(store, newDocument(DOC), blob(bytes("stored")));
        Files.createDirectory(log());
        assertThatThrownBy(() -> commit(store, upload("failed")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nobody can explain");
        assertThat(store.isWritable()).isFalse();
        assertThatThrownBy(() -> commit(store, append(DOC, 1, 1))).isInstanceOf(StoreException.class);
        assertThat(objects(store, TENANT)).containsExactly(blobId(bytes("stored")));
        Files.delete(log());
    }

    private static Mutation upload(String text) {
        return blob(bytes(text));
    }

    private Path log() {
        return temporary.resolve("store").resolve("store.log");
    }

    private Path copy() throws IOException {
        return CrashedStore.copy(temporary.resolve("store"), temporary.resolve("copy" + copies++));
    }

    /** Returns the ids of the tenant's objects that LMDB has by itself. */
    private List<GitId> inLmdb() throws IOException {
        return objects(LmdbArchive.open(
                CrashedStore.copyOfLmdb(temporary.resolve("store"), temporary.resolve("copy" + copies++))));
    }

    private static List<GitId> objects(LmdbArchive archive) {
        try (archive) {
            return objects(archive, TENANT);
        }
    }

    private static List<GitId> objects(Store store, TenantId tenant) {
        return store.read(view -> {
            List<GitId> ids = new ArrayList<>();
            view.objects(tenant, ids::add);
            return ids;
        });
    }

    private static List<GitId> objects(StoreView view) {
        List<GitId> ids = new ArrayList<>();
        view.objects(TENANT, ids::add);
        return ids;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
