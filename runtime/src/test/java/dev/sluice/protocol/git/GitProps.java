package dev.sluice.protocol.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

final class GitProps {
    @Provide
    Arbitrary<GitId> ids() {
        return Arbitraries.bytes().array(byte[].class).ofSize(GitId.BYTES).map(GitId::ofBytes);
    }

    @Provide
    Arbitrary<GitTree> trees() {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars(".-/0aAé%~\u0001\uffee")
                .excludeChars('/')
                .ofMinLength(1)
                .ofMaxLength(4)
                .filter(name -> !name.equals(".") && !name.equals(".."));
        return Combinators.combine(names, Arbitraries.of(GitObjectType.BLOB, GitObjectType.TREE), ids())
                .as(GitTreeEntry::new)
                .list()
                .ofMaxSize(12)
                .uniqueElements(GitTreeEntry::name)
                .map(GitTree::of);
    }

    @Provide
    Arbitrary<GitSignature> signatures() {
        Arbitrary<String> names = Arbitraries.strings()
                .all()
                .ofMaxLength(10)
                .filter(text -> text.chars().noneMatch(c -> c == '\n' || c == '<' || c == '>' || c == 0)
                        && text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
        Arbitrary<Instant> dates = Arbitraries.longs()
                .between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())
                .map(Instant::ofEpochSecond);
        return Combinators.combine(names, names, dates).as(GitSignature::new);
    }

    @Property
    void id_isItsBytesAndItsHex(@ForAll("ids") GitId id) {
        assertThat(GitId.ofBytes(id.toBytes())).isEqualTo(id).hasSameHashCodeAs(id);
        assertThat(GitId.parse(id.toHex())).isEqualTo(id);
        assertThat(GitId.parse(id.toHex().toUpperCase(Locale.ROOT))).isEqualTo(id);
        assertThat(id.toHex()).isEqualTo(HexFormat.of().formatHex(id.toBytes()));
        ByteBuffer written = ByteBuffer.allocate(GitId.BYTES);
        id.write(written);
        assertThat(GitId.read(written.flip())).isEqualTo(id);
    }

    @Property
    void ids_areOrderedAsTheirBytes(@ForAll("ids") GitId a, @ForAll("ids") GitId b) {
        assertThat(Integer.signum(a.compareTo(b)))
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.toBytes(), b.toBytes())));
        assertThat(a.equals(b)).isEqualTo(a.compareTo(b) == 0);
    }

    @Property
    void id_ofAnythingElse_isRefused(@ForAll String text) {
        if (!GitId.isGitId(text)) {
            assertThatIllegalArgumentException().isThrownBy(() -> GitId.parse(text));
        }
    }

    @Property
    void tree_writtenAndRead_isTheSame(@ForAll("trees") GitTree tree) {
        GitTree read = GitTree.parse(ByteBuffer.wrap(tree.toBytes()));

        assertThat(read).isEqualTo(tree);
        assertThat(read.id()).isEqualTo(tree.id());
    }

    @Property
    void commit_writtenAndRead_isTheSame(
            @ForAll("ids") GitId tree,
            @ForAll @Size(max = 3) List<@From("ids") GitId> parents,
            @ForAll("signatures") GitSignature author,
            @ForAll("signatures") GitSignature committer,
            @ForAll("messages") String message) {
        GitCommit commit = new GitCommit(tree, parents, author, committer, message);

        GitCommit read = GitCommit.parse(ByteBuffer.wrap(commit.toBytes()));

        assertThat(read).isEqualTo(commit);
        assertThat(read.id()).isEqualTo(commit.id());
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.strings().withChars("a \n\r\0é<>").ofMaxLength(20);
    }

    @Property
    void bytes_areAnObjectOrRefused(@ForAll @Size(max = 80) byte[] bytes, @ForAll("trees") GitTree tree) {
        byte[] damaged = tree.toBytes();
        for (int i = 0; i < Math.min(bytes.length, damaged.length); i += 7) {
            damaged[i] = bytes[i];
        }
        for (byte[] body : List.of(bytes, damaged, Arrays.copyOf(damaged, damaged.length / 2))) {
            refusedOrRead(() -> GitTree.parse(ByteBuffer.wrap(body)));
            refusedOrRead(() -> GitCommit.parse(ByteBuffer.wrap(body)));
        }
    }

    private static void refusedOrRead(Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }
}
