package dev.sluice.dds.mergetree;

import dev.sluice.dds.mergetree.SegmentTree.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removals that also take what is concurrently inserted between their end points (dds-formats §9.9). This client makes none
 * of its own. Mutable.
 */
final class Obliterations {
    private final SegmentTree tree;
    private final Editor editor;
    /** By sequence number; those that somebody may not have seen. */
    private final List<Obliteration> active = new ArrayList<>();

    private record Obliteration(Stamp stamp, Anchor start, Anchor end) {}

    /**
     * An end point.
     *
     * @param position of a unit
     * @param before whether it is the gap before the unit, not behind it
     */
    record Side(int position, boolean before) {
        int gap() {
            return before ? position : position + 1;
        }
    }

    Obliterations(SegmentTree tree, Editor editor) {
        this.tree = tree;
        this.editor = editor;
    }

    /**
     * Removes what is between two end points.
     *
     * @param victims is given what is about to be removed, in order
     */
    void obliterate(Side start, Side end, Perspective perspective, Stamp acked, Consumer<List<Segment>> victims) {
        Stamp stamp = acked.asSlice();
        editor.cut(start.gap(), perspective);
        editor.cut(end.gap(), perspective);
        Anchor from = anchor(start, perspective);
        Anchor to = anchor(end, perspective);
        active.add(new Obliteration(stamp, from, to));
        List<Segment> removed = new ArrayList<>();
        for (Segment segment = from.segment(); segment != null; segment = tree.next(segment)) {
            boolean excluded =
                    (segment == from.segment() && !start.before()) || (segment == to.segment() && end.before());
            if (!excluded && (perspective.sees(segment) || !segment.isRemovedByAcked())) {
                removed.add(segment);
            }
            if (segment == to.segment()) {
                break;
            }
        }
        victims.accept(List.copyOf(removed));
        editor.remove(removed, stamp);
    }

    private Anchor anchor(Side side, Perspective perspective) {
        Location location = tree.locate(side.position(), perspective);
        if (location == null) {
            throw new MergeTreeException(
                    "obliterate at " + side.position() + " in a list of length " + tree.length(perspective));
        }
        return new Anchor(location.segment(), location.offset(), Anchor.Slide.FORWARD, true);
    }

    /** Removes a segment that was just inserted if it fell into a range its sender had not seen obliterated. */
    void applyTo(Segment inserted, long referenceSequenceNumber) {
        List<Stamp> foreign = new ArrayList<>();
        Stamp newest = null;
        for (Obliteration obliteration : active) {
            Stamp stamp = obliteration.stamp;
            if (stamp.order() > referenceSequenceNumber && covers(obliteration, inserted)) {
                newest = newest == null || stamp.after(newest) ? stamp : newest;
                if (!stamp.client().equals(inserted.insert.client())) {
                    foreign.add(stamp);
                }
            }
        }
        if (newest != null && !newest.client().equals(inserted.insert.client())) {
            foreign.sort(Comparator.comparingLong(Stamp::order));
            foreign.forEach(stamp -> editor.remove(List.of(inserted), stamp));
        }
    }

    private boolean covers(Obliteration obliteration, Segment segment) {
        Segment start = obliteration.start.segment();
        Segment end = obliteration.end.segment();
        return start != null && end != null && !precedes(segment, start) && !precedes(end, segment);
    }

    private boolean precedes(Segment first, Segment second) {
        return first != second && tree.precedes(first, second);
    }

    /** Forgets what everybody has seen; returns segments that were kept for it. */
    List<Segment> settle(long minimumSequenceNumber) {
        List<Segment> released = new ArrayList<>();
        while (!active.isEmpty() && active.get(0).stamp.order() <= minimumSequenceNumber) {
            Obliteration old = active.remove(0);
            for (Anchor anchor : List.of(old.start, old.end)) {
                Segment kept = anchor.segment();
                anchor.moveTo(null, 0);
                if (kept != null) {
                    released.add(kept);
                }
            }
        }
        return released;
    }
}
