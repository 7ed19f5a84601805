package dev.sluice.dds.matrix;

import dev.sluice.dds.mergetree.Anchor;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/** A pending set of a cell. Mutable only in when it was made, which changes when it is sent again. */
final class CellEdit {
    final Cell cell;
    final Optional<JsonValue> value;
    final Anchor row;
    final Anchor column;
    final long rowTime;
    final long columnTime;
    long referenceSequenceNumber;

    CellEdit(
            Cell cell,
            Optional<JsonValue> value,
            Anchor row,
            Anchor column,
            long rowTime,
            long columnTime,
            long referenceSequenceNumber) {
        this.cell = cell;
        this.value = value;
        this.row = row;
        this.column = column;
        this.rowTime = rowTime;
        this.columnTime = columnTime;
        this.referenceSequenceNumber = referenceSequenceNumber;
    }
}
