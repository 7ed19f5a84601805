package dev.sluice.dds.matrix;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An op that sets a cell (dds-formats §12.1). Immutable.
 *
 * @param row as its sender counted
 * @param column as its sender counted
 * @param value empty to empty the cell
 * @param wantsFirst whether the sender lets the first writer win
 */
record CellOp(int row, int column, Optional<JsonValue> value, boolean wantsFirst) {
    private static final String TYPE = "type";
    private static final String ROW = "row";
    private static final String COLUMN = "col";
    private static final String VALUE = "value";
    private static final String FIRST_WRITER_WINS = "fwwMode";
    private static final int SET = 2;

    /**
     * Reads an op that does not concern rows or columns.
     *
     * @param absolute makes the handles of a value absolute
     * @throws ChannelException if it sets no cell
     */
    static CellOp read(JsonObject op, UnaryOperator<JsonValue> absolute) {
        if (op.number(TYPE).filter(type -> type.value() == SET).isEmpty()) {
            throw new ChannelException("found op " + op + ", expected one that sets a cell");
        }
        return new CellOp(
                index(op, ROW),
                index(op, COLUMN),
                Optional.ofNullable(op.get(VALUE)).map(absolute),
                op.get(FIRST_WRITER_WINS) == JsonBoolean.TRUE);
    }

    private static int index(JsonObject op, String name) {
        return op.number(name)
                .filter(JsonNumber::isInteger)
                .map(number -> (int) number.value())
                .orElseThrow(() -> new ChannelException("found op " + op + ", expected a whole number " + name));
    }

    JsonObject write() {
        return JsonObject.builder()
                .put(TYPE, SET)
                .put(ROW, row)
                .put(COLUMN, column)
                .putIfPresent(VALUE, value)
                .put(FIRST_WRITER_WINS, JsonValue.of(wantsFirst))
                .build();
    }
}
