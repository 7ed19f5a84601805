package dev.sluice.dds.mergetree;

import dev.sluice.dds.mergetree.SegmentTree.Location;
import dev.sluice.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inserts, removes and annotates as somebody saw the list (dds-formats §9.4 to §9.6). */
final class Editor {
    private final SegmentTree tree;
    private final Window window;

    Editor(SegmentTree tree, Window window) {
        this.tree = tree;
        this.window = window;
    }

    Segment insert(int position, SegmentContent content, JsonObject properties, Perspective perspective, Stamp stamp) {
        Segment segment = new Segment(content, stamp, Properties.of(properties));
        tree.insertBefore(gap(position, perspective, stamp), segment);
        window.added(segment);
        return segment;
    }

    /**
     * Returns the segment before which an insert goes, {@code null} at the end. Of the segments at the gap which the sender
     * does not see, those stay left that will be sequenced later: pending ones, while the insert is not.
     */
    @Nullable
    Segment gap(int position, Perspective perspective, Stamp stamp) {
        Segment next;
        if (position == 0) {
            next = tree.first();
        } else {
            Location before = tree.locate(position - 1, perspective);
            if (before == null) {
                throw new MergeTreeException(
                        "insert at " + position + " in a list of length " + tree.length(perspective));
            }
            if (before.offset() + 1 < before.segment().length()) {
                return split(before.segment(), before.offset() + 1);
            }
            next = tree.next(before.segment());
        }
        while (next != null && !perspective.sees(next) && (next.isDead(window.minimum()) || !goesBefore(stamp, next))) {
            next = tree.next(next);
        }
        return next;
    }

    private static boolean goesBefore(Stamp insert, Segment hidden) {
        return insert.after(hidden.insert)
                || (hidden.isRemovedByAcked() && hidden.removes.get(0).after(insert));
    }

    /** Returns what an observer sees in a range, cut at its ends. */
    List<Segment> range(int start, int end, Perspective perspective) {
        int length = tree.length(perspective);
        if (start < 0 || end < start || end > length) {
            throw new MergeTreeException("range " + start + " to " + end + " in a list of length " + length);
        }
        cut(start, perspective);
        cut(end, perspective);
        List<Segment> segments = new ArrayList<>();
        Location first = start < end ? tree.locate(start, perspective) : null;
        Segment segment = first == null ? null : first.segment();
        int remaining = end - start;
        while (remaining > 0 && segment != null) {
            segments.add(segment);
            remaining -= segment.length();
            segment = tree.nextSeen(segment, perspective);
        }
        return segments;
    }

    void cut(int position, Perspective perspective) {
        Location location = tree.locate(position, perspective);
        if (location != null && location.offset() > 0) {
            split(location.segment(), location.offset());
        }
    }

    Segment split(Segment segment, int at) {
        Segment tail = segment.split(at);
        tree.insertAfter(segment, tail);
        tree.changed(segment);
        window.split(tail);
        return tail;
    }

    /** Puts other content of length 1 in the place of one unit. */
    void replaceUnit(Segment segment, int offset, SegmentContent unit) {
        Segment single = offset > 0 ? split(segment, offset) : segment;
        if (single.length() > 1) {
            split(single, 1);
        }
        single.content = unit;
    }

    /** Removes segments, and lets what is anchored to those that are now removed for all slide. */
    void remove(List<Segment> segments, Stamp stamp) {
        List<Segment> slid = new ArrayList<>();
        for (Segment segment : segments) {
            if (!stamp.isLocal() && !segment.isRemovedByAcked()) {
                slid.add(segment);
            }
            segment.remove(stamp);
            tree.changed(segment);
            window.schedule(segment, stamp);
        }
        slid.forEach(this::slideAnchors);
    }

    void annotate(List<Segment> segments, PropertyChange change) {
        for (Segment segment : segments) {
            segment.properties = segment.properties.with(change);
            window.schedule(segment, change.stamp());
        }
    }

    void slideAnchors(Segment segment) {
        for (Anchor anchor : segment.anchors) {
            if (anchor.slides()) {
                anchor.slide(tree);
            }
        }
    }
}
