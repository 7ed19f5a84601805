package dev.sluice.dds.mergetree;

import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * References to units, and the units they are on, while the list changes under them. Confined to its document's
 * thread.
 *
 * <p>Invariant: a segment is held as long as a reference that stays is on it; once none is, it is dropped when nobody can see it.
 */
final class Anchors {
    private final SegmentTree tree;
    private final Window window;
    private final Editor editor;

    Anchors(SegmentTree tree, Window window, Editor editor) {
        this.tree = tree;
        this.window = window;
        this.editor = editor;
    }

    /**
     * Returns a reference that stays on its unit.
     *
     * @throws IndexOutOfBoundsException if there is no such unit in view
     */
    Anchor staying(int position, Anchor.Slide preference) {
        SegmentTree.Location location = inView(position);
        return new Anchor(location.segment(), location.offset(), preference, true);
    }

    /**
     * Returns what is at a place in view.
     *
     * @throws IndexOutOfBoundsException if nothing is
     */
    SegmentTree.Location inView(int position) {
        SegmentTree.Location location = tree.locate(position, Perspective.LOCAL);
        if (location == null) {
            throw new IndexOutOfBoundsException(position + " in a list of length " + tree.length(Perspective.LOCAL));
        }
        return location;
    }

    /** Returns a reference that slides, at once if the removal of its unit is sequenced; {@code null} if there is nothing to be on. */
    @Nullable
    Anchor sliding(int position, Anchor.Slide preference, Perspective perspective) {
        SegmentTree.Location location = tree.locate(position, perspective);
        if (location == null) {
            return null;
        }
        Anchor anchor = new Anchor(location.segment(), location.offset(), preference, false);
        slideIfRemoved(anchor);
        return anchor.segment() == null ? null : anchor;
    }

    void slideIfRemoved(Anchor anchor) {
        Segment segment = anchor.segment();
        if (segment != null && segment.isRemovedByAcked()) {
            anchor.slide(tree);
            release(segment);
            window.sweep();
        }
    }

    /** Ends a reference. */
    void end(Anchor anchor) {
        Segment segment = anchor.segment();
        anchor.moveTo(null, 0);
        if (segment != null) {
            release(segment);
            window.sweep();
        }
    }

    /** A segment is held by one reason less. */
    void release(Segment segment) {
        if (segment.isRemovedByAcked()) {
            window.schedule(segment, segment.removes.get(0));
        }
    }

    /** Moves a reference to where it would slide; returns whether anything is there. */
    boolean rebase(Anchor anchor, Perspective perspective) {
        SegmentTree.Location to = tree.locate(anchor.position(tree, perspective), perspective);
        if (to == null) {
            return false;
        }
        anchor.moveTo(to.segment(), to.offset());
        return true;
    }

    /** Returns where the unit of a reference is, if it is there and in view. */
    OptionalInt position(Anchor anchor, Perspective perspective) {
        Segment segment = anchor.segment();
        return segment != null && perspective.sees(segment) && Perspective.LOCAL.sees(segment)
                ? OptionalInt.of(tree.position(segment, perspective) + anchor.offset)
                : OptionalInt.empty();
    }

    /** Returns a unit, with what is to be in its place put there unless its removal is sequenced. */
    Unit unit(SegmentTree.Location location, UnaryOperator<SegmentContent> mapping) {
        Segment segment = location.segment();
        SegmentContent content = segment.content.slice(location.offset(), location.offset() + 1);
        boolean isSeen = Perspective.LOCAL.sees(segment);
        int position = isSeen ? tree.position(segment, Perspective.LOCAL) + location.offset() : -1;
        if (segment.isRemovedByAcked()) {
            return new Unit(content, position, true);
        }
        SegmentContent mapped = mapping.apply(content);
        if (!mapped.equals(content)) {
            editor.replaceUnit(segment, location.offset(), mapped);
        }
        return new Unit(mapped, position, false);
    }
}
