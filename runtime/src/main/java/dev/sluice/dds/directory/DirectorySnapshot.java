package dev.sluice.dds.directory;

import dev.sluice.dds.keyed.Wrapped;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the snapshot of a tree of directories (dds-formats §8.7), with large values in blobs of their own that are numbered as the
 * reference implementation numbers them. Confined to one thread.
 */
final class DirectorySnapshot {
    static final String HEADER = "header";
    static final String BLOBS = "blobs";
    static final String CONTENT = "content";
    static final String CREATION = "ci";
    static final String NUMBER = "csn";
    static final String CREATORS = "ccIds";
    static final String STORAGE = "storage";
    static final String SUBDIRECTORIES = "subdirectories";

    /** In characters of JSON. */
    private static final int OWN_BLOB_LENGTH = 8 * 1024;

    private final SummaryTree.Builder tree = SummaryTree.builder();
    private final List<JsonValue> names = new ArrayList<>();

    private DirectorySnapshot() {}

    static SummaryTree write(Instance root) {
        DirectorySnapshot snapshot = new DirectorySnapshot();
        snapshot.writeLarge(root);
        JsonObject header = JsonObject.builder()
                .put(BLOBS, JsonValue.of(snapshot.names))
                .put(CONTENT, content(root))
                .build();
        return snapshot.tree.text(HEADER, header.toJson()).build();
    }

    /** Goes through a directory before those in it, and through these last to first. */
    private void writeLarge(Instance root) {
        Deque<Instance> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Instance directory = open.removeLast();
            directory.keys().sequenced().forEach((key, value) -> {
                if (isLarge(value)) {
                    blob(skeleton(directory.path(), JsonObject.of(key, Wrapped.write(value))));
                }
            });
            open.addAll(directory.sequencedChildren());
        }
    }

    private void blob(JsonObject content) {
        String name = "blob" + names.size();
        names.add(JsonValue.of(name));
        tree.text(name, content.toJson());
    }

    private static boolean isLarge(Optional<JsonValue> value) {
        return value.isPresent() && value.get().toJson().length() >= OWN_BLOB_LENGTH;
    }

    private static JsonObject skeleton(String path, JsonObject storage) {
        JsonObject skeleton = JsonObject.of(STORAGE, storage);
        List<String> parts = Ops.parts(path);
        for (int i = parts.size() - 1; i >= 0; i--) {
            skeleton = JsonObject.of(SUBDIRECTORIES, JsonObject.of(parts.get(i), skeleton));
        }
        return skeleton;
    }

    private static JsonObject content(Instance directory) {
        JsonObject creation = JsonObject.builder()
                .put(NUMBER, directory.sequenceNumber())
                .put(
                        CREATORS,
                        JsonValue.of(
                                directory.creators().stream().map(JsonValue::of).toList()))
                .build();
        JsonObject.Builder content = JsonObject.builder().put(CREATION, creation);
        Map<String, Optional<JsonValue>> entries = directory.keys().sequenced();
        if (!entries.isEmpty()) {
            JsonObject.Builder storage = JsonObject.builder();
            entries.forEach((key, value) -> {
                if (!isLarge(value)) {
                    storage.put(key, Wrapped.write(value));
                }
            });
            content.put(STORAGE, storage.build());
        }
        List<Instance> children = directory.sequencedChildren();
        if (!children.isEmpty()) {
            JsonObject.Builder subdirectories = JsonObject.builder();
            children.forEach(child -> subdirectories.put(child.name(), content(child)));
            content.put(SUBDIRECTORIES, subdirectories.build());
        }
        return content.build();
    }
}
