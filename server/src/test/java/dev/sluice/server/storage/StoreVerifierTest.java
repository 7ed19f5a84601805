package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.adopt;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitSignature;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.storage.lmdb.LmdbOptions;
import dev.sluice.server.storage.lmdb.LmdbStore;
import dev.sluice.server.storage.memory.MemoryStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoreVerifierTest {
    private static final GitSignature WHO = new GitSignature("service", "s@example.org", StoreFixture.CREATED);

    private final Store store = new MemoryStore();

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void store_sound_hasNoFinding() {
        DocumentKey empty = DocumentKey.of("acme", "empty");
        commit(store, newDocument(DOC, 5), state(DOC, "7"), append(DOC, 6, 100), newDocument(empty), state(empty, "0"));
        GitId first = version(store, List.of(), blob(bytes("first")));
        version(store, List.of(first), blob(bytes("second")));
        List<String> progress = new ArrayList<>();

        assertThat(new StoreVerifier(
                                store,
                                StoreVerifierTest::numberIn,
                                (documents, ops, objects) -> progress.add(documents + " " + ops + " " + objects))
                        .verify())
                .isEmpty();
        assertThat(progress).last().isEqualTo("2 100 6");
        assertThat(verify(store, DOC)).isEmpty();
    }

    @Test
    void state_absentUnreadableOrAheadOfTheLog_isDamaged() {
        DocumentKey without = DocumentKey.of("acme", "without");
        DocumentKey unreadable = DocumentKey.of("acme", "unreadable");
        DocumentKey ahead = DocumentKey.of("acme", "ahead");
        commit(
                store,
                newDocument(without),
                newDocument(unreadable),
                state(unreadable, "x"),
                newDocument(ahead),
                append(ahead, 1, 2),
                state(ahead, "3"));

        assertThat(verify(store))
                .containsExactlyInAnyOrder(
                        new StoreFinding.DamagedState(without, "it is absent"),
                        new StoreFinding.DamagedState(
                                unreadable, "java.lang.NumberFormatException: For input string: \"x\""),
                        new StoreFinding.DamagedState(ahead, "it includes op 3, but the newest is 2"));
    }

    @Test
    void commit_named_isMissing() {
        GitId absent = blobId(bytes("absent"));
        commit(store, newDocument(DOC), state(DOC, "0"), setHead(absent));

        assertThat(verify(store)).containsExactly(new StoreFinding.MissingObject(TENANT, absent, "ref refs/heads/doc"));
    }

    @Test
    void blob_namedByTree_isMissing() {
        commit(store, newDocument(DOC), state(DOC, "0"));
        Mutation.PutObject absent = blob(bytes("absent"));
        GitTree tree = tree(absent);
        version(store, List.of(), absent, store.write(Transaction.of()));

        assertThat(verify(store))
                .containsExactly(
                        new StoreFinding.MissingObject(TENANT, absent.id(), "tree " + tree.id() + " as \"entry\""));
    }

    @Test
    void parent_cutByRetention_isNoDamage() {
        commit(store, newDocument(DOC), state(DOC, "0"));
        version(store, List.of(blobId(bytes("gone"))), blob(bytes("kept")));

        assertThat(verify(store)).isEmpty();
    }

    @Test
    void object_otherBytes_isDamaged() {
        commit(store, newDocument(DOC), state(DOC, "0"));
        GitId id = blobId(bytes("right"));
        version(store, List.of(), new Mutation.PutObject(TENANT, id, GitObjectType.BLOB, bytes("wrong")));

        assertThat(verify(store))
                .containsExactly(
                        new StoreFinding.DamagedObject(TENANT, id, "its 5 bytes hash to " + blobId(bytes("wrong"))));
    }

    @Test
    void object_otherType_isDamaged() {
        Mutation.PutObject blob = blob(bytes("not a commit"));
        commit(store, newDocument(DOC), state(DOC, "0"), blob, setHead(blob.id()));

        assertThat(verify(store))
                .singleElement()
                .isInstanceOfSatisfying(
                        StoreFinding.DamagedObject.class,
                        damage -> assertThat(damage.describe())
                                .contains("it is a blob; ref refs/heads/doc names a commit"));
    }

    @Test
    void largeFile_changedOrGone_isDamaged(@TempDir Path directory) throws IOException {
        byte[] content = bytes("large ".repeat(1000));
        try (LmdbStore lmdb = LmdbStore.open(LmdbOptions.in(directory).withLargeBlobBytes(1000))) {
            commit(lmdb, newDocument(DOC), state(DOC, "0"), adopt(lmdb, TENANT, content));
            version(lmdb, List.of(), blob(content));
            assertThat(verify(lmdb)).isEmpty();

            Path file = onlyFile(directory.resolve("blobs"));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes("X")), 500);
            }
            assertThat(verify(lmdb)).singleElement().isInstanceOf(StoreFinding.DamagedObject.class);
            Files.write(file, bytes("short"));
            assertThat(verify(lmdb))
                    .singleElement()
                    .extracting(StoreFinding::describe)
                    .asString()
                    .contains("its file has 5 bytes; expected 6000");
            Files.delete(file);
            assertThat(verify(lmdb)).singleElement().isInstanceOf(StoreFinding.DamagedObject.class);
        }
    }

    @Test
    void op_notItsNumberOrNoJson_isDamaged() {
        List<byte[]> ops = Stream.of(
                        "{\"sequenceNumber\":1,\"nested\":{\"sequenceNumber\":7}}",
                        "{\"sequenceNumber\":1}",
                        "{\"sequenceNumber\":3",
                        "{\"contents\":{\"sequenceNumber\":4}}",
                        "[5]",
                        "{\"sequenceNumber\":6} 6",
                        "",
                        "{\"contents\":\"x\",\"sequenceNumber\":8}")
                .map(StoreFixture::bytes)
                .toList();
        commit(store, newDocument(DOC), state(DOC, "0"), new Mutation.AppendOps(DOC, 1, ops));

        List<Long> damaged = verify(store, DOC).stream()
                .map(finding -> ((StoreFinding.DamagedOp) finding).sequenceNumber())
                .toList();
        assertThat(damaged).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void log_withGapWrongEndOrUnreadable_isReported() {
        commit(store, newDocument(DOC), state(DOC, "0"), append(DOC, 1, 6));

        assertThat(verify(damaged(visitor -> {
                    visitor.visit(1, ByteBuffer.wrap(StoreFixture.opJson(1)));
                    visitor.visit(4, ByteBuffer.wrap(StoreFixture.opJson(4)));
                })))
                .containsExactly(new StoreFinding.BrokenLog(DOC, 2, 4), new StoreFinding.WrongLogEnd(DOC, 6, 4));
        assertThat(verify(damaged(visitor -> {
                    visitor.visit(1, ByteBuffer.wrap(StoreFixture.opJson(1)));
                    throw new IllegalArgumentException("torn");
                })))
                .containsExactly(new StoreFinding.UnreadableLog(DOC, 1, "java.lang.IllegalArgumentException: torn"));
    }

    /** Returns the store with another way of visiting ops. */
    private Store damaged(Consumer<StoreView.OpVisitor> ops) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    @SuppressWarnings("unchecked")
                    Function<StoreView, Object> work = (Function<StoreView, Object>) arguments[0];
                    return store.read(view -> work.apply(damaged(view, ops)));
                });
    }

    private static StoreView damaged(StoreView view, Consumer<StoreView.OpVisitor> ops) {
        return (StoreView) Proxy.newProxyInstance(
                StoreView.class.getClassLoader(), new Class<?>[] {StoreView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("ops")) {
                        ops.accept((StoreView.OpVisitor) arguments[3]);
                        return null;
                    }
                    try {
                        return method.invoke(view, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
    }

    private static List<StoreFinding> verify(Store store) {
        return new StoreVerifier(store, StoreVerifierTest::numberIn, (documents, ops, objects) -> {}).verify();
    }

    private static List<StoreFinding> verify(Store store, DocumentKey key) {
        return new StoreVerifier(store, StoreVerifierTest::numberIn, (documents, ops, objects) -> {}).verify(key);
    }

    /** States of these tests are the number of the last op they include. */
    private static long numberIn(byte[] state) {
        return Long.parseLong(new String(state, StandardCharsets.US_ASCII));
    }

    private static Mutation state(DocumentKey key, String state) {
        return new Mutation.PutCheckpoint(key, bytes(state));
    }

    /** Stores a commit whose tree has one blob, and points the head at it. */
    private static GitId version(Store store, List<GitId> parents, Mutation.PutObject blob) {
        return version(store, parents, blob, store.write(Transaction.of(blob)));
    }

    private static GitId version(
            Store store, List<GitId> parents, Mutation.PutObject blob, CompletableFuture<Void> stored) {
        StoreFixture.await(stored);
        GitTree tree = tree(blob);
        GitCommit version = new GitCommit(tree.id(), parents, WHO, WHO, "version");
        commit(
                store,
                new Mutation.PutObject(TENANT, tree.id(), GitObjectType.TREE, tree.toBytes()),
                new Mutation.PutObject(TENANT, version.id(), GitObjectType.COMMIT, version.toBytes()),
                setHead(version.id()));
        return version.id();
    }

    private static GitTree tree(Mutation.PutObject blob) {
        return GitTree.of(List.of(new GitTreeEntry("entry", GitObjectType.BLOB, blob.id())));
    }

    private static Mutation setHead(GitId target) {
        return new Mutation.SetRef(TENANT, RefName.headOf(DOC.document()), target, Optional.empty());
    }

    private static Path onlyFile(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).findAny().orElseThrow();
        }
    }
}
