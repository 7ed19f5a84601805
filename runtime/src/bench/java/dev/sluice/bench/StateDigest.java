package dev.sluice.bench;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.dds.KeyedValues;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.Directory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.mergetree.TextContent;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A digest of all that a document's channels hold; {@code src/bench/node/state.mjs} computes the same. Members of objects are sorted by name.
 * Confined to the document's thread.
 */
final class StateDigest {
    private StateDigest() {}

    /** Returns the digest, for which every channel is opened. */
    static String of(ContainerRuntime<DataStore> runtime) {
        SortedMap<String, Channel> channels = new TreeMap<>();
        for (String storeId : runtime.dataStoreIds()) {
            DataStore store = runtime.dataStore(storeId).orElseThrow();
            store.channelIds()
                    .forEach(id ->
                            channels.put(storeId + "/" + id, store.channel(id).orElseThrow()));
        }
        MessageDigest digest = sha256();
        channels.forEach((path, channel) -> {
            digest.update((path + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(state(channel).toJson().getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonValue state(Channel channel) {
        if (channel instanceof SharedMap map) {
            return entries(map);
        }
        if (channel instanceof Directory directory) {
            return directory(directory);
        }
        if (channel instanceof SharedString string) {
            return new Runs().of(string);
        }
        if (channel instanceof SharedMatrix matrix) {
            return matrix(matrix);
        }
        if (channel instanceof SharedCounter counter) {
            return JsonValue.of(counter.value());
        }
        if (channel instanceof SharedCell cell) {
            return value(cell.get());
        }
        throw new IllegalArgumentException(
                "recordings have no " + channel.attributes().type());
    }

    private static JsonObject entries(KeyedValues values) {
        JsonObject.Builder entries = JsonObject.builder();
        new TreeSet<>(values.keys()).forEach(key -> entries.put(key, value(values.get(key))));
        return entries.build();
    }

    private static JsonArray directory(Directory directory) {
        List<JsonValue> parts = new ArrayList<>(List.of(entries(directory)));
        for (String name : directory.subdirectories()) {
            parts.add(JsonValue.of(name));
            parts.add(directory(directory.getSubdirectory(name).orElseThrow()));
        }
        return new JsonArray(parts);
    }

    private static JsonArray matrix(SharedMatrix matrix) {
        List<JsonValue> rows = new ArrayList<>();
        for (int row = 0; row < matrix.rowCount(); row++) {
            List<JsonValue> cells = new ArrayList<>();
            for (int column = 0; column < matrix.columnCount(); column++) {
                cells.add(value(matrix.get(row, column)));
            }
            rows.add(new JsonArray(cells));
        }
        return new JsonArray(rows);
    }

    private static JsonValue value(Optional<JsonValue> value) {
        return value.map(StateDigest::sorted).orElse(JsonValue.of("absent"));
    }

    private static JsonValue sorted(JsonValue value) {
        if (value instanceof JsonObject object) {
            JsonObject.Builder members = JsonObject.builder();
            new TreeMap<>(object.members()).forEach((name, member) -> members.put(name, sorted(member)));
            return members.build();
        }
        return value instanceof JsonArray array
                ? new JsonArray(
                        array.elements().stream().map(StateDigest::sorted).toList())
                : value;
    }

    /** Text by maximal runs of equal properties. */
    private static final class Runs {
        private final List<JsonValue> runs = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private JsonValue properties = JsonObject.EMPTY;

        JsonArray of(SharedString string) {
            string.forEach((content, annotated) -> {
                JsonValue next = sorted(annotated);
                if (!next.equals(properties)) {
                    end();
                    properties = next;
                }
                text.append(((TextContent) content).text());
            });
            end();
            return new JsonArray(runs);
        }

        private void end() {
            if (!text.isEmpty()) {
                runs.add(JsonArray.of(JsonValue.of(text.toString()), properties));
                text.setLength(0);
            }
        }
    }
}
