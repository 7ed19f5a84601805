package dev.sluice.server.live;

import dev.sluice.dds.KeyedValues;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.Directory;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.mergetree.TextContent;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.task.TaskManager;
import dev.sluice.dds.text.Interval;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The state of each structure as plain JSON, in the form of {@code states.mjs}. */
final class States {
    private static final JsonObject UNDEFINED = JsonObject.of("$undefined", JsonValue.of(true));

    private States() {}

    static JsonObject of(Playground playground) {
        JsonObject.Builder all = JsonObject.builder();
        playground.names().forEach(name -> all.put(name, of(playground.part(name, Object.class))));
        return all.build();
    }

    private static JsonValue of(Object part) {
        if (part instanceof SharedMap map) {
            return entries(map);
        } else if (part instanceof SharedDirectory directory) {
            return directory(directory);
        } else if (part instanceof SharedCounter counter) {
            return JsonValue.of(counter.value());
        } else if (part instanceof SharedCell cell) {
            return plain(cell.get());
        } else if (part instanceof ConsensusRegisterCollection register) {
            return register(register);
        } else if (part instanceof ConsensusQueue queue) {
            return JsonObject.of("items", JsonValue.of(queue.items()));
        } else if (part instanceof TaskManager tasks) {
            return tasks(tasks);
        } else if (part instanceof SharedString text) {
            return text(text);
        }
        return matrix((SharedMatrix) part);
    }

    static JsonValue entries(KeyedValues values) {
        Map<String, JsonValue> entries = new TreeMap<>();
        values.keys().forEach(key -> entries.put(key, plain(values.get(key))));
        return JsonValue.of(entries);
    }

    private static JsonValue directory(Directory directory) {
        List<JsonValue> children = new ArrayList<>();
        directory
                .subdirectories()
                .forEach(name -> children.add(JsonArray.of(
                        JsonValue.of(name),
                        directory(directory.getSubdirectory(name).orElseThrow()))));
        return JsonObject.builder()
                .put("entries", entries(directory))
                .put("subdirectories", JsonValue.of(children))
                .build();
    }

    private static JsonValue register(ConsensusRegisterCollection register) {
        Map<String, JsonValue> keys = new TreeMap<>();
        for (String key : register.keys()) {
            List<JsonValue> versions =
                    register.readVersions(key).stream().map(States::plain).toList();
            keys.put(
                    key,
                    JsonObject.builder()
                            .put("atomic", plain(register.read(key)))
                            .put("versions", JsonValue.of(versions))
                            .build());
        }
        return JsonValue.of(keys);
    }

    private static JsonValue tasks(TaskManager tasks) {
        Map<String, JsonValue> queues = new TreeMap<>();
        for (String task : List.of("t", "u")) {
            List<JsonValue> queue =
                    tasks.queue(task).stream().<JsonValue>map(JsonValue::of).toList();
            if (!queue.isEmpty()) {
                queues.put(task, JsonValue.of(queue));
            }
        }
        return JsonValue.of(queues);
    }

    private static JsonValue text(SharedString text) {
        List<JsonValue> runs = new ArrayList<>();
        StringBuilder last = new StringBuilder();
        JsonObject[] lastProperties = {JsonObject.EMPTY};
        text.forEach((content, properties) -> {
            if (content instanceof TextContent characters) {
                if (!properties.equals(lastProperties[0])) {
                    flush(runs, last, lastProperties[0]);
                    lastProperties[0] = properties;
                }
                last.append(characters.text());
            } else {
                flush(runs, last, lastProperties[0]);
                lastProperties[0] = JsonObject.EMPTY;
                int refType = ((MarkerContent) content).refType();
                runs.add(JsonObject.builder()
                        .put("marker", JsonObject.of("refType", JsonValue.of(refType)))
                        .put("props", plainly(properties))
                        .build());
            }
        });
        flush(runs, last, lastProperties[0]);
        return JsonObject.builder()
                .put("text", text.text())
                .put("length", text.length())
                .put("runs", JsonValue.of(runs))
                .put("intervals", intervals(text))
                .build();
    }

    private static void flush(List<JsonValue> runs, StringBuilder text, JsonObject properties) {
        if (!text.isEmpty()) {
            runs.add(JsonObject.builder()
                    .put("text", text.toString())
                    .put("props", plainly(properties))
                    .build());
            text.setLength(0);
        }
    }

    private static JsonValue intervals(SharedString text) {
        Map<String, JsonValue> labels = new TreeMap<>();
        for (String label : text.intervalLabels()) {
            Map<String, JsonValue> intervals = new TreeMap<>();
            for (Interval interval : text.intervals(label).intervals()) {
                intervals.put(
                        interval.id(),
                        JsonObject.builder()
                                .put("start", interval.start())
                                .put("end", interval.end())
                                .put("props", plainly(interval.properties()))
                                .build());
            }
            if (!intervals.isEmpty()) {
                labels.put(label, JsonValue.of(intervals));
            }
        }
        return JsonValue.of(labels);
    }

    private static JsonValue matrix(SharedMatrix matrix) {
        List<JsonValue> rows = new ArrayList<>();
        for (int row = 0; row < matrix.rowCount(); row++) {
            List<JsonValue> cells = new ArrayList<>();
            for (int column = 0; column < matrix.columnCount(); column++) {
                cells.add(plain(matrix.get(row, column)));
            }
            rows.add(JsonValue.of(cells));
        }
        return JsonValue.of(rows);
    }

    private static JsonObject plainly(JsonObject properties) {
        JsonObject.Builder plain = JsonObject.builder();
        properties.members().forEach((name, value) -> plain.put(name, plain(value)));
        return plain.build();
    }

    private static JsonValue plain(Optional<JsonValue> value) {
        return value.map(States::plain).orElse(UNDEFINED);
    }

    private static JsonValue plain(JsonValue value) {
        Optional<String> url = JsonHandle.urlOf(value);
        if (url.isPresent()) {
            return JsonObject.of("$handle", JsonValue.of(url.get()));
        } else if (value instanceof JsonArray array) {
            return JsonValue.of(array.elements().stream().map(States::plain).toList());
        }
        return value instanceof JsonObject object ? plainly(object) : value;
    }
}
