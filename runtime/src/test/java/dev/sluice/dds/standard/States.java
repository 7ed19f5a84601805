package dev.sluice.dds.standard;

import dev.sluice.datastore.channel.Channel;
import dev.sluice.dds.KeyedValues;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.Directory;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.mergetree.TextContent;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.task.TaskManager;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.text.Interval;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What channels hold, in the form in which the recordings say it; without what no client promises. */
final class States {
    private static final JsonValue UNDEFINED = JsonObject.of("$undefined", JsonValue.of(true));

    private States() {}

    /** Brings a recorded state into an order of our own. */
    static JsonValue recorded(JsonObject state) {
        JsonObject.Builder normal = JsonObject.builder();
        state.members().forEach((name, value) -> {
            if (name.equals("entries")) {
                normal.put(name, sorted(value));
            } else if (name.equals("root")) {
                normal.put(name, recorded(value.asObject().orElseThrow()));
            } else if (name.equals("subdirectories")) {
                normal.put(
                        name,
                        new JsonArray(value.asArray().orElseThrow().elements().stream()
                                .map(pair -> (JsonValue) JsonArray.of(
                                        pair.asArray().orElseThrow().get(0),
                                        recorded(pair.asArray()
                                                .orElseThrow()
                                                .get(1)
                                                .asObject()
                                                .orElseThrow())))
                                .toList()));
            } else if (name.equals("intervalCollections")) {
                normal.put(name, intervals(value.asObject().orElseThrow()));
            } else if (!name.equals("type")) {
                normal.put(name, value);
            }
        });
        return normal.build();
    }

    private static JsonValue sorted(JsonValue entries) {
        return new JsonArray(entries.asArray().orElseThrow().elements().stream()
                .sorted(Comparator.comparing(JsonValue::toJson))
                .toList());
    }

    private static JsonValue intervals(JsonObject collections) {
        JsonObject.Builder sorted = JsonObject.builder();
        collections.members().forEach((label, all) -> sorted.put(label, sorted(all)));
        return sorted.build();
    }

    static JsonValue of(Channel channel) {
        if (channel instanceof SharedMap map) {
            return JsonObject.of("entries", entries(map));
        }
        if (channel instanceof SharedDirectory directory) {
            return JsonObject.of("root", directory(directory));
        }
        if (channel instanceof SharedCounter counter) {
            return JsonObject.of("value", JsonValue.of(counter.value()));
        }
        if (channel instanceof SharedCell cell) {
            return JsonObject.of("value", value(cell.get()));
        }
        if (channel instanceof ConsensusRegisterCollection registers) {
            return registers(registers);
        }
        if (channel instanceof ConsensusQueue queue) {
            return queue(queue);
        }
        if (channel instanceof SharedMatrix matrix) {
            return matrix(matrix);
        }
        if (channel instanceof TaskManager) {
            return JsonObject.of("queues", JsonValue.parse(blob(channel, "header")));
        }
        return string((SharedString) channel);
    }

    private static String blob(Channel channel, String name) {
        return Blobs.of(channel.summarize()).texts().getOrDefault(name, "");
    }

    private static JsonValue queue(ConsensusQueue queue) {
        JsonArray tracking =
                JsonValue.parse(blob(queue, "jobTracking")).asArray().orElseThrow();
        return JsonObject.builder()
                .put(
                        "items",
                        new JsonArray(queue.items().stream().map(States::value).toList()))
                .put(
                        "held",
                        new JsonArray(tracking.elements().stream()
                                .map(pair -> value(pair.asArray().orElseThrow().get(1)))
                                .toList()))
                .build();
    }

    private static JsonValue entries(KeyedValues values) {
        List<JsonValue> entries = new ArrayList<>();
        values.keys().forEach(key -> entries.add(JsonArray.of(JsonValue.of(key), value(values.get(key)))));
        return sorted(new JsonArray(entries));
    }

    private static JsonValue directory(Directory directory) {
        List<JsonValue> subdirectories = new ArrayList<>();
        directory
                .subdirectories()
                .forEach(name -> subdirectories.add(JsonArray.of(
                        JsonValue.of(name),
                        directory(directory.getSubdirectory(name).orElseThrow()))));
        return JsonObject.builder()
                .put("entries", entries(directory))
                .put("subdirectories", new JsonArray(subdirectories))
                .build();
    }

