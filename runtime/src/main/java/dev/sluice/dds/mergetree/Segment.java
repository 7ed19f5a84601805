package dev.sluice.dds.mergetree;

import java.util.ArrayList;
import java.util.List;

/** A run of units that came and go together. */
final class Segment extends Node {
    SegmentContent content;
    Stamp insert;
    /** In order; unmodifiable. */
    List<Stamp> removes = List.of();

    Properties properties;
    /** The parts of pending edits that name this segment; unmodifiable, mostly empty. */
    List<PendingPart> pending = List.of();
    /** Unmodifiable, mostly empty. */
    List<Anchor> anchors = List.of();

    Segment(SegmentContent content, Stamp insert, Properties properties) {
        this.content = content;
        this.insert = insert;
        this.properties = properties;
    }

    int length() {
        return content.length();
    }

    /** Tells whether nobody will ever see this again (dds-formats §9.1). */
    boolean isDead(long minimumSequenceNumber) {
        return !removes.isEmpty() && removes.get(0).order() <= minimumSequenceNumber;
    }

    boolean isRemovedByAcked() {
        return !removes.isEmpty() && !removes.get(0).isLocal();
    }

    /** Adds a removal at its place; of equal ones the earlier applied comes first. */
    void remove(Stamp stamp) {
        List<Stamp> sorted = new ArrayList<>(removes);
        int at = sorted.size();
        while (at > 0 && sorted.get(at - 1).after(stamp)) {
            at--;
        }
        sorted.add(at, stamp);
        removes = List.copyOf(sorted);
    }

    void forgetRemoval(Stamp stamp) {
        removes = removes.stream().filter(other -> !other.equals(stamp)).toList();
    }

    void enlist(PendingPart part) {
        List<PendingPart> more = new ArrayList<>(pending);
        more.add(part);
        pending = List.copyOf(more);
        part.segments.add(this);
    }

    void discharge(PendingPart part) {
        pending = pending.stream().filter(other -> other != part).toList();
    }

    void attach(Anchor anchor) {
        List<Anchor> more = new ArrayList<>(anchors);
        more.add(anchor);
        anchors = List.copyOf(more);
    }

    void detach(Anchor anchor) {
        anchors = anchors.stream().filter(other -> other != anchor).toList();
    }

    /** Cuts what is from an offset on into a segment of its own, which is in no tree yet. */
    Segment split(int at) {
        Segment tail = new Segment(content.slice(at, length()), insert, properties);
        content = content.slice(0, at);
        tail.removes = removes;
        pending.forEach(tail::enlist);
        for (Anchor anchor : anchors) {
            if (anchor.offset >= at) {
                anchor.moveTo(tail, anchor.offset - at);
            }
        }
        return tail;
    }

    /** Takes in the segment behind, which must be as settled as this. */
    void join(Segment next) {
        int length = length();
        content = content.join(next.content);
        for (Anchor anchor : next.anchors) {
            anchor.moveTo(this, length + anchor.offset);
        }
    }

    /** Returns the latest sequenced change; a settled one if all are local. */
    Stamp lastAcked() {
        Stamp last = properties.lastAcked();
        last = !insert.isLocal() && insert.after(last) ? insert : last;
        for (Stamp stamp : removes) {
            last = !stamp.isLocal() && stamp.after(last) ? stamp : last;
        }
        return last;
    }

    /** Tells whether this is the same to everybody. */
    boolean isSettled() {
        return insert.equals(Stamp.SETTLED) && removes.isEmpty() && pending.isEmpty() && properties.isSettled();
    }

    @Override
    public String toString() {
        return content + " inserted " + insert.order() + " removed "
                + removes.stream().map(Stamp::order).toList();
    }
}
