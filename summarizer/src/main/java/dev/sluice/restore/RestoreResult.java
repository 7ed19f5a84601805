package dev.sluice.restore;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was restored. Immutable.
 *
 * @param node what was asked for
 * @param restoredAs its path now: the same if it still existed, that of its copy if it was deleted
 * @param source where copies come from; empty if nothing had to be copied
 * @param copies the path of each data store and blob that was deleted, and that of its copy
 * @param missing handles in the copies that still lead to what is gone, for the version does not have it either
 * @since 0.1
 */
public record RestoreResult(
        String node, String restoredAs, Optional<Source> source, Map<String, String> copies, List<String> missing) {
    /**
     * A version.
     *
     * @param version its id
     * @param sequenceNumber the op it is as of
     */
    public record Source(String version, long sequenceNumber) {}

    /** Copies map and list. */
    public RestoreResult {
        copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
        missing = List.copyOf(missing);
    }

    /** Returns lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (source.isEmpty()) {
            lines.add("revived " + node + ", which still existed");
            return lines;
        }
        lines.add("restored " + node + " as " + restoredAs + " from version "
                + source.get().version() + ", as of op " + source.get().sequenceNumber());
        copies.forEach((from, to) -> lines.add("  " + from + " -> " + to));
        missing.forEach(path -> lines.add("  " + path + " could not be restored: that version does not have it"));
        return lines;
    }

    /** Returns the form in JSON. */
    public JsonObject toJson() {
        JsonObject.Builder paths = JsonObject.builder();
        copies.forEach(paths::put);
        return JsonObject.builder()
                .put("node", node)
                .put("restoredAs", restoredAs)
                .putIfPresent(
                        "source",
                        source.map(from -> JsonObject.builder()
                                .put("version", from.version())
                                .put("sequenceNumber", from.sequenceNumber())
                                .build()))
                .put("copies", paths.build())
                .put("missing", JsonValue.of(missing.stream().map(JsonValue::of).toList()))
                .build();
    }
}