    private static JsonValue registers(ConsensusRegisterCollection registers) {
        JsonObject.Builder keys = JsonObject.builder();
        for (String key : registers.keys()) {
            keys.put(
                    key,
                    JsonObject.builder()
                            .put("atomic", value(registers.read(key)))
                            .put("lww", value(registers.readLatest(key)))
                            .put(
                                    "versions",
                                    new JsonArray(registers.readVersions(key).stream()
                                            .map(States::value)
                                            .toList()))
                            .build());
        }
        return JsonObject.of("keys", keys.build());
    }

    private static JsonValue string(SharedString string) {
        JsonObject.Builder collections = JsonObject.builder();
        for (String label : string.intervalLabels()) {
            List<JsonValue> intervals = new ArrayList<>();
            string.intervals(label).intervals().forEach(interval -> intervals.add(interval(interval)));
            collections.put(label, sorted(new JsonArray(intervals)));
        }
        return JsonObject.builder()
                .put("length", string.length())
                .put("text", value(JsonValue.of(string.text())))
                .put("runs", runs(string))
                .put("intervalCollections", collections.build())
                .build();
    }

    private static JsonValue matrix(SharedMatrix matrix) {
        List<JsonValue> rows = new ArrayList<>();
        for (int row = 0; row < matrix.rowCount(); row++) {
            List<JsonValue> cells = new ArrayList<>();
            for (int column = 0; column < matrix.columnCount(); column++) {
                cells.add(value(matrix.get(row, column)));
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

    private static JsonValue interval(Interval interval) {
        boolean isStartSticky = interval.startSide() == Interval.Side.AFTER;
        return JsonObject.builder()
                .put("id", interval.id())
                .put("start", interval.start())
                .put("end", interval.end())
                .put("startSide", isStartSticky ? 1 : 0)
                .put("endSide", interval.endSide() == Interval.Side.AFTER ? 1 : 0)
                .put("props", interval.properties())
                .build();
    }

    private record Run(StringBuilder text, JsonObject properties) {}

    private static JsonValue runs(SharedString string) {
        List<JsonValue> runs = new ArrayList<>();
        List<Run> open = new ArrayList<>();
        string.forEach((content, properties) -> {
            if (content instanceof TextContent text) {
                if (open.isEmpty() || !open.get(0).properties.equals(properties)) {
                    close(open, runs);
                    open.add(new Run(new StringBuilder(), properties));
                }
                open.get(0).text.append(text.text());
            } else {
                close(open, runs);
                runs.add(content.toJson(properties));
            }
        });
        close(open, runs);
        return new JsonArray(runs);
    }

    private static void close(List<Run> open, List<JsonValue> runs) {
        open.forEach(run -> {
            JsonObject.Builder json = JsonObject.builder().put("text", value(JsonValue.of(run.text.toString())));
            runs.add((run.properties.members().isEmpty() ? json : json.put("props", run.properties)).build());
        });
        open.clear();
    }

    private static JsonValue value(Optional<JsonValue> value) {
        return value.map(States::value).orElse(UNDEFINED);
    }

    private static JsonValue value(JsonValue value) {
        Optional<String> url = JsonHandle.urlOf(value);
        if (url.isPresent()) {
            return JsonObject.of("$handle", JsonValue.of(url.get()));
        }
        if (value instanceof JsonObject object) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            object.members().forEach((name, member) -> members.put(name, value(member)));
            return JsonObject.of(members);
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(array.elements().stream().map(States::value).toList());
        }
        return value;
    }

    /** Replaces long strings by their hashes where the recording has done so. */
    static JsonValue hashedLike(JsonValue recorded, JsonValue own) {
        if (recorded instanceof JsonObject object && object.has("$sha256") && own instanceof JsonString text) {
            return JsonObject.builder()
                    .put("$sha256", sha256(text.value()))
                    .put("$length", text.value().length())
                    .build();
        }
        if (recorded instanceof JsonObject object && own instanceof JsonObject mine) {
            JsonObject.Builder members = JsonObject.builder();
            mine.members().forEach((name, member) -> {
                JsonValue theirs = object.get(name);
                members.put(name, theirs == null ? member : hashedLike(theirs, member));
            });
            return members.build();
        }
        if (recorded instanceof JsonArray array && own instanceof JsonArray mine && array.size() == mine.size()) {
            List<JsonValue> elements = new ArrayList<>();
            for (int i = 0; i < mine.size(); i++) {
                elements.add(hashedLike(array.get(i), mine.get(i)));
            }
            return new JsonArray(elements);
        }
        return own;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
