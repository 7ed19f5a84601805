package dev.sluice.protocol.summary;

import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates summaries. */
final class SummaryTrees {
    private SummaryTrees() {}

    /** Returns trees of text, trees, attachments and, if wanted, binary blobs and handles. */
    static Arbitrary<SummaryTree> trees(boolean withBinary) {
        return tree(3, withBinary).map(tree -> new SummaryTree(tree.entries()));
    }

    private static Arbitrary<SummaryTree> tree(int depth, boolean withBinary) {
        Arbitrary<Map<String, SummaryObject>> entries = Arbitraries.maps(
                        names(),
                        depth == 0 ? leaf(withBinary) : Arbitraries.oneOf(leaf(withBinary), below(depth, withBinary)))
                .ofMaxSize(4)
                .map(LinkedHashMap::new);
        return Combinators.combine(
                        entries,
                        Arbitraries.of(true, false),
                        Arbitraries.of("g", "").injectNull(0.7))
                .as(SummaryTree::new);
    }

    private static Arbitrary<SummaryObject> below(int depth, boolean withBinary) {
        return Arbitraries.lazy(() -> tree(depth - 1, withBinary)).map(tree -> tree);
    }

    private static Arbitrary<SummaryObject> leaf(boolean withBinary) {
        Arbitrary<SummaryObject> text =
                Arbitraries.strings().ofMaxLength(20).map(content -> SummaryBlob.ofText(wellFormed(content)));
        Arbitrary<SummaryObject> attachment =
                Arbitraries.strings().ofMaxLength(3).map(seed -> new SummaryAttachment(id(seed)));
        Arbitrary<SummaryObject> handle = Arbitraries.of(SummaryType.TREE, SummaryType.BLOB)
                .map(type -> new SummaryHandle(id("commit") + "/.app/a%20b", type));
        Arbitrary<SummaryObject> binary =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(SummaryBlob::of);
        return withBinary ? Arbitraries.oneOf(text, attachment, handle, binary) : Arbitraries.oneOf(text, attachment);
    }

    static Arbitrary<String> names() {
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(8)
                .map(SummaryTrees::wellFormed)
                .filter(name -> !name.equals(".") && !name.equals(".."));
    }

    private static String wellFormed(String text) {
        return new String(WellFormedText.utf8(text), StandardCharsets.UTF_8);
    }

    private static GitId id(String seed) {
        return GitHash.of(GitObjectType.BLOB, seed.getBytes(StandardCharsets.UTF_8));
    }
}
