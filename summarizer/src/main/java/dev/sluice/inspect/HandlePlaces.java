package dev.sluice.inspect;

import dev.sluice.datastore.channel.Channel;
import dev.sluice.dds.KeyedValues;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.directory.Directory;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.text.Interval;
import dev.sluice.dds.text.SharedString;
import dev.sluice.inspect.HandlePlace.Kind;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where in a channel handles are. A channel of a type that is unknown here has no places to tell.
 *
 * <p>Linear in the content of the channel; of matrices with more than {@value #MOST_CELLS} cells only that they hold it. Confined to
 * the document's thread.
 */
final class HandlePlaces {
    private static final long MOST_CELLS = 4_000_000;

    private final Map<NodePath, List<HandlePlace>> found = new LinkedHashMap<>();

    private HandlePlaces() {}

    /** Returns the places where each node is referred to, in the order of the content; nothing of what cannot be told. */
    static Map<NodePath, List<HandlePlace>> of(Channel channel) {
        HandlePlaces places = new HandlePlaces();
        places.search(channel);
        return places.found;
    }

    private void search(Channel channel) {
        if (channel instanceof SharedMap map) {
            keys(map, Kind.MAP_KEY, "");
        } else if (channel instanceof SharedDirectory directory) {
            directory(directory);
        } else if (channel instanceof SharedCell cell) {
            cell.get().ifPresent(value -> search(value, new HandlePlace(Kind.CELL, "", "", "")));
        } else if (channel instanceof SharedString string) {
            string(string);
        } else if (channel instanceof SharedMatrix matrix) {
            matrix(matrix);
        } else if (channel instanceof ConsensusRegisterCollection registers) {
            registers(registers);
        } else if (channel instanceof ConsensusQueue queue) {
            queue(queue);
        }
    }

    private void keys(KeyedValues values, Kind kind, String in) {
        values.keys()
                .forEach(key -> values.get(key).ifPresent(value -> search(value, new HandlePlace(kind, in, key, ""))));
    }

    private void directory(Directory directory) {
        keys(directory, Kind.DIRECTORY_KEY, directory.path());
        directory
                .subdirectories()
                .forEach(name -> directory.getSubdirectory(name).ifPresent(this::directory));
    }

    private void string(SharedString string) {
        int[] position = {0};
        string.forEach((content, properties) -> {
            Optional<String> id = properties.string(MarkerContent.ID);
            HandlePlace place = content instanceof MarkerContent && id.isPresent()
                    ? new HandlePlace(Kind.MARKER, "", id.get(), "")
                    : new HandlePlace(Kind.TEXT, "", String.valueOf(position[0]), "");
            search(properties, place);
            position[0] += content.length();
        });
        for (String label : string.intervalLabels()) {
            for (Interval interval : string.intervals(label).intervals()) {
                search(interval.properties(), new HandlePlace(Kind.INTERVAL, label, interval.id(), ""));
            }
        }
    }

    private void matrix(SharedMatrix matrix) {
        if ((long) matrix.rowCount() * matrix.columnCount() > MOST_CELLS) {
            return;
        }
        for (int row = 0; row < matrix.rowCount(); row++) {
            for (int column = 0; column < matrix.columnCount(); column++) {
                Optional<JsonValue> value = matrix.get(row, column);
                if (value.isPresent()) {
                    search(
                            value.get(),
                            new HandlePlace(Kind.MATRIX_CELL, String.valueOf(column), String.valueOf(row), ""));
                }
            }
        }
    }

    private void registers(ConsensusRegisterCollection registers) {
        for (String key : registers.keys()) {
            HandlePlace place = new HandlePlace(Kind.REGISTER, "", key, "");
            registers.read(key).ifPresent(value -> search(value, place));
            registers.readVersions(key).forEach(version -> version.ifPresent(value -> search(value, place)));
        }
    }

    private void queue(ConsensusQueue queue) {
        List<JsonValue> items = queue.items();
        for (int i = 0; i < items.size(); i++) {
            search(items.get(i), new HandlePlace(Kind.QUEUE_ITEM, "", String.valueOf(i), ""));
        }
        // Who holds what, a queue tells in its summary only.
        if (queue.summarize().entries().get("jobTracking") instanceof SummaryBlob held) {
            JsonArray pairs =
                    JsonValue.parse(held.text().orElse("[]")).asArray().orElse(JsonArray.EMPTY);
            for (JsonValue pair : pairs.elements()) {
                JsonArray entry = pair.asArray().orElse(JsonArray.EMPTY);
                if (entry.size() == 2) {
                    search(
                            entry.get(1),
                            new HandlePlace(
                                    Kind.HELD_ITEM, "", entry.get(0).asString().orElse(""), ""));
                }
            }
        }
    }

    private void search(JsonValue value, HandlePlace place) {
        search(value, place, "");
    }

    private void search(JsonValue value, HandlePlace place, String way) {
        Optional<String> url = JsonHandle.urlOf(value);
        if (url.isPresent()) {
            List<HandlePlace> places = found.computeIfAbsent(NodePath.ofUrl(url.get()), target -> new ArrayList<>());
            HandlePlace exact = place.at(way);
            // A register has the agreed value among its versions, too.
            if (places.isEmpty() || !places.get(places.size() - 1).equals(exact)) {
                places.add(exact);
            }
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                search(array.get(i), place, way + "/" + i);
            }
        } else if (value instanceof JsonObject object) {
            object.members().forEach((name, member) -> search(member, place, way + "/" + escaped(name)));
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
