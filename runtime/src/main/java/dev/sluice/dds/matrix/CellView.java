package dev.sluice.dds.matrix;

import dev.sluice.dds.SingleValue;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/** A place in a matrix. */
record CellView(SharedMatrix matrix, int row, int column) implements SingleValue {
    @Override
    public Optional<JsonValue> get() {
        return matrix.get(row, column);
    }

    @Override
    public void set(JsonValue value) {
        matrix.set(row, column, value);
    }
}
