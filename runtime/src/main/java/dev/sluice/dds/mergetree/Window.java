package dev.sluice.dds.mergetree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The collaboration window: which changes somebody may not have seen. What leaves it is dropped or joined to its neighbours,
 * so that memory follows the text and the window, not the history. Mutable.
 */
final class Window {
    private final SegmentTree tree;
    private final Map<String, Segment> markers = new HashMap<>();
    /** Segments to look at when the minimum reaches a sequence number. */
    private final NavigableMap<Long, List<Segment>> due = new TreeMap<>();

    private Consumer<SegmentContent> dropped = content -> {};
    private long minimum;
    private long current;

    Window(SegmentTree tree) {
        this.tree = tree;
    }

    long minimum() {
        return minimum;
    }

    long current() {
        return current;
    }

    @Nullable
    Segment marker(String id) {
        return markers.get(id);
    }

    /** Takes note of a new segment. */
    void added(Segment segment) {
        markerId(segment).ifPresent(id -> markers.put(id, segment));
        schedule(segment, segment.insert);
        segment.removes.forEach(stamp -> schedule(segment, stamp));
    }

    /** Takes note of the second half of a segment. */
    void split(Segment tail) {
        if (!tail.isSettled()) {
            schedule(tail, tail.lastAcked());
        }
    }

    /** Looks at a segment again when everybody has seen a change of it; at once when asked to sweep, if they have. */
    void schedule(Segment segment, Stamp stamp) {
        if (!stamp.isLocal()) {
            due.computeIfAbsent(stamp.order(), key -> new ArrayList<>()).add(segment);
        }
    }

    void onDropped(Consumer<SegmentContent> consumer) {
        dropped = consumer;
    }

    /** Takes note that a segment will never be seen again, or will never have been. */
    void discarded(Segment segment) {
        dropped.accept(segment.content);
        markerId(segment).ifPresent(id -> markers.remove(id, segment));
    }

    void startAt(long minimumSequenceNumber, long currentSequenceNumber) {
        minimum = minimumSequenceNumber;
        current = currentSequenceNumber;
    }

    void advance(long minimumSequenceNumber, long currentSequenceNumber) {
        current = Math.max(current, currentSequenceNumber);
        minimum = Math.max(minimum, Math.min(minimumSequenceNumber, current));
        sweep();
    }

    void sweep() {
        for (Map.Entry<Long, List<Segment>> first = due.firstEntry();
                first != null && first.getKey() <= minimum;
                first = due.firstEntry()) {
            due.remove(first.getKey());
            first.getValue().forEach(this::settle);
        }
    }

    private void settle(Segment segment) {
        if (segment.parent == null) {
            return;
        }
        if (segment.isDead(minimum)) {
            if (segment.pending.isEmpty() && segment.anchors.isEmpty()) {
                discarded(segment);
                tree.remove(segment);
            }
            return;
        }
        if (segment.insert.order() <= minimum) {
            segment.insert = Stamp.SETTLED;
        }
        segment.properties = segment.properties.settle(minimum);
        tree.changed(segment);
        Segment next = tree.next(segment);
        if (next != null) {
            join(segment, next);
        }
        Segment previous = tree.previous(segment);
        if (previous != null) {
            join(previous, segment);
        }
    }

    private void join(Segment left, Segment right) {
        if (left.isSettled()
                && right.isSettled()
                && left.content.joins(right.content)
                && left.properties.view().equals(right.properties.view())) {
            left.join(right);
            tree.remove(right);
            tree.changed(left);
        }
    }

    private static Optional<String> markerId(Segment segment) {
        return segment.content instanceof MarkerContent
                ? segment.properties.view().string(MarkerContent.ID)
                : Optional.empty();
    }
}
