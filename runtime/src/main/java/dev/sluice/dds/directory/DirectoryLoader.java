package dev.sluice.dds.directory;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.keyed.Wrapped;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the snapshot of a tree of directories (dds-formats §8.7). Confined to one thread. */
final class DirectoryLoader {
    private final SharedDirectory owner;
    private final UnaryOperator<JsonValue> absolute;

    DirectoryLoader(SharedDirectory owner, UnaryOperator<JsonValue> absolute) {
        this.owner = owner;
        this.absolute = absolute;
    }

    void load(Instance root, ChannelStorage content) {
        JsonObject header = read(content, DirectorySnapshot.HEADER);
        Optional<JsonArray> blobs = header.array(DirectorySnapshot.BLOBS);
        if (blobs.isEmpty()) {
            load(root, header);
            return;
        }
        load(root, header.object(DirectorySnapshot.CONTENT).orElse(JsonObject.EMPTY));
        for (JsonValue name : blobs.get().elements()) {
            load(root, read(content, name.asString().orElse("")));
        }
    }

    private static JsonObject read(ChannelStorage content, String path) {
        return JsonValue.parse(content.read(path))
                .asObject()
                .orElseThrow(() -> new ChannelException("found no object in blob " + path));
    }

    private void load(Instance directory, JsonObject content) {
        Map<Long, Long> places = new HashMap<>();
        JsonObject children = content.object(DirectorySnapshot.SUBDIRECTORIES).orElse(JsonObject.EMPTY);
        children.members().forEach((name, json) -> {
            JsonObject child = json.asObject()
                    .orElseThrow(
                            () -> new ChannelException("found directory " + json.toJson() + ", expected an object"));
            load(child(directory, name, child, places), child);
        });
        content.object(DirectorySnapshot.STORAGE)
                .orElse(JsonObject.EMPTY)
                .members()
                .forEach((key, value) -> directory.keys().load(key, Wrapped.read(value, absolute)));
    }

    private Instance child(Instance directory, String name, JsonObject content, Map<Long, Long> places) {
        Instance existing = directory.sequencedChild(name);
        if (existing != null) {
            return existing;
        }
        JsonObject creation = content.object(DirectorySnapshot.CREATION).orElse(JsonObject.EMPTY);
        long number = creation.number(DirectorySnapshot.NUMBER)
                .flatMap(JsonValue::asLong)
                .orElse(0L);
        List<String> creators = creation.array(DirectorySnapshot.CREATORS).orElse(JsonArray.EMPTY).elements().stream()
                .flatMap(id -> id.asString().stream())
                .toList();
        Instance created = new Instance(directory, name, owner);
        long shown = Math.max(0, number);
        created.begin(shown, places.merge(shown, 1L, Long::sum), creators);
        directory.adopt(created);
        return created;
    }
}
