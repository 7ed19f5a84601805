package dev.sluice.dds.map;

import dev.sluice.dds.keyed.Wrapped;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the snapshot of a map (dds-formats §4.3): large values in blobs of their own, the others in portions, the last of which
 * is in the header. The portions are those of the reference implementation, so that unchanged maps give unchanged blobs.
 * Confined to one thread.
 */
final class MapSnapshot {
    static final String HEADER = "header";
    static final String BLOBS = "blobs";
    static final String CONTENT = "content";

    /** In characters of JSON. */
    private static final int OWN_BLOB_LENGTH = 8 * 1024;

    private static final int PORTION_LENGTH = 16 * 1024;
    /** What the reference counts for an entry beside its value. */
    private static final int ENTRY_LENGTH = Wrapped.PLAIN.length() + 21;

    private final SummaryTree.Builder tree = SummaryTree.builder();
    private final List<JsonValue> names = new ArrayList<>();
    private JsonObject.Builder portion = JsonObject.builder();
    private int portionLength;

    private MapSnapshot() {}

    static SummaryTree write(Map<String, Optional<JsonValue>> values) {
        MapSnapshot snapshot = new MapSnapshot();
        Map<String, JsonValue> wrapped = new LinkedHashMap<>();
        values.forEach((key, value) -> wrapped.put(key, Wrapped.write(value)));
        // In the order of an ECMAScript object.
        JsonObject.of(wrapped)
                .members()
                .keySet()
                .forEach(key -> snapshot.add(key, values.getOrDefault(key, Optional.empty())));
        return snapshot.finish();
    }

    private void add(String key, Optional<JsonValue> value) {
        int length = value.map(present -> present.toJson().length()).orElse(0);
        JsonObject wrapped = Wrapped.write(value);
        if (length >= OWN_BLOB_LENGTH) {
            blob(JsonObject.of(key, wrapped));
            return;
        }
        portionLength += ENTRY_LENGTH + length;
        if (portionLength > PORTION_LENGTH) {
            blob(portion.build());
            portion = JsonObject.builder();
            portionLength = 0;
        }
        portion.put(key, wrapped);
    }

    private void blob(JsonObject content) {
        String name = "blob" + names.size();
        names.add(JsonValue.of(name));
        tree.text(name, content.toJson());
    }

    private SummaryTree finish() {
        JsonObject header = JsonObject.builder()
                .put(BLOBS, JsonValue.of(names))
                .put(CONTENT, portion.build())
                .build();
        return tree.text(HEADER, header.toJson()).build();
    }
}
