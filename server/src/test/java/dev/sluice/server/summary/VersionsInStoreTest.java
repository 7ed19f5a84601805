package dev.sluice.server.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.memory.MemoryStore;
import dev.sluice.server.summary.Completeness.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class VersionsInStoreTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final String VALUES =
            "[[\"code\",{\"key\":\"code\",\"value\":{\"package\":\"no-dynamic-package\",\"config\":{}},"
                    + "\"approvalSequenceNumber\":0,\"commitSequenceNumber\":0,\"sequenceNumber\":0}]]";

    private final Store store = new MemoryStore();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void protocolTree_ofANewDocument_hasTheKnownId() {
        Transaction.Builder transaction = Transaction.builder();
        GitId tree = ProtocolTree.writeFirst(TENANT, 0, utf8(VALUES), transaction);
        List<String> ids = transaction.build().mutations().stream()
                .map(mutation -> ((Mutation.PutObject) mutation).id().toHex())
                .toList();
        assertThat(ids)
                .contains("0050eb3b8e41f9ecdf14c2aa21706018474c3b78", "0637a088a01e8ddab3bf3fa98dbe804cbde1a0dc");
        assertThat(ids).doesNotHaveDuplicates().contains(tree.toHex());
        assertThat(ids).contains("c730f7a6ff8c606cc2b7d083e5a9705bff0d7029");
        assertThat(tree.toHex()).isEqualTo("90f3a64b8c17292ce0b72c359081749f121931ff");
    }

    @Test
    void commit_ofANewDocument_hasTheKnownId() {
        GitCommit commit = VersionCommits.newDocument(
                GitId.parse("c72d624686d93f01110d97b6f07eb7a610029627"), Instant.ofEpochSecond(1_795_243_026));
        assertThat(commit.id().toHex()).isEqualTo("3f834cdb34cbbaa54bb5035b0312aeae06c56f2d");
    }

    @Test
    void completeness_ofATreeWithEverything_isComplete() {
        GitId tree = tree(blob("a", "1"), entry("t", tree(blob("b", "2"))));
        assertThat(check(tree, Optional.empty())).isInstanceOf(Verdict.Complete.class);
    }

    @Test
    void completeness_namesTheFirstThingThatIsMissing() {
        GitId absent = GitHash.of(GitObjectType.BLOB, utf8("absent"));
        GitId tree = tree(
                blob("a", "1"),
                entry("t", tree(new GitTreeEntry("b", GitObjectType.BLOB, absent))),
                entry("u", absent));
        assertThat(check(tree, Optional.empty())).isEqualTo(new Verdict.Missing("t/b", absent));
        assertThat(check(absent, Optional.empty())).isEqualTo(new Verdict.Missing("", absent));
    }

    @Test
    void completeness_ofABlobNamedAsATree_isMissing() {
        GitId blob = blob("a", "text").id();
        assertThat(check(tree(entry("t", blob)), Optional.empty())).isEqualTo(new Verdict.Missing("t", blob));
    }

    @Test
    void completeness_ofATreeNamedAsABlob_isMissing() {
        GitId tree = tree(blob("a", "text"));
        GitTreeEntry wrong = new GitTreeEntry("b", GitObjectType.BLOB, tree);
        assertThat(check(tree(wrong), Optional.empty())).isEqualTo(new Verdict.Missing("b", tree));
    }

    @Test
    void completeness_withAParent_looksOnlyAtWhatDiffers() {
        GitId absent = GitHash.of(GitObjectType.BLOB, utf8("absent"));
        GitId kept = tree(new GitTreeEntry("b", GitObjectType.BLOB, absent));
        GitId before = tree(entry("kept", kept), entry("changed", tree(blob("x", "1"))));
        GitId after = tree(entry("kept", kept), entry("changed", tree(blob("x", "2"))));
        GitId moved = tree(entry("elsewhere", kept));
        assertThat(check(after, Optional.of(commit(before)))).isInstanceOf(Verdict.Complete.class);
        assertThat(check(after, Optional.empty())).isEqualTo(new Verdict.Missing("kept/b", absent));
        assertThat(check(moved, Optional.of(commit(before)))).isEqualTo(new Verdict.Missing("elsewhere/b", absent));
        GitId wrapped = tree(entry(".app", before));
        assertThat(check(after, Optional.of(commit(wrapped)))).isInstanceOf(Verdict.Complete.class);
    }

    @Test
    void completeness_ofATreeThatUnfoldsWithoutEnd_isBounded() {
        GitId tree = tree(blob("a", "1"));
        for (int i = 0; i < 40; i++) {
            tree = tree(entry("l", tree), entry("r", tree));
        }
        assertThat(check(tree, Optional.empty())).isEqualTo(new Verdict.TooLarge("", Limit.TREE_ENTRIES));
        GitId folded = tree;
        assertThatThrownBy(() -> read(reader -> reader.list(folded, TreeLimits.DEFAULTS)))
                .isInstanceOfSatisfying(
                        UnreadableTreeException.class,
                        refused -> assertThat(refused.exceeded()).contains(Limit.TREE_ENTRIES));
        for (int i = 0; i < 100; i++) {
            tree = tree(entry("l", tree));
        }
        assertThat(check(tree, Optional.empty())).isInstanceOf(Verdict.TooLarge.class);
    }

    @Test
    void completeness_countsWhatIsUnchangedAndRepeated_asAListingDoes() {
        GitId kept = tree(blobs(600));
        GitId before = tree(entry("a", kept));
        Optional<GitId> parent = Optional.of(commit(before));
        GitId full = tree(entry("a", kept), entry("b", tree(blobs(398))));
        GitId unchangedAndMore = tree(entry("a", kept), entry("b", tree(blobs(399))));
        GitId repeated = tree(entry("a", kept), entry("b", kept));

        assertThat(check(full, parent)).isInstanceOf(Verdict.Complete.class);
        assertThat(check(unchangedAndMore, parent)).isEqualTo(new Verdict.TooLarge("", Limit.TREE_ENTRIES));
        assertThat(check(repeated, parent)).isEqualTo(new Verdict.TooLarge("", Limit.TREE_ENTRIES));
    }

    @Test
    void listing_ofAFullTree_hasRoomForTheServicesOwn() {
        GitId own = tree(blobs(5));
        List<GitTreeEntry> entries = new ArrayList<>(List.of(blobs(1000)));
        GitId application = tree(entries.toArray(GitTreeEntry[]::new));
        entries.add(entry(".protocol", own));
        GitId version = tree(entries.toArray(GitTreeEntry[]::new));

        assertThat(check(application, Optional.empty())).isInstanceOf(Verdict.Complete.class);
        int listed =
                read(reader -> reader.list(version, new TreeLimits(64, 1000)).size());
        assertThat(listed).isEqualTo(1006);
    }

    @Test
    void listing_ofLongPaths_isBounded() {
        GitId tree = tree(blob("a", "1"));
        for (int i = 0; i < 60; i++) {
            tree = tree(entry("n".repeat(1000), tree));
        }
        GitId longest = tree;
        assertThat(check(longest, Optional.empty())).isEqualTo(new Verdict.TooLarge("", Limit.TREE_ENTRIES));
        assertThatThrownBy(() -> read(reader -> reader.list(longest, new TreeLimits(64, 1000))))
                .isInstanceOfSatisfying(
                        UnreadableTreeException.class,
                        refused -> assertThat(refused.exceeded()).contains(Limit.TREE_ENTRIES));
    }

    @Test
    void snapshot_withoutRoomForABlob_leavesItOut() {
        GitTreeEntry large = blob("a", "x".repeat(900));
        GitTreeEntry next = blob("b", "y".repeat(200));
        GitTreeEntry small = blob("c", "z".repeat(100));
        GitId version = commit(tree(large, next, small));

        byte[] snapshot = store.read(
                        view -> SnapshotEncoder.encode(view, TENANT, version, TreeLimits.DEFAULTS, 1000, 1000))
                .orElseThrow();

        assertThat(new String(snapshot, StandardCharsets.UTF_8))
                .contains("x".repeat(900), "z".repeat(100), next.id().toHex())
                .doesNotContain("yyy");
    }

    @Test
    void listing_hasEveryTreeBeforeItsChildren() {
        GitId tree = tree(blob("z", "1"), entry("a", tree(blob("x", "1"), entry("y", tree()))));
        List<String> paths = read(reader -> reader.list(tree, TreeLimits.DEFAULTS).stream()
                .map(TreeReader.Located::path)
                .toList());
        assertThat(paths).containsExactly("a", "a/x", "a/y", "z");
    }

    @Test
    void resolve_followsNames() {
        GitId inner = tree(blob("x", "1"));
        GitId root = tree(entry("a%20b", inner));
        assertThat(resolve(root, "a%20b", "x")).isPresent();
        assertThat(resolve(root, "a%20b", "x", "y")).isEmpty();
        assertThat(resolve(root, "a b")).isEmpty();
        assertThat(resolve(root)).contains(root);
    }

    private Optional<GitId> resolve(GitId root, String... names) {
        return read(reader -> reader.resolve(root, List.of(names)).map(GitTreeEntry::id));
    }

    private Verdict check(GitId tree, Optional<GitId> parent) {
        return store.read(
                view -> Completeness.check(view, TENANT, tree, parent, new TreeLimits(64, 1000), new TreeSizes()));
    }

    private <T> T read(Function<TreeReader, T> work) {
        return store.read(view -> work.apply(new TreeReader(view, TENANT)));
    }

    private GitTreeEntry blob(String name, String content) {
        return new GitTreeEntry(name, GitObjectType.BLOB, written(objects -> objects.blob(utf8(content))));
    }

    private GitTreeEntry[] blobs(int count) {
        GitTreeEntry one = blob("x", "x");
        return IntStream.range(0, count)
                .mapToObj(i -> new GitTreeEntry("n" + i, GitObjectType.BLOB, one.id()))
                .toArray(GitTreeEntry[]::new);
    }

    private static GitTreeEntry entry(String name, GitId tree) {
        return new GitTreeEntry(name, GitObjectType.TREE, tree);
    }

    private GitId tree(GitTreeEntry... entries) {
        return written(objects -> objects.tree(GitTree.of(new ArrayList<>(List.of(entries)))));
    }

    private GitId commit(GitId tree) {
        return written(objects -> objects.commit(VersionCommits.summary(tree, List.of(), "m", Instant.EPOCH)));
    }

    private GitId written(Function<ObjectWriter, GitId> work) {
        Transaction.Builder transaction = Transaction.builder();
        GitId id = work.apply(new ObjectWriter(TENANT, transaction));
        store.write(transaction.build()).join();
        return id;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
