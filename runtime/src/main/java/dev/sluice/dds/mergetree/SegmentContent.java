package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;

/**
 * What a segment holds: so many characters, or units that count as such. Immutable.
 *
 * @since 0.1
 */
public interface SegmentContent {
    /** Returns the number of positions this takes, at least 1. */
    int length();

    /**
     * Returns a part of this.
     *
     * @param start first unit of the part
     * @param end unit after the part; greater than {@code start}
     */
    SegmentContent slice(int start, int end);

    /** Tells whether {@code next}, directly behind this and of equal properties, may be joined to it. */
    boolean joins(SegmentContent next);

    /**
     * Returns this with {@code next} behind it.
     *
     * @throws IllegalArgumentException if {@code next} does not join this
     */
    SegmentContent join(SegmentContent next);

    /**
     * Returns the form in ops and snapshots.
     *
     * @param properties what the segment is annotated with; empty if nothing
     */
    JsonValue toJson(JsonObject properties);
}
