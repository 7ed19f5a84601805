package dev.sluice.protocol.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids here were made with {@code git hash-object}, {@code git mktree} and {@code git commit-tree}. */
class GitObjectsTest {
    private static final GitId EMPTY = GitId.parse("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    private static final GitId TEXT = GitId.parse("45a61541bfc14a021aae8b0cf7081d7c6108d569");
    private static final GitId SUBTREE = GitId.parse("414d373070964b7c8811cd2001480308970237a5");
    private static final GitId TREE = GitId.parse("344b5a76fe634caf0109804b4b5163b9e476faae");
    private static final GitId FIRST = GitId.parse("35903e3dca0c1ea2d46342fce2a35ac59e2f97c5");

    private static final List<GitTreeEntry> SORTED = List.of(
            tree("%20"),
            blob(".hidden", EMPTY),
            blob("B", TEXT),
            blob("a-b", EMPTY),
            blob("a.b", EMPTY),
            tree("a"),
            blob("a0", EMPTY),
            blob("é", TEXT));

    @Test
    void blobs_haveTheIdsThatGitGivesThem() {
        assertThat(GitHash.of(GitObjectType.BLOB, new byte[0])).isEqualTo(EMPTY);
        assertThat(GitHash.of(GitObjectType.BLOB, "hé\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(TEXT);
        assertThat(GitHash.of(GitObjectType.BLOB, new byte[] {0, -1, -128, 10}).toHex())
                .isEqualTo("dd729764d359d78852d453b4508d1f127eb9c61a");
    }

    @Test
    void hash_ofPartsIsThatOfTheWhole_andCountsThem() {
        GitHash hash = new GitHash(GitObjectType.BLOB, 4);
        hash.update(ByteBuffer.wrap(new byte[] {0, -1}));
        assertThatIllegalStateException().isThrownBy(hash::finish);
        hash.update(ByteBuffer.wrap(new byte[] {9, -128, 10, 9}, 1, 2));

        assertThat(hash.finish().toHex()).isEqualTo("dd729764d359d78852d453b4508d1f127eb9c61a");
    }

    @Test
    void tree_sortsDirectoriesAsIfTheyEndedInASlash() {
        List<GitTreeEntry> shuffled = new ArrayList<>(SORTED);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            GitTree tree = GitTree.of(shuffled);
            assertThat(tree.entries()).isEqualTo(SORTED);
            assertThat(tree.id()).isEqualTo(TREE);
        }
        assertThat(GitTree.of(List.of(blob("header", TEXT))).id()).isEqualTo(SUBTREE);
        assertThat(GitTree.EMPTY.id().toHex()).isEqualTo("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    }

    @Test
    void tree_parsed_isTheSame() {
        GitTree tree = GitTree.of(SORTED);

        assertThat(GitTree.parse(ByteBuffer.wrap(tree.toBytes())))
                .isEqualTo(tree)
                .hasSameHashCodeAs(tree);
        assertThat(tree.entry("a")).contains(tree("a"));
        assertThat(tree.entry("nothing")).isEmpty();
    }

    @Test
    void tree_withANameTwice_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GitTree.of(List.of(tree("a"), blob("a", EMPTY))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "a\0b", "\ud800", "a\udc00b"})
    void treeEntry_thatIsNoPathSegment_isRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> blob(name, EMPTY));
    }

    @Test
    void treeEntry_thatNamesACommit_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GitTreeEntry("a", GitObjectType.COMMIT, EMPTY));
    }

    @ParameterizedTest
    @CsvSource({"100644, BLOB", "40000, TREE", "040000, TREE"})
    void modes_standForTypes(String mode, GitObjectType type) {
        assertThat(GitTree.typeOf(mode)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100755", "120000", "160000", "4000", "0040000"})
    void otherModes_areRefused(String mode) {
        assertThatIllegalArgumentException().isThrownBy(() -> GitTree.typeOf(mode));
    }

    @Test
    void commits_haveTheIdsThatGitGivesThem() {
        GitSignature ada = ada(1_700_000_000);
        GitCommit first = new GitCommit(
                TREE,
                List.of(),
                ada,
                new GitSignature(
                        "Routerlicious Service", "dummy@microsoft.com", Instant.ofEpochMilli(1_700_000_001_999L)),
                "first");
        GitCommit second = new GitCommit(
                SUBTREE,
                List.of(FIRST, GitId.parse("c4cadfeab90cd51337dc8d25f2cfcc0e3c1292c8")),
                ada(1_700_000_002),
                ada(1_700_000_002),
                "second\n\nwith a body é\n");

        assertThat(first.id()).isEqualTo(FIRST);
        assertThat(first.message()).isEqualTo("first\n");
        assertThat(second.id().toHex()).isEqualTo("b801c2a2844793036ff1196f35b824b9e9df058d");
        assertThat(GitCommit.parse(ByteBuffer.wrap(second.toBytes()))).isEqualTo(second);
    }

    /** A carriage return in a name is no line break to Git. */
    @Test
    void commit_withACarriageReturnInAName_canBeReadAgain() {
        GitSignature who = new GitSignature("Ada\rLovelace\u2028", "a\u0085b", Instant.EPOCH);
        GitCommit commit = new GitCommit(TREE, List.of(), who, who, "m");

        assertThat(GitCommit.parse(ByteBuffer.wrap(commit.toBytes()))).isEqualTo(commit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n",
                "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nmessage",
                "tree xyz\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\n",
                "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a>\ncommitter A <a> 1 +0000\n\n",
                "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a> x +0000\ncommitter A <a> 1 +0000\n\n",
                "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A 1 +0000\ncommitter A <a> 1 +0000\n\n",
                "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nencoding x\n\n",
                "tree\n\n"
            })
    void commit_malformed_isRefused(String body) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(body);

        assertThatIllegalArgumentException().isThrownBy(() -> GitCommit.parse(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a<b", "a>b", "a\0b"})
    void signature_thatWouldBreakACommit_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new GitSignature(text, "e", Instant.EPOCH));
        assertThatIllegalArgumentException().isThrownBy(() -> new GitSignature("n", text, Instant.EPOCH));
    }

    @Test
    void types_areStoredUnderTheirCodes() {
        assertThat(GitObjectType.ofCode((byte) 1)).isEqualTo(GitObjectType.BLOB);
        assertThat(GitObjectType.ofCode((byte) 2)).isEqualTo(GitObjectType.TREE);
        assertThat(GitObjectType.ofCode((byte) 3)).isEqualTo(GitObjectType.COMMIT);
        assertThatIllegalArgumentException().isThrownBy(() -> GitObjectType.ofCode((byte) 0));
    }

    private static GitTreeEntry blob(String name, GitId id) {
        return new GitTreeEntry(name, GitObjectType.BLOB, id);
    }

    private static GitTreeEntry tree(String name) {
        return new GitTreeEntry(name, GitObjectType.TREE, SUBTREE);
    }

    private static GitSignature ada(long seconds) {
        return new GitSignature("Ada", "ada@example.com", Instant.ofEpochSecond(seconds));
    }
}
