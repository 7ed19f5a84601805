package dev.sluice.dds.matrix;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cells by the handles of their rows and columns, and which of concurrent sets win (dds-formats §12.2, §12.4). Mutable. */
final class Cells {
    private static final long LAST_WRITER_WINS = -1;
    private static final int SWITCH_AT = 2;
    private static final int TRACKER_AT = 3;

    private final Map<Integer, Map<Integer, Cell>> rows = new TreeMap<>();
    private long switchedAt = LAST_WRITER_WINS;

    boolean isFirstWriterWins() {
        return switchedAt != LAST_WRITER_WINS;
    }

    /** Lets the first writer win from now on; there is no way back. */
    void switchToFirstWriterWins(long sequenceNumber) {
        if (!isFirstWriterWins()) {
            switchedAt = sequenceNumber;
        }
    }

    @Nullable
    Cell find(int row, int column) {
        return rows.getOrDefault(row, Map.of()).get(column);
    }

    Cell get(int row, int column) {
        return rows.computeIfAbsent(row, key -> new TreeMap<>()).computeIfAbsent(column, key -> new Cell());
    }

    void clearRow(int row) {
        rows.remove(row);
    }

    void clearColumn(int column) {
        rows.values().forEach(row -> row.remove(column));
    }

    /** Gives the cells of some rows and columns. */
    void forEach(BitSet wantedRows, BitSet wantedColumns, Consumer<Cell> consumer) {
        rows.forEach((row, cells) -> {
            if (wantedRows.get(row)) {
                cells.forEach((column, cell) -> {
                    if (wantedColumns.get(column)) {
                        consumer.accept(cell);
                    }
                });
            }
        });
    }

    void read(JsonValue stored) {
        JsonArray parts = stored.asArray()
                .filter(array -> array.size() > 0)
                .orElseThrow(() -> new ChannelException("found cells " + stored.toJson() + ", expected an array"));
        SparseArray.read(parts.get(0), (row, column, value) -> get(row, column).set(Optional.of(value)));
        if (parts.size() > SWITCH_AT && parts.get(SWITCH_AT) instanceof JsonNumber number) {
            switchedAt = (long) number.value();
        }
        if (parts.size() > TRACKER_AT && isFirstWriterWins()) {
            SparseArray.read(
                    parts.get(TRACKER_AT),
                    (row, column, write) -> get(row, column).load(write(write)));
        }
    }

    private static Cell.Write write(JsonValue json) {
        JsonObject write = json.asObject().orElse(JsonObject.EMPTY);
        long number = write.require("seqNum").asLong().orElse(0L);
        return new Cell.Write(number, write.string("clientId").orElse(""), false);
    }

    JsonArray write() {
        SparseArray values = new SparseArray();
        SparseArray writes = new SparseArray();
        rows.forEach((row, cells) -> cells.forEach((column, cell) -> {
            cell.sequenced().ifPresent(value -> values.put(row, column, value));
            Cell.Write write = cell.lastWrite();
            if (write != null) {
                writes.put(row, column, json(write));
            }
        }));
        List<JsonValue> parts =
                new ArrayList<>(List.of(values.write(), JsonArray.of(JsonNull.NULL), JsonValue.of(switchedAt)));
        if (isFirstWriterWins()) {
            parts.add(writes.write());
        }
        return new JsonArray(parts);
    }

    private static JsonObject json(Cell.Write write) {
        return JsonObject.builder()
                .put("seqNum", write.sequenceNumber())
                .put("clientId", write.clientId())
                .build();
    }
}
