package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;

/**
 * Rows or columns of a matrix, with the handles under which their cells are kept (dds-formats §12.4).
 *
 * @param length at least 1
 * @param start handle of the first, the others follow; {@link #UNALLOCATED} if they have none
 * @since 0.1
 */
public record RunContent(int length, int start) implements SegmentContent {
    /** What rows and columns without cells have in place of a handle. */
    public static final int UNALLOCATED = Integer.MIN_VALUE;

    /** Reads runs as snapshots hold them. */
    public static final SegmentFormat STORED = RunContent::read;

    /** Reads runs of ops, whose handles mean nothing to the receiver (dds-formats §12.1). */
    public static final SegmentFormat SENT = json -> {
        SegmentFormat.Spec spec = read(json);
        return new SegmentFormat.Spec(new RunContent(spec.content().length(), UNALLOCATED), spec.properties());
    };

    /** Makes a run. */
    public RunContent {
        if (length < 1) {
            throw new IllegalArgumentException("a run holds at least one row or column, not " + length);
        }
    }

    @Override
    public RunContent slice(int from, int to) {
        return new RunContent(to - from, start == UNALLOCATED ? start : start + from);
    }

    @Override
    public boolean joins(SegmentContent next) {
        return next instanceof RunContent other
                && (start == UNALLOCATED
                        ? other.start == UNALLOCATED
                        : other.start != UNALLOCATED && other.start == start + length);
    }

    @Override
    public RunContent join(SegmentContent next) {
        if (!joins(next)) {
            throw new IllegalArgumentException("handles of " + next + " do not follow those of " + this);
        }
        return new RunContent(length + next.length(), start);
    }

    @Override
    public JsonValue toJson(JsonObject properties) {
        return JsonArray.of(JsonValue.of(length), JsonValue.of(start));
    }

    private static SegmentFormat.Spec read(JsonValue json) {
        if (json instanceof JsonArray pair && pair.size() == 2) {
            return new SegmentFormat.Spec(
                    new RunContent(Fields.whole(pair.get(0), "run length"), Fields.whole(pair.get(1), "run start")),
                    JsonObject.EMPTY);
        }
        throw new MergeTreeException("a run is [length, start], not " + json.toJson());
    }
}
