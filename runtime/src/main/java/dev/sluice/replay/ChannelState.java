package dev.sluice.replay;

import dev.sluice.datastore.OpaqueChannel;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.dds.KeyedValues;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.Directory;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.task.TaskManager;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import java.util.ArrayList;
import java.util.List;

/**
 * What a channel holds, as plain JSON: {@code type}, and members that depend on it. Equal content gives equal JSON but for the
 * order of map and directory entries, which differs between clients that were there and clients that loaded a summary.
 *
 * <p>Handles are {@code {"$handle":"/path"}}, what is there without a value is {@code {"$undefined":true}}, and a string over
 * {@value #LONGEST_TEXT} UTF-16 units is {@code {"$sha256":…,"$length":…}}. A channel of unknown type is
 * {@code {"type":…,"opaque":true,"changed":…}}. Pure.
 *
 * @since 0.1
 */
public final class ChannelState {
    /** Longer strings, in UTF-16 units, are told by their hash. */
    public static final int LONGEST_TEXT = 32_768;

    private ChannelState() {}

    /** Returns what a channel holds. */
    public static JsonObject of(Channel channel) {
        JsonObject.Builder state =
                JsonObject.builder().put("type", channel.attributes().type());
        content(channel).members().forEach(state::put);
        return state.build();
    }

    private static JsonObject content(Channel channel) {
        if (channel instanceof SharedMap map) {
            return JsonObject.of("entries", entries(map));
        }
        if (channel instanceof SharedDirectory directory) {
            return JsonObject.of("root", directory(directory));
        }
        if (channel instanceof SharedString string) {
            return StringState.of(string);
        }
        if (channel instanceof SharedMatrix matrix) {
            return matrix(matrix);
        }
        if (channel instanceof SharedCounter counter) {
            return JsonObject.of("value", JsonValue.of(counter.value()));
        }
        if (channel instanceof SharedCell cell) {
            return JsonObject.of("value", PlainValue.of(cell.get()));
        }
        if (channel instanceof ConsensusRegisterCollection registers) {
            return registers(registers);
        }
        if (channel instanceof ConsensusQueue queue) {
            return queue(queue);
        }
        if (channel instanceof TaskManager tasks) {
            return JsonObject.of("queues", stored(tasks, "header"));
        }
        return JsonObject.builder()
                .put("opaque", JsonValue.of(true))
                .put("changed", JsonValue.of(channel instanceof OpaqueChannel opaque && opaque.isChanged()))
                .build();
    }

    private static JsonArray entries(KeyedValues values) {
        return new JsonArray(values.keys().stream()
                .map(key -> (JsonValue) JsonArray.of(JsonValue.of(key), PlainValue.of(values.get(key))))
                .toList());
    }

    private static JsonObject directory(Directory directory) {
        List<JsonValue> subdirectories = new ArrayList<>();
        for (String name : directory.subdirectories()) {
            Directory below = directory.getSubdirectory(name).orElseThrow();
            subdirectories.add(JsonArray.of(JsonValue.of(name), directory(below)));
        }
        return JsonObject.builder()
                .put("entries", entries(directory))
                .put("subdirectories", new JsonArray(subdirectories))
                .build();
    }

    private static JsonObject matrix(SharedMatrix matrix) {
        List<JsonValue> rows = new ArrayList<>();
        for (int row = 0; row < matrix.rowCount(); row++) {
            List<JsonValue> cells = new ArrayList<>();
            for (int column = 0; column < matrix.columnCount(); column++) {
                cells.add(PlainValue.of(matrix.get(row, column)));
            }
            rows.add(new JsonArray(cells));
        }
        return JsonObject.builder()
                .put("rowCount", matrix.rowCount())
                .put("colCount", matrix.columnCount())
                .put("rows", new JsonArray(rows))
                .put("fww", JsonValue.of(matrix.isFirstWriterWins()))
                .build();
    }

    private static JsonObject registers(ConsensusRegisterCollection registers) {
        JsonObject.Builder keys = JsonObject.builder();
        for (String key : registers.keys()) {
            keys.put(
                    key,
                    JsonObject.builder()
                            .put("atomic", PlainValue.of(registers.read(key)))
                            .put("lww", PlainValue.of(registers.readLatest(key)))
                            .put(
                                    "versions",
                                    new JsonArray(registers.readVersions(key).stream()
                                            .map(PlainValue::of)
                                            .toList()))
                            .build());
        }
        return JsonObject.of("keys", keys.build());
    }

    private static JsonObject queue(ConsensusQueue queue) {
        List<JsonValue> held = new ArrayList<>();
        for (JsonValue pair :
                stored(queue, "jobTracking").asArray().orElseThrow().elements()) {
            held.add(PlainValue.of(pair.asArray().orElseThrow().get(1)));
        }
        return JsonObject.builder()
                .put("items", PlainValue.all(queue.items()))
                .put("held", new JsonArray(held))
                .build();
    }

    /** What others hold or wait for, a channel tells in its summary only. */
    private static JsonValue stored(Channel channel, String blob) {
        return channel.summarize().entries().get(blob) instanceof SummaryBlob content
                ? JsonValue.parse(content.text().orElse("[]"))
                : JsonArray.EMPTY;
    }
}
