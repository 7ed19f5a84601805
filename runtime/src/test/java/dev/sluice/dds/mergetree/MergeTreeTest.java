package dev.sluice.dds.mergetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MergeTreeTest {
    private static final SegmentFormat TEXT = new TextFormat();

    private static MergeTree shared(String text) {
        MergeTree tree = MergeTree.create(TEXT, SnapshotVersion.LEGACY);
        if (!text.isEmpty()) {
            tree.insert(0, new TextContent(text), JsonObject.EMPTY);
        }
        tree.share();
        return tree;
    }

    private static LocalEdit insert(MergeTree tree, int position, String text) {
        return tree.insert(position, new TextContent(text), JsonObject.EMPTY);
    }

    @Test
    void dds082_headerWithoutMetadata_loads() {
        String chunk = "{\"chunkStartSegmentIndex\":0,\"chunkSegmentCount\":1,\"chunkLengthChars\":2,"
                + "\"totalLengthChars\":%d,\"totalSegmentCount\":%d,\"chunkSequenceNumber\":7,\"segmentTexts\":[\"ab\"]}";
        MergeTree whole = MergeTree.load(TEXT, TEXT, Map.of("header", chunk.formatted(2, 1)));
        assertThat(Runs.text(whole)).isEqualTo("ab");
        assertThat(whole.currentSequenceNumber()).isEqualTo(7);

        String body =
                chunk.replace("\"ab\"", "{\"text\":\"cd\",\"props\":{\"b\":1}}").formatted(4, 2);
        MergeTree split = MergeTree.load(TEXT, TEXT, Map.of("header", chunk.formatted(4, 2), "body", body));
        assertThat(Runs.text(split)).isEqualTo("abcd");
    }

    @Test
    void dds092_manyEdits_leaveNothingBehind() {
        MergeTree tree = shared("0123456789");
        for (int i = 1; i <= 100_000; i++) {
            LocalEdit edit = i % 2 == 1 ? insert(tree, i % 10, "x") : tree.remove((i - 1) % 10, (i - 1) % 10 + 1);
            assertThat(tree.acknowledge(new Sequenced(i, i - 1, i - 1, "me"))).isSameAs(edit);
        }
        assertThat(Runs.text(tree)).isEqualTo("0123456789");
        assertThat(tree.segmentCount()).isLessThan(40);
    }

    @Test
    void dds093_adjust_composesWithSetsInTheOrderOfTheLog() {
        MergeTree tree = shared("abc");
        tree.adjust(0, 3, JsonObject.of("n", JsonValue.parse("{\"delta\":5,\"max\":10}")));
        assertThat(Runs.of(tree).toJson()).contains("{\"n\":5}");
        tree.apply(Ops.annotate(0, 3, JsonObject.of("n", JsonValue.of(8))), new Sequenced(1, 0, 0, "a"));
        assertThat(Runs.of(tree).toJson()).contains("{\"n\":10}");

        tree.acknowledge(new Sequenced(2, 0, 0, "me"));
        tree.apply(Ops.annotate(0, 3, JsonObject.of("n", JsonValue.of(1))), new Sequenced(3, 0, 0, "b"));
        assertThat(Runs.of(tree).toJson()).contains("{\"n\":1}");
    }

    @Test
    void dds094_obliterate_takesWhatIsInsertedMeanwhile() {
        MergeTree tree = shared("abcdef");
        JsonObject obliterate =
                JsonValue.parse("{\"type\":4,\"pos1\":1,\"pos2\":4}").asObject().orElseThrow();
        tree.apply(obliterate, new Sequenced(1, 0, 0, "a"));
        assertThat(tree.apply(Ops.insert(2, JsonValue.of("lost")), new Sequenced(2, 0, 0, "b")))
                .isEmpty();
        tree.apply(Ops.insert(1, JsonValue.of("kept")), new Sequenced(3, 2, 0, "b"));
        assertThat(Runs.text(tree)).isEqualTo("akeptef");
    }

    @Test
    void anchorOnAPendingRemoval_slidesOnceItIsSequenced() {
        MergeTree tree = shared("abcdef");
        Anchor sliding = tree.anchors().create(2, Anchor.Slide.FORWARD);
        tree.anchors().settle(sliding);
        Anchor staying = tree.anchors().create(2, Anchor.Slide.BACKWARD);
        LocalEdit removal = tree.remove(2, 4);
        assertThat(tree.anchors().position(sliding)).isEqualTo(2);

        tree.rollback(removal);
        assertThat(tree.anchors().position(sliding)).isEqualTo(2);
        tree.remove(2, 4);
        tree.acknowledge(new Sequenced(1, 0, 0, "me"));
        assertThat(tree.anchors().position(sliding)).isEqualTo(2);
        assertThat(tree.anchors().position(staying)).isEqualTo(1);
        tree.anchors().settle(staying);
        tree.anchors().release(sliding);
        tree.anchors().release(staying);
        tree.observe(2, 2);
        assertThat(tree.segmentCount())
                .as("what is left and right of the removed")
                .isEqualTo(2);
    }

    @Test
    void anchorOfAnOp_isWhereItsSenderSawIt() {
        MergeTree tree = shared("abcdef");
        tree.apply(Ops.insert(0, JsonValue.of("xx")), new Sequenced(1, 0, 0, "a"));
        Anchor anchor = tree.anchors().create(1, Anchor.Slide.FORWARD, new Sequenced(2, 0, 0, "b"));
        assertThat(anchor).isNotNull();
        assertThat(tree.anchors().position(anchor)).isEqualTo(3);
        assertThat(tree.anchors().create(6, Anchor.Slide.FORWARD, new Sequenced(2, 0, 0, "b")))
                .isNull();
    }

    @Test
    void rollback_isOnlyOfTheNewest() {
        MergeTree tree = shared("abc");
        LocalEdit older = insert(tree, 0, "x");
        insert(tree, 0, "y");
        assertThatThrownBy(() -> tree.rollback(older)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rollback_tellsWhatItBringsBack() {
        MergeTree tree = shared("abcdef");
        LocalEdit removal = tree.remove(1, 3);
        assertThat(removal.takeChanges()).extracting(Change::kind).containsExactly(Change.Kind.REMOVED);
        List<Change> changes = tree.rollback(removal);
        assertThat(changes)
                .containsExactly(new Change(Change.Kind.INSERTED, 1, new TextContent("bc"), JsonObject.EMPTY));
        assertThat(Runs.text(tree)).isEqualTo("abcdef");
    }

    @Test
    void stashedGroup_isMadeAgain() {
        MergeTree tree = shared("abcdef");
        JsonObject group = Ops.join(List.of(Ops.insert(1, JsonValue.of("X")), Ops.remove(2, 4)));
        LocalEdit edit = tree.edit(group);
        assertThat(Runs.text(tree)).isEqualTo("aXdef");
        assertThat(tree.regenerate(edit)).isEqualTo(group);
        tree.acknowledge(new Sequenced(1, 0, 0, "me"));
        assertThat(tree.hasPendingEdits()).isFalse();
    }

    @Test
    void dds085_catchUpOps_areThoseOfTheWindow() {
        MergeTree tree = shared("abc");
        tree.apply(Ops.insert(1, JsonValue.of("x")), new Sequenced(1, 0, 0, "a"));
        tree.apply(Ops.insert(1, JsonValue.of("y")), new Sequenced(2, 0, 1, "b"));
        MergeTree loaded = MergeTree.load(TEXT, TEXT, tree.summarize());
        assertThat(Runs.text(loaded)).isEqualTo(Runs.text(tree)).isEqualTo("ayxbc");
        assertThat(tree.summarize().get("catchupOps"))
                .contains("\"sequenceNumber\":2")
                .doesNotContain("\"x\"");
    }

    /** TypeScript clients write them; Java leaves them out (docs/compatibility.md). */
    @Test
    void dds080_optionalFieldsOfCatchUpOps_changeNothing() {
        MergeTree tree = shared("abc");
        tree.apply(Ops.insert(1, JsonValue.of("x")), new Sequenced(1, 0, 0, "a"));
        tree.apply(Ops.remove(0, 1), new Sequenced(2, 0, 0, "b"));
        Map<String, String> written = new HashMap<>(tree.summarize());
        String ops = Objects.requireNonNull(written.get("catchupOps"));
        String more = ops.replace(
                "\"type\":\"op\"",
                "\"clientSequenceNumber\":7,\"timestamp\":1795245400278,\"metadata\":{\"batch\":false},"
                        + "\"expHash1\":\"753fdf8\",\"traces\":[],\"type\":\"op\"");
        assertThat(ops).doesNotContain("clientSequenceNumber", "timestamp", "metadata");
        assertThat(more).isNotEqualTo(ops);
        written.put("catchupOps", more);

        MergeTree loaded = MergeTree.load(TEXT, TEXT, written);
        assertThat(Runs.text(loaded)).isEqualTo(Runs.text(tree)).isEqualTo("xbc");
        assertThat(loaded.summarize()).isEqualTo(tree.summarize());
    }

    @Test
    void dropped_isToldOnceNobodyCanSeeIt() {
        MergeTree tree = shared("abcdef");
        List<SegmentContent> dropped = new ArrayList<>();
        tree.onDropped(dropped::add);
        tree.remove(1, 3);
        tree.acknowledge(new Sequenced(5, 4, 0, "me"));
        assertThat(dropped).isEmpty();
        tree.observe(6, 5);
        assertThat(dropped).containsExactly(new TextContent("bc"));
    }

    @Test
    void unit_canBeExchangedForEverybody() {
        MergeTree tree = MergeTree.create(RunContent.SENT, SnapshotVersion.V1);
        tree.insert(0, new RunContent(4, RunContent.UNALLOCATED), JsonObject.EMPTY);
        tree.share();
        Unit unit = tree.anchors().unit(2, content -> new RunContent(1, 9));
        assertThat(unit).isEqualTo(new Unit(new RunContent(1, 9), 2, false));
        tree.apply(Ops.remove(2, 3), new Sequenced(1, 0, 0, "a"));
        Unit removed = tree.anchors().unit(2, new Sequenced(2, 0, 0, "b"), content -> new RunContent(1, 7));
        assertThat(removed).isEqualTo(new Unit(new RunContent(1, 9), -1, true));
        assertThatThrownBy(() -> tree.anchors().unit(4, new Sequenced(2, 0, 0, "b"), content -> content))
                .isInstanceOf(MergeTreeException.class);
    }
}
