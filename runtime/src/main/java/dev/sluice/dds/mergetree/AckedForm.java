package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what an op did to the sequenced state as an op that its sender would have made had it seen everything (dds-formats
 * §9.10). Segments are given in order, after the op was applied.
 */
final class AckedForm {
    private final SegmentTree tree;

    AckedForm(SegmentTree tree) {
        this.tree = tree;
    }

    List<JsonObject> inserted(List<Segment> segments) {
        List<JsonObject> ops = new ArrayList<>();
        for (Segment segment : segments) {
            if (Perspective.ACKED.sees(segment)) {
                ops.add(Ops.insert(
                        tree.position(segment, Perspective.ACKED), segment.content.toJson(segment.properties.at(0))));
            }
        }
        return ops;
    }

    /** Expects the segments that nobody had removed before. */
    List<JsonObject> removed(List<Segment> segments) {
        List<JsonObject> ops = new ArrayList<>();
        int start = 0;
        int length = 0;
        for (Segment segment : segments) {
            int position = tree.position(segment, Perspective.ACKED);
            if (length > 0 && position != start) {
                ops.add(Ops.remove(start, start + length));
                length = 0;
            }
            start = position;
            length += segment.length();
        }
        if (length > 0) {
            ops.add(Ops.remove(start, start + length));
        }
        return ops;
    }

    List<JsonObject> annotated(List<Segment> segments, JsonObject op) {
        List<JsonObject> ops = new ArrayList<>();
        int start = 0;
        int end = 0;
        for (Segment segment : segments) {
            if (Perspective.ACKED.sees(segment)) {
                int position = tree.position(segment, Perspective.ACKED);
                if (end > start && position != end) {
                    ops.add(Ops.annotateAs(op, start, end));
                }
                start = end > start && position == end ? start : position;
                end = position + segment.length();
            }
        }
        if (end > start) {
            ops.add(Ops.annotateAs(op, start, end));
        }
        return ops;
    }
}
