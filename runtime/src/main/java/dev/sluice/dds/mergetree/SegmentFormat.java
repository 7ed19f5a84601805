package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;

/**
 * Reads segments from ops and snapshots.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SegmentFormat {
    /**
     * Reads a segment.
     *
     * @throws MergeTreeException if it is none of this format
     */
    Spec read(JsonValue json);

    /**
     * A segment as written.
     *
     * @param content what it holds
     * @param properties what it is annotated with; empty if nothing
     */
    record Spec(SegmentContent content, JsonObject properties) {}
}
