package dev.sluice.dds.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.dds.mergetree.Anchor;
import dev.sluice.dds.mergetree.Change;
import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.mergetree.TextContent;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.testing.Session;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SharedStringTest {
    private final Session<SharedString> session =
            new Session<>(SharedString.FACTORY, 2, text -> text.insert(0, "0123456789"));
    private final SharedString first = session.channel(0);
    private final SharedString second = session.channel(1);

    private static JsonObject bold(int value) {
        return JsonObject.of("b", JsonValue.of(value));
    }

    private void assertText(String expected) {
        session.settle();
        assertThat(first.text()).isEqualTo(expected);
        assertThat(second.text()).isEqualTo(expected);
        assertThat(session.load(session.replica(0)).channel().text()).isEqualTo(expected);
    }

    /** The text as pieces of equal properties. */
    private static String pieces(SharedString text) {
        StringBuilder pieces = new StringBuilder();
        text.forEach((content, properties) -> {
            if (content instanceof TextContent run) {
                run.text()
                        .chars()
                        .forEach(unit -> pieces.append((char) unit)
                                .append(
                                        properties.get("b") == null
                                                ? ""
                                                : properties.require("b").toJson()));
            }
        });
        return pieces.toString();
    }

    @Test
    void dds070_concurrentInsertsAtOnePlace_laterSequencedIsLeft() {
        first.insert(5, "A");
        second.insert(5, "B");
        session.replica(0).sendAll();
        assertText("01234BA56789");
    }

    @Test
    void dds071_remoteInsert_goesRightOfOwnPending() {
        first.insert(5, "A");
        session.replica(0).sendAll();
        second.insert(5, "B");
        session.replica(1).receiveAll();
        assertThat(second.text()).isEqualTo("01234BA56789");
    }

    @Test
    void dds073_overlappingRemoves_removeOnce() {
        first.remove(2, 6);
        second.remove(4, 8);
        session.replica(0).sendAll();
        List<TextChange> told = new ArrayList<>();
        second.onChange(told::add);
        assertText("0189");
        assertThat(told).hasSize(1);
    }

    @Test
    void dds074_remove_sparesWhatIsInsertedMeanwhile() {
        first.remove(2, 8);
        second.insert(5, "new");
        session.replica(0).sendAll();
        assertText("01new89");
    }

    @Test
    void dds075_annotate_lastSequencedWins_andPendingMasks() {
        first.annotate(0, 2, bold(1));
        second.annotate(1, 3, bold(2));
        session.replica(0).sendAll();
        session.replica(1).receiveAll();
        assertThat(pieces(second)).startsWith("01122" + "2");
        session.settle();
        assertThat(pieces(first)).isEqualTo("01" + "12" + "22" + "3456789");
        second.annotate(0, 1, JsonObject.of("b", JsonNull.NULL));
        session.settle();
        assertThat(pieces(first)).isEqualTo("0" + "12" + "22" + "3456789");
    }

    @Test
    void dds075_textInsertedMeanwhile_isNotAnnotated() {
        first.annotate(0, 2, bold(1));
        second.insert(1, "x");
        session.replica(1).sendAll();
        session.settle();
        assertThat(pieces(first)).isEqualTo(pieces(second)).startsWith("01x112");
    }

    @Test
    void dds076_opsOfAGroup_seeEachOther() {
        JsonValue group = JsonValue.parse("""
                {"type":3,"ops":[{"type":0,"pos1":0,"seg":"ab"},{"type":1,"pos1":1,"pos2":3},\
                {"type":0,"pos1":1,"seg":"c"}]}""");
        first.apply(new ChannelOp(group, "other", 1, 9, 8, 3, 0));
        assertThat(first.text()).isEqualTo("ac123456789");
    }

    @Test
    void dds002_opOfUnknownType_isRefused() {
        JsonValue op = JsonValue.parse("{\"type\":17}");
        assertThatThrownBy(() -> first.apply(new ChannelOp(op, "other", 1, 9, 8, 3, 0)))
                .isInstanceOf(ChannelException.class);
    }

    @Test
    void dds077_relativePosition_isThatOfTheSender() {
        first.insertMarker(5, "m", new MarkerContent(0), JsonObject.EMPTY);
        session.settle();
        second.insert(0, "xx");
        long seen = session.replica(0).sequenceNumber();
        session.settle();
        JsonValue op = JsonValue.parse("{\"type\":0,\"relativePos1\":{\"id\":\"m\",\"before\":true},\"seg\":\"!\"}");
        first.apply(new ChannelOp(op, "other", 1, seen + 9, seen, 0, 0));
        assertThat(first.text()).isEqualTo("xx01234!56789");
    }

    @Test
    void dds078_markers_areFoundByIdAfterLoad() {
        JsonObject labels = JsonObject.of("referenceTileLabels", JsonValue.of(List.of(JsonValue.of("p"))));
        first.insertMarker(3, "m", new MarkerContent(1), labels);
        assertThat(first.annotateMarker("m", bold(1))).isTrue();
        assertThat(first.annotateMarker("none", bold(1))).isFalse();
        session.settle();

        SharedString loaded = session.load(session.replica(1)).channel();
        assertThat(loaded.markerPosition("m")).isEqualTo(OptionalInt.of(3));
        assertThat(loaded.length()).isEqualTo(11);
        assertThat(loaded.text()).isEqualTo("0123456789");
        List<String> properties = new ArrayList<>();
        loaded.forEach((content, held) -> {
            if (content instanceof MarkerContent) {
                properties.add(held.toJson());
            }
        });
        assertThat(properties).containsExactly("{\"referenceTileLabels\":[\"p\"],\"markerId\":\"m\",\"b\":1}");
    }

    @Test
    void dds079_positions_countUtf16Units() {
        first.insert(0, "\ud83d\ude00");
        assertThat(first.length()).isEqualTo(12);
        first.insert(2, "x");
        assertText("\ud83d\ude00x0123456789");
    }

    @Test
    void dds087_splitInsert_isResentInPieces() {
        session.replica(0).disconnect();
        first.insert(5, "ab");
        first.insert(6, "X");
        session.replica(0).reconnect();
        assertThat(session.replica(0).outgoing())
                .extracting(JsonValue::toJson)
                .containsExactly(
                        "{\"ops\":[{\"pos1\":5,\"seg\":\"a\",\"type\":0},{\"pos1\":6,\"seg\":\"b\",\"type\":0}],\"type\":3}",
                        "{\"pos1\":6,\"seg\":\"X\",\"type\":0}");
        assertText("01234aXb56789");
    }

    @Test
    void dds088_removeOfWhatOthersRemoved_sendsNothingOfIt() {
        session.replica(0).disconnect();
        first.remove(2, 6);
        second.remove(0, 8);
        session.replica(1).sendAll();
        session.replica(0).reconnect();
        assertThat(session.replica(0).outgoing())
                .extracting(JsonValue::toJson)
                .containsExactly("{\"ops\":[],\"type\":3}");
        assertText("89");
    }

    @Test
    void dds089_insertAnnotateRemoveOffline_converges() {
        session.replica(0).disconnect();
        first.insert(2, "abc", bold(1));
        first.annotate(2, 5, bold(2));
        first.remove(3, 4);
        session.replica(0).reconnect();
        assertThat(session.replica(0).outgoing().get(0).toJson())
                .contains("{\"b\":1}")
                .doesNotContain("{\"b\":2}");
        assertText("01ac23456789");
        assertThat(pieces(second)).isEqualTo("01a2c223456789");
    }

    @Test
    void dds090_rebaseBesideTombstones_leavesTheTextInView() {
        first.insert(5, "left");
        session.replica(0).disconnect();
        second.remove(3, 7);
        second.insert(3, "R");
        session.replica(1).sendAll();
        session.replica(0).reconnect();
        String inView = first.text();
        session.settle();
        assertThat(first.text()).isEqualTo(second.text());
        assertThat(inView).isEqualTo(first.text());
    }

    @Test
    void dds091_twoReconnectsBeforeAck_converge() {
        session.replica(0).disconnect();
        first.insert(5, "ab");
        second.remove(4, 6);
        session.replica(1).sendAll();
        session.replica(0).reconnect();
        session.replica(0).disconnect();
        second.insert(4, "x");
        session.replica(1).sendAll();
        session.settle();
        assertThat(first.text()).isEqualTo(second.text()).contains("ab").contains("x");
    }

    @Test
    void dds092_longEditing_keepsThingsShort() {
        for (int i = 0; i < 2_000; i++) {
            first.insert(5, "x");
            first.remove(5, 6);
            session.deliver();
        }
        session.deliver();
        assertText("0123456789");
        assertThat(Blobs.of(first.summarize()).texts().get("content/header")).hasSizeLessThan(600);
    }

    @Test
    void dds095_chunkBorders_areConsistent() {
        for (int i = 0; i < 30; i++) {
            first.insert(first.length(), "y".repeat(1000), bold(i + 1));
        }
        session.settle();
        for (SharedString text : List.of(first, second, first)) {
            text.insert(0, "!");
            session.deliver();
        }
        Map<String, String> blobs = Blobs.of(second.summarize()).texts();
        assertThat(blobs).containsKeys("content/header", "content/body");
        assertThat(session.load(session.replica(1)).channel().text()).isEqualTo(first.text());
    }

    @Test
    void dds005_gc051_handleInAProperty_isNamedAlsoWhileHidden() {
        first.annotate(0, 1, JsonObject.of("to", Handle.ofUrl("/store/a").toJson()));
        session.settle();
        first.annotate(0, 1, JsonObject.of("to", Handle.ofUrl("/store/b").toJson()));
        List<String> urls = new ArrayList<>();
        first.forEachHandle(urls::add);
        assertThat(urls).contains("/store/a", "/store/b");
    }

    @Test
    void gc051_handleOfARemovedCharacter_isNotNamed() {
        first.annotate(0, 1, JsonObject.of("to", Handle.ofUrl("/store/a").toJson()));
        first.annotate(2, 3, JsonObject.of("to", Handle.ofUrl("/store/b").toJson()));
        session.settle();
        first.remove(0, 1);
        session.replica(0).sendAll();
        session.replica(1).receiveAll();
        second.remove(1, 2);
        List<String> urls = new ArrayList<>();
        second.forEachHandle(urls::add);
        assertThat(urls).as("removed for others too, and not yet so").containsExactly("/store/b");
        session.settle();
        urls.clear();
        first.forEachHandle(urls::add);
        assertThat(urls).isEmpty();
    }

    @Test
    void anchors_moveWithTheirUnitAndSlide() {
        Anchor forward = first.anchor(4, Anchor.Slide.FORWARD);
        Anchor backward = first.anchor(4, Anchor.Slide.BACKWARD);
        second.insert(0, "xx");
        session.settle();
        assertThat(first.position(forward)).isEqualTo(6);

        second.remove(5, 8);
        session.settle();
        assertThat(first.position(forward)).isEqualTo(5);
        assertThat(first.position(backward)).isEqualTo(4);
        first.release(forward);
        assertThat(first.position(forward)).isEqualTo(-1);
    }

    @Test
    void changes_areToldAndTakenBack() {
        List<String> told = new ArrayList<>();
        first.onChange(text -> text.changes().forEach(change -> told.add(text.origin() + " " + told(change))));
        first.replace(0, 2, "ab");
        session.deliver();
        second.remove(0, 1);
        session.deliver();
        session.replica(0).disconnect();
        first.remove(0, 2);
        first.insert(0, "z");
        first.annotate(0, 1, bold(1));
        session.replica(0).rollback();
        session.replica(0).rollback();
        session.replica(0).rollback();

        assertThat(first.text()).isEqualTo("b23456789");
        assertThat(told)
                .containsExactly(
                        "LOCAL INSERTED 2 ab",
                        "LOCAL REMOVED 0 01",
                        "REMOTE REMOVED 0 a",
                        "LOCAL REMOVED 0 b2",
                        "LOCAL INSERTED 0 z",
                        "LOCAL ANNOTATED 0 z",
                        "LOCAL ANNOTATED 0 z",
                        "LOCAL REMOVED 0 z",
                        "LOCAL INSERTED 0 b2");
    }

    private static String told(Change change) {
        return change.kind() + " " + change.position() + " " + ((TextContent) change.content()).text();
    }

    @Test
    void editsOutOfRange_areRefused() {
        assertThatThrownBy(() -> first.insert(11, "x")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> first.remove(3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> first.replace(0, 11, "x")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(session.replica(0).pendingOps()).isZero();
    }
}
