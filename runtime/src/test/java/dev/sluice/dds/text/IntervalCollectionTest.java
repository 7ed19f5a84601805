package dev.sluice.dds.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dds.Origin;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.testing.Session;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntervalCollectionTest {
    private final Session<SharedString> session =
            new Session<>(SharedString.FACTORY, 2, text -> text.insert(0, "0123456789"));
    private final SharedString first = session.channel(0);
    private final SharedString second = session.channel(1);
    private final IntervalCollection mine = first.intervals("c");
    private final IntervalCollection theirs = second.intervals("c");

    private static JsonObject number(int n) {
        return JsonObject.of("n", JsonValue.of(n));
    }

    private void assertAt(String id, int start, int end) {
        session.settle();
        for (SharedString text :
                List.of(first, second, session.load(session.replica(0)).channel())) {
            Interval interval = text.intervals("c").get(id).orElseThrow();
            assertThat(List.of(interval.start(), interval.end())).containsExactly(start, end);
        }
    }

    @Test
    void dds100_edits_converge() {
        Interval added = mine.add(2, 4, number(1));
        assertAt(added.id(), 2, 4);
        theirs.move(added.id(), 3, 6);
        mine.annotate(added.id(), JsonObject.of("m", JsonValue.of(2)));
        assertAt(added.id(), 3, 6);
        assertThat(mine.get(added.id()).orElseThrow().properties().toJson()).isEqualTo("{\"n\":1,\"m\":2}");
        assertThat(mine.overlapping(6, 9)).hasSize(1);
        assertThat(mine.overlapping(7, 9)).isEmpty();

        assertThat(theirs.remove(added.id())).isTrue();
        session.settle();
        assertThat(mine.intervals()).isEmpty();
        assertThat(theirs.remove(added.id())).isFalse();
    }

    @Test
    void dds101_endOnRemovedText_slides() {
        Interval inside = mine.add(2, 4, JsonObject.EMPTY);
        Interval atEnd = mine.add(8, 9, JsonObject.EMPTY);
        session.settle();
        second.remove(4, 6);
        second.remove(6, 8);
        assertAt(inside.id(), 2, 4);
        assertAt(atEnd.id(), 5, 5);
        assertThat(first.text()).isEqualTo("012367");
    }

    @Test
    void dds102_addOnTextRemovedMeanwhile_slides() {
        second.remove(3, 6);
        Interval added = mine.add(4, 5, JsonObject.EMPTY);
        session.replica(1).sendAll();
        assertAt(added.id(), 3, 3);
    }

    @Test
    void dds103_ownPendingMove_masksThatOfOthers() {
        Interval added = mine.add(0, 1, JsonObject.EMPTY);
        session.settle();
        theirs.move(added.id(), 4, 5);
        mine.move(added.id(), 7, 8);
        session.replica(1).sendAll();
        session.replica(0).receiveAll();
        assertThat(mine.get(added.id()).orElseThrow().start()).isEqualTo(7);
        assertAt(added.id(), 7, 8);
    }

    @Test
    void dds104_propertyChange_leavesEnds() {
        Interval added = mine.add(2, 4, number(1));
        session.settle();
        mine.annotate(added.id(), JsonObject.of("n", JsonNull.NULL));
        theirs.move(added.id(), 5, 6);
        session.replica(1).sendAll();
        assertAt(added.id(), 5, 6);
        assertThat(theirs.get(added.id()).orElseThrow().properties()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void dds105_changeAfterRemoval_isIgnored() {
        Interval added = mine.add(2, 4, number(1));
        session.settle();
        mine.remove(added.id());
        theirs.move(added.id(), 5, 6);
        theirs.annotate(added.id(), number(2));
        session.replica(0).sendAll();
        session.settle();
        assertThat(mine.intervals()).isEmpty();
        assertThat(theirs.intervals()).isEmpty();
    }

    @Test
    void dds106_allTextRemoved_detaches() {
        Interval added = mine.add(2, 4, JsonObject.EMPTY);
        session.settle();
        second.remove(0, 10);
        assertAt(added.id(), -1, -1);
        assertThat(Blobs.of(first.summarize()).texts().get("header")).contains("[[-1,-1,");
    }

    private IntervalCollection load(String label, String stored) {
        Map<String, String> blobs =
                new LinkedHashMap<>(Blobs.of(first.summarize()).texts());
        blobs.put(
                "header",
                "{\"" + label + "\":{\"type\":\"sharedStringIntervalCollection\",\"value\":" + stored
                        + "},\"other\":{\"type\":\"Plain\",\"value\":1}}");
        SharedString loaded =
                SharedString.FACTORY.load(session.replica(0), new Blobs(blobs), SharedString.FACTORY.attributes());
        assertThat(loaded.intervalLabels()).containsExactly("c");
        return loaded.intervals("c");
    }

    @Test
    void dds107_olderSnapshots_load() {
        IntervalCollection old = load(
                "intervalCollections/c",
                "[{\"start\":1,\"end\":3,\"intervalType\":2,\"sequenceNumber\":0,\"properties\":{\"n\":1}},"
                        + "{\"start\":2,\"end\":3,\"properties\":{\"intervalId\":\"i\"}}]");
        assertThat(old.intervals()).extracting(Interval::id).containsExactly("legacy1-3", "i");
        assertThat(old.get("legacy1-3").orElseThrow().properties()).isEqualTo(number(1));

        IntervalCollection compact =
                load("c", "{\"label\":\"c\",\"version\":2,\"intervals\":[[1,3,0,2,{\"intervalId\":\"i\"}]]}");
        assertThat(compact.get("i").orElseThrow().end()).isEqualTo(3);
    }

    @Test
    void dds108_snapshot_holdsPositionsAfterCatchUp() {
        Interval added = mine.add(5, 6, JsonObject.EMPTY);
        session.settle();
        session.replica(1).disconnect();
        session.replica(1).reconnect();
        first.insert(0, "xyz");
        session.replica(0).sendAll();
        session.replica(0).receiveAll();

        assertThat(Blobs.of(first.summarize()).texts()).containsKey("content/catchupOps");
        SharedString loaded = session.load(session.replica(0)).channel();
        assertThat(loaded.intervals("c").get(added.id()).orElseThrow().start()).isEqualTo(8);
    }

    @Test
    void dds109_stickyEnds_slideToTheirSide() {
        IntervalCollection sticky = load(
                "c",
                "{\"label\":\"c\",\"version\":2,\"intervals\":[[4,6,0,2,{\"intervalId\":\"s\"},3],"
                        + "[\"start\",\"end\",0,2,{\"intervalId\":\"all\"},3],[4,6,0,2,{\"intervalId\":\"n\"},0]]}");
        Interval all = sticky.get("all").orElseThrow();
        assertThat(List.of(all.start(), all.end())).containsExactly(0, 10);
        assertThat(sticky.get("s").orElseThrow().startSide()).isEqualTo(Interval.Side.AFTER);
        assertThat(sticky.get("n").orElseThrow().endSide()).isEqualTo(Interval.Side.AFTER);
    }

    @Test
    void dds110_offlineEdits_areResentWithNewPositions() {
        session.replica(0).disconnect();
        Interval added = mine.add(5, 7, number(1));
        first.insert(0, "ab");
        second.insert(0, "xxx");
        second.remove(8, 9);
        session.replica(1).sendAll();
        session.replica(0).reconnect();

        assertThat(session.replica(0).outgoing().get(0).toJson())
                .contains("\"start\":8")
                .contains("\"end\":9");
        assertAt(added.id(), 10, 11);
    }

    @Test
    void changes_areToldAndTakenBack() {
        List<IntervalChange> told = new ArrayList<>();
        mine.onChange(told::add);
        Interval added = mine.add(1, 2, number(1));
        session.settle();
        theirs.annotate(added.id(), number(2));
        session.settle();
        session.replica(0).disconnect();
        mine.remove(added.id());
        session.replica(0).rollback();

        assertThat(told)
                .extracting(IntervalChange::origin)
                .containsExactly(Origin.LOCAL, Origin.REMOTE, Origin.LOCAL, Origin.LOCAL);
        assertThat(told)
                .extracting(change -> change.newInterval().isPresent())
                .containsExactly(true, true, false, true);
        assertThat(mine.get(added.id()).orElseThrow().properties()).isEqualTo(number(2));
    }

    @Test
    void endsOutOfRange_areRefused() {
        assertThatThrownBy(() -> mine.add(2, 10, JsonObject.EMPTY)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mine.add(3, 2, JsonObject.EMPTY)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
