package dev.sluice.dds.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.dds.Origin;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.testing.Session;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedMatrixTest {
    private final Session<SharedMatrix> session = new Session<>(SharedMatrix.FACTORY, 2, matrix -> {
        matrix.insertRows(0, 3);
        matrix.insertColumns(0, 3);
        matrix.cell(1, 1).set("middle");
    });
    private final SharedMatrix first = session.channel(0);
    private final SharedMatrix second = session.channel(1);

    private void assertCell(int row, int column, Optional<String> expected) {
        session.settle();
        for (SharedMatrix matrix :
                List.of(first, second, session.load(session.replica(0)).channel())) {
            assertThat(matrix.cell(row, column).getString()).isEqualTo(expected);
        }
    }

    @Test
    void dds115_concurrentRowInsertAndSet_hitTheIntendedCell() {
        first.insertRows(0, 2);
        second.cell(1, 2).set("x");
        session.replica(0).sendAll();
        assertCell(3, 2, Optional.of("x"));
        assertCell(3, 1, Optional.of("middle"));
    }

    @Test
    void dds116_setInARemovedRow_isInvisible() {
        first.removeRows(1, 1);
        second.cell(1, 0).set("x");
        session.replica(0).sendAll();
        session.settle();
        assertThat(first.rowCount()).isEqualTo(2);
        assertCell(1, 0, Optional.empty());
        assertThat(session.replica(1).pendingOps()).isZero();
    }

    @Test
    void dds117_lastSequencedSetWins_ownPendingMasks() {
        first.cell(0, 0).set("first");
        second.cell(0, 0).set("second");
        session.replica(0).sendAll();
        session.replica(1).receiveAll();
        assertThat(second.cell(0, 0).getString()).contains("second");
        assertCell(0, 0, Optional.of("second"));
    }

    @Test
    void dds118_firstWriterWins_andTheLoserSeesIt() {
        first.switchToFirstWriterWins();
        second.switchToFirstWriterWins();
        first.cell(0, 0).set("first");
        second.cell(0, 0).set("second");
        session.replica(0).sendAll();
        List<CellChange> told = new ArrayList<>();
        second.onCellChange(told::add);
        session.replica(1).receiveAll();
        assertThat(second.cell(0, 0).getString()).contains("first");
        assertThat(told).hasSize(1);

        assertCell(0, 0, Optional.of("first"));
        second.cell(0, 0).set("later");
        assertCell(0, 0, Optional.of("later"));
        assertThat(session.load(session.replica(0)).channel().isFirstWriterWins())
                .isTrue();
    }

    @Test
    void gc051_handleInACell_isNamedAsLongAsItIsThere() {
        first.cell(0, 0).set(Handle.ofUrl("/store/a"));
        session.settle();
        List<String> urls = new ArrayList<>();
        second.forEachHandle(urls::add);
        assertThat(urls).containsExactly("/store/a");
        urls.clear();
        first.cell(0, 0).set("plain");
        session.settle();
        second.forEachHandle(urls::add);
        assertThat(urls).isEmpty();
    }

    @Test
    void gc051_handleInARemovedRowOrColumn_isNotNamed() {
        first.cell(0, 0).set(Handle.ofUrl("/store/a"));
        first.cell(1, 1).set(Handle.ofUrl("/store/b"));
        first.cell(2, 2).set(Handle.ofUrl("/store/c"));
        session.settle();
        first.removeRows(0, 1);
        session.replica(0).sendAll();
        session.replica(1).receiveAll();
        second.removeColumns(1, 1);
        List<String> urls = new ArrayList<>();
        second.forEachHandle(urls::add);
        assertThat(urls).as("removed for others too, and not yet so").containsExactlyInAnyOrder("/store/b", "/store/c");
        session.settle();
        urls.clear();
        first.forEachHandle(urls::add);
        assertThat(urls).containsExactly("/store/c");
    }

    @Test
    void dds118_lostSet_isNotResent() {
        first.switchToFirstWriterWins();
        first.cell(0, 0).set("first");
        session.replica(1).disconnect();
        second.cell(0, 0).set("late");
        session.replica(0).sendAll();
        session.replica(1).reconnect();
        assertThat(session.replica(1).outgoing()).isEmpty();
        assertCell(0, 0, Optional.of("first"));
    }

    private SharedMatrix load(Map<String, String> blobs) {
        return SharedMatrix.FACTORY.load(session.replica(0), new Blobs(blobs), SharedMatrix.FACTORY.attributes());
    }

    private static String segments(String runs, int count, int length) {
        return "{\"version\":\"1\",\"segmentCount\":" + count + ",\"length\":" + length + ",\"segments\":" + runs
                + ",\"startIndex\":0,\"headerMetadata\":{\"minSequenceNumber\":0,\"sequenceNumber\":0,"
                + "\"orderedChunkMetadata\":[{\"id\":\"header\"}],\"totalLength\":" + length
                + ",\"totalSegmentCount\":" + count + "}}";
    }

    private static Map<String, String> blobs(String cells) {
        return Map.of(
                "rows/segments/header",
                segments("[[1,3],[2,-2147483648]]", 2, 3),
                "rows/handleTable",
                "[1,2,4,0]",
                "cols/segments/header",
                segments("[[1,1]]", 1, 1),
                "cols/handleTable",
                "[2,0]",
                "cells",
                cells);
    }

    @Test
    void dds119_freeListAndUnallocatedRuns_load() {
        SharedMatrix loaded = load(blobs("[[null],[null]]"));
        assertThat(loaded.rowCount()).isEqualTo(3);
        assertThat(loaded.columnCount()).isEqualTo(1);
        assertThat(loaded.isFirstWriterWins()).isFalse();
        assertThat(loaded.get(2, 0)).isEmpty();

        HandleTable handles = HandleTable.read(JsonValue.parse("[1,2,4,0]"));
        assertThat(List.of(handles.allocate(), handles.allocate(), handles.allocate(), handles.allocate()))
                .containsExactly(1, 2, 4, 5);
        handles.free(2);
        assertThat(handles.write().toJson()).isEqualTo("[2,0,6,0,0,0]");
    }

    @Test
    void dds120_mortonKeys_areTheRecordedOnes() {
        assertThat(SparseArray.interleave(1, 1)).isEqualTo(3);
        assertThat(SparseArray.interleave(2, 1)).isEqualTo(9);
        assertThat(SparseArray.interleave(300, 5)).isEqualTo(133297);

        SparseArray array = new SparseArray();
        array.put(300, 5, JsonValue.of("v"));
        JsonArray level = array.write().get(0).asArray().orElseThrow();
        for (int index : List.of(0, 2, 8)) {
            level = level.get(index).asArray().orElseThrow();
        }
        assertThat(level.get(177)).isEqualTo(JsonValue.of("v"));
    }

    @Test
    void dds120_largeHandles_roundTrip() {
        SparseArray array = new SparseArray();
        array.put(70_000, 3, JsonValue.of(1));
        array.put(2, 65_536, JsonValue.of(2));
        List<String> found = new ArrayList<>();
        SparseArray.read(array.write(), (row, column, value) -> found.add(row + " " + column + " " + value.toJson()));
        assertThat(found).containsExactlyInAnyOrder("70000 3 1", "2 65536 2");
    }

    @Test
    void dds121_offlineEdits_converge() {
        session.replica(0).disconnect();
        first.insertRows(1, 2);
        first.cell(1, 0).set("new");
        first.cell(2, 0).set("gone");
        first.removeRows(2, 1);
        second.insertRows(0, 1);
        second.removeColumns(1, 1);
        session.replica(1).sendAll();
        session.replica(0).reconnect();
        assertCell(2, 0, Optional.of("new"));
        assertThat(second.rowCount()).isEqualTo(5);
        assertThat(second.columnCount()).isEqualTo(2);
    }

    @Test
    void dds122_insertWithHandles_isTakenAsWithout() {
        JsonValue op = JsonValue.parse("{\"type\":0,\"pos1\":0,\"seg\":[2,1],\"target\":\"rows\"}");
        first.apply(new ChannelOp(op, "other", 1, 9, 8, 0, 0));
        assertThat(first.rowCount()).isEqualTo(5);
        assertThat(first.get(0, 1)).isEmpty();
        assertThat(first.cell(3, 1).getString()).contains("middle");
    }

    @Test
    void dds123_null_isEmptyAfterLoad() {
        first.set(0, 0, JsonNull.NULL);
        first.set(0, 1, JsonArray.of(JsonNull.NULL));
        session.settle();
        assertThat(first.get(0, 0)).contains(JsonNull.NULL);
        SharedMatrix loaded = session.load(session.replica(1)).channel();
        assertThat(loaded.get(0, 0)).isEmpty();
        assertThat(loaded.get(0, 1)).contains(JsonArray.of(JsonNull.NULL));
    }

    @Test
    void removedRows_giveTheirHandlesBack() {
        for (int i = 0; i < 50; i++) {
            first.insertRows(0, 1);
            first.cell(0, 0).set("x");
            first.removeRows(0, 1);
            session.deliver();
            session.deliver();
        }
        session.settle();
        String handles = Blobs.of(first.summarize()).texts().getOrDefault("rows/handleTable", "");
        assertThat(handles).hasSizeLessThan(40);
        assertCell(1, 1, Optional.of("middle"));
    }

    @Test
    void changes_areToldAndTakenBack() {
        List<Object> told = new ArrayList<>();
        first.onAxisChange(told::add);
        first.onCellChange(told::add);
        second.insertRows(0, 1);
        second.cell(0, 0).set(7);
        session.deliver();
        session.replica(0).disconnect();
        first.removeColumns(0, 1);
        session.replica(0).rollback();
        first.clear(0, 0);
        session.replica(0).rollback();

        Optional<JsonValue> seven = Optional.of(JsonValue.of(7));
        assertThat(told)
                .containsExactly(
                        new AxisChange(AxisChange.Axis.ROWS, AxisChange.Kind.INSERTED, 0, 1, Origin.REMOTE),
                        new CellChange(0, 0, Optional.empty(), seven, Origin.REMOTE),
                        new AxisChange(AxisChange.Axis.COLUMNS, AxisChange.Kind.REMOVED, 0, 1, Origin.LOCAL),
                        new AxisChange(AxisChange.Axis.COLUMNS, AxisChange.Kind.INSERTED, 0, 1, Origin.LOCAL),
                        new CellChange(0, 0, seven, Optional.empty(), Origin.LOCAL),
                        new CellChange(0, 0, Optional.empty(), seven, Origin.LOCAL));
    }

    @Test
    void cellsOutOfRange_areRefused() {
        assertThatThrownBy(() -> first.get(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> first.set(0, 3, JsonNull.NULL)).isInstanceOf(IndexOutOfBoundsException.class);
        JsonValue op = JsonValue.parse("{\"type\":2,\"row\":9,\"col\":0,\"value\":1}");
        assertThatThrownBy(() -> first.apply(new ChannelOp(op, "other", 1, 9, 8, 0, 0)))
                .isInstanceOf(ChannelException.class);
        assertThatThrownBy(() -> first.applyStashed(op)).isInstanceOf(ChannelException.class);
    }
}
