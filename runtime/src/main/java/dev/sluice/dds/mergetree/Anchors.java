package dev.sluice.dds.mergetree;

import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * References to units of a list, and the units they are on, while the list changes under them. Confined to its document's
 * thread.
 *
 * <p>Invariant: a segment is held as long as a reference that stays is on it; once none is, it is dropped when nobody can see it.
 *
 * @since 0.1
 */
public final class Anchors {
    private final SegmentTree tree;
    private final Window window;
    private final Editor editor;

    Anchors(SegmentTree tree, Window window, Editor editor) {
        this.tree = tree;
        this.window = window;
        this.editor = editor;
    }

    /**
     * Returns a reference to a unit in view, which stays on it, even removed, until {@link #settle}.
     *
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public Anchor create(int position, Anchor.Slide preference) {
        SegmentTree.Location location = inView(position);
        return new Anchor(location.segment(), location.offset(), preference, true);
    }

    private SegmentTree.Location inView(int position) {
        SegmentTree.Location location = tree.locate(position, Perspective.LOCAL);
        if (location == null) {
            throw new IndexOutOfBoundsException(position + " in a list of length " + tree.length(Perspective.LOCAL));
        }
        return location;
    }

    /**
     * Returns a reference to a unit as the sender of an op saw it, or to the neighbour it slid to; {@code null} if neither is.
     */
    public @Nullable Anchor create(int position, Anchor.Slide preference, Sequenced at) {
        SegmentTree.Location location = tree.locate(position, senderOf(at));
        if (location == null) {
            return null;
        }
        Anchor anchor = new Anchor(location.segment(), location.offset(), preference, false);
        slideIfRemoved(anchor);
        return anchor.segment() == null ? null : anchor;
    }

    /** Lets a reference slide from now on, and at once if the removal of its unit is sequenced. */
    public void settle(Anchor anchor) {
        anchor.stopStaying();
        slideIfRemoved(anchor);
    }

    private void slideIfRemoved(Anchor anchor) {
        Segment segment = anchor.segment();
        if (segment != null && segment.isRemovedByAcked()) {
            anchor.slide(tree);
            letGo(segment);
            window.sweep();
        }
    }

    /** Ends a reference. */
    public void release(Anchor anchor) {
        Segment segment = anchor.segment();
        anchor.moveTo(null, 0);
        if (segment != null) {
            letGo(segment);
            window.sweep();
        }
    }

    /** A segment is held by one reason less. */
    void letGo(Segment segment) {
        if (segment.isRemovedByAcked()) {
            window.schedule(segment, segment.removes.get(0));
        }
    }

    /**
     * Lets a reference go where it would slide for those who see everything sequenced and the edits made until {@code localTime}.
     *
     * @param localTime as {@link MergeTree#localTime} told
     * @return whether anything is left for it to be on
     */
    public boolean rebase(Anchor anchor, long localTime) {
        Perspective perspective = asOf(localTime);
        SegmentTree.Location to = tree.locate(anchor.position(tree, perspective), perspective);
        if (to == null) {
            return false;
        }
        anchor.moveTo(to.segment(), to.offset());
        return true;
    }

    /** Returns where the unit of a reference is in view, or the neighbour it would slide to; −1 if nothing is left. */
    public int position(Anchor anchor) {
        return anchor.position(tree, Perspective.LOCAL);
    }

    /** Returns where it is for those who see everything sequenced and nothing pending; −1 if nothing is left. */
    public int sequencedPosition(Anchor anchor) {
        return anchor.position(tree, Perspective.ACKED);
    }

    /**
     * Returns where the unit of a reference is for those who see everything sequenced and the edits made until {@code localTime},
     * or the neighbour it would slide to; −1 if nothing is left. That is where it will be for the receiver of an op made then.
     */
    public int positionAsOf(Anchor anchor, long localTime) {
        return anchor.position(tree, asOf(localTime));
    }

    /**
     * Returns where the unit of a reference is for those who see everything sequenced and the edits made until {@code localTime};
     * nothing if it is not there for them, or not in view.
     */
    public OptionalInt unitPosition(Anchor anchor, long localTime) {
        Perspective perspective = asOf(localTime);
        Segment segment = anchor.segment();
        return segment != null && perspective.sees(segment) && Perspective.LOCAL.sees(segment)
                ? OptionalInt.of(tree.position(segment, perspective) + anchor.offset)
                : OptionalInt.empty();
    }

    /**
     * Returns a unit in view.
     *
     * @param mapping what to put in its place: content of length 1 that means the same to others
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public Unit unit(int position, UnaryOperator<SegmentContent> mapping) {
        return unit(inView(position), mapping);
    }

    /**
     * Returns a unit as the sender of an op saw it.
     *
     * @param mapping what to put in its place, unless its removal is sequenced: content of length 1 that means the same to others
     * @throws MergeTreeException if there is no such unit
     */
    public Unit unit(int position, Sequenced at, UnaryOperator<SegmentContent> mapping) {
        SegmentTree.Location location = tree.locate(position, senderOf(at));
        if (location == null) {
            throw new MergeTreeException("unit " + position + " is not there for the sender of " + at);
        }
        return unit(location, mapping);
    }

    private Unit unit(SegmentTree.Location location, UnaryOperator<SegmentContent> mapping) {
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

    private static Perspective senderOf(Sequenced op) {
        return Perspective.remote(op.referenceSequenceNumber(), op.clientId());
    }

    private static Perspective asOf(long localTime) {
        return Perspective.reconnect(Stamp.local(localTime));
    }
}
