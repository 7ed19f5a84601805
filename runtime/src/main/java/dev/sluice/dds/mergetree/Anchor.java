package dev.sluice.dds.mergetree;

import org.jspecify.annotations.Nullable;

/**
 * A reference to one unit, which moves with it. When the removal of the unit is sequenced the reference slides to a
 * neighbour, unless it is to stay (dds-formats §11.2). Confined to its document's thread.
 *
 * @since 0.1
 */
public final class Anchor {
    /** Where a reference goes first when its unit is removed. */
    public enum Slide {
        /** To the next unit; if there is none, to the previous one. */
        FORWARD,
        /** To the previous unit; if there is none, to the next one. */
        BACKWARD
    }

    private final Slide preference;
    private boolean staying;
    private @Nullable Segment segment;
    int offset;

    Anchor(Segment segment, int offset, Slide preference, boolean staying) {
        this.segment = segment;
        this.offset = offset;
        this.preference = preference;
        this.staying = staying;
        segment.attach(this);
    }

    @Nullable
    Segment segment() {
        return segment;
    }

    Slide preference() {
        return preference;
    }

    boolean slides() {
        return !staying;
    }

    void stopStaying() {
        staying = false;
    }

    void moveTo(@Nullable Segment to, int at) {
        if (segment != null) {
            segment.detach(this);
        }
        segment = to;
        offset = at;
        if (to != null) {
            to.attach(this);
        }
    }

    /** Leaves a removed unit for the nearest one that is sequenced and not removed, or for nothing. */
    void slide(SegmentTree tree) {
        Segment from = segment;
        if (from == null) {
            return;
        }
        Segment next = tree.nextSeen(from, Perspective.ACKED);
        Segment previous = tree.previousSeen(from, Perspective.ACKED);
        boolean forward = next != null && (preference == Slide.FORWARD || previous == null);
        if (forward) {
            moveTo(next, 0);
        } else {
            moveTo(previous, previous == null ? 0 : previous.length() - 1);
        }
    }

    /** Returns where an observer sees the unit, or the neighbour it would slide to; −1 if nothing. */
    int position(SegmentTree tree, Perspective perspective) {
        Segment at = segment;
        if (at == null) {
            return -1;
        }
        int start = tree.position(at, perspective);
        if (perspective.sees(at)) {
            return start + offset;
        }
        boolean next = tree.nextSeen(at, perspective) != null;
        if (next && (preference == Slide.FORWARD || start == 0)) {
            return start;
        }
        return start - 1;
    }
}
