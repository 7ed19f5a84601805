package dev.sluice.dds.matrix;

import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows and columns of a matrix, and where pending sets of cells are in them. Mutable. */
record Axes(Vector rows, Vector columns) {
    private static final String ROWS = "rows";
    private static final String COLUMNS = "cols";

    /** Where a cell is; nothing on an axis that has it no more. */
    record Place(OptionalInt row, OptionalInt column) {
        boolean isThere() {
            return row.isPresent() && column.isPresent();
        }
    }

    static Axes create() {
        return new Axes(Vector.create(ROWS, AxisChange.Axis.ROWS), Vector.create(COLUMNS, AxisChange.Axis.COLUMNS));
    }

    static Axes load(ChannelStorage content, boolean isShared) {
        return new Axes(
                Vector.load(ROWS, AxisChange.Axis.ROWS, content, isShared),
                Vector.load(COLUMNS, AxisChange.Axis.COLUMNS, content, isShared));
    }

    void share() {
        rows.tree().share();
        columns.tree().share();
    }

    void observe(long sequenceNumber, long minimum) {
        rows.tree().observe(sequenceNumber, minimum);
        columns.tree().observe(sequenceNumber, minimum);
    }

    /** Returns the axis of a name that ops have as their target. */
    Optional<Vector> named(String name) {
        return switch (name) {
            case ROWS -> Optional.of(rows);
            case COLUMNS -> Optional.of(columns);
            default -> Optional.empty();
        };
    }

    /** Returns a pending set of a cell in view, which keeps its row and its column until it is released. */
    CellEdit edit(Cell cell, int row, int column, Optional<JsonValue> value, long referenceSequenceNumber) {
        return new CellEdit(
                cell,
                value,
                rows.anchor(row),
                columns.anchor(column),
                rows.tree().localTime(),
                columns.tree().localTime(),
                referenceSequenceNumber);
    }

    /** Returns where the cell of a set was when the set was made, among what is sequenced now. */
    Place placeWhenMade(CellEdit edit) {
        return place(edit, edit.rowTime, edit.columnTime);
    }

    /** Returns where the cell of a set is in view. */
    Place place(CellEdit edit) {
        return place(edit, rows.tree().localTime(), columns.tree().localTime());
    }

    private Place place(CellEdit edit, long rowTime, long columnTime) {
        return new Place(
                rows.tree().anchors().unitPosition(edit.row, rowTime),
                columns.tree().anchors().unitPosition(edit.column, columnTime));
    }

    void release(CellEdit edit) {
        rows.tree().anchors().release(edit.row);
        columns.tree().anchors().release(edit.column);
    }

    SummaryTree.Builder summarize() {
        return SummaryTree.builder().put(ROWS, rows.summarize()).put(COLUMNS, columns.summarize());
    }
}
