package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Makes local edits and keeps them until they are sequenced (dds-formats §9.7). Mutable. */
final class Pending {
    private final SegmentFormat format;
    private final SegmentTree tree;
    private final Window window;
    private final Editor editor;
    private final Positions positions;
    private final AckedForm acked;
    private final Deque<LocalEdit> edits = new ArrayDeque<>();
    private long lastLocal;

    Pending(SegmentFormat format, SegmentTree tree, Window window, Editor editor) {
        this.format = format;
        this.tree = tree;
        this.window = window;
        this.editor = editor;
        this.positions = new Positions(tree, window);
        this.acked = new AckedForm(tree);
    }

    LocalEdit removeOldest(Sequenced at) {
        LocalEdit edit = edits.pollFirst();
        if (edit == null) {
            throw new MergeTreeException("op " + at.sequenceNumber() + " is this client's, which has none pending");
        }
        return edit;
    }

    void removeNewest(LocalEdit edit) {
        if (edits.peekLast() != edit) {
            throw new IllegalStateException("only the newest pending edit can be rolled back");
        }
        edits.removeLast();
    }

    Deque<LocalEdit> edits() {
        return edits;
    }

    long lastLocal() {
        return lastLocal;
    }

    LocalEdit make(JsonObject op) {
        LocalEdit edit = new LocalEdit(op, window.current());
        make(op, edit);
        edits.add(edit);
        return edit;
    }

    private void make(JsonObject op, LocalEdit edit) {
        OpType type = OpType.of(op);
        if (type == OpType.GROUP) {
            RemoteOps.members(op).forEach(member -> make(member, edit));
            return;
        }
        PendingPart part = new PendingPart(type, Stamp.local(++lastLocal), op);
        List<Segment> segments = edit(op, part.stamp);
        segments.forEach(segment -> segment.enlist(part));
        edit.parts.add(part);
        report(type, segments, edit);
    }

    /** Tells an edit what it did to the view. */
    void report(OpType type, List<Segment> segments, LocalEdit edit) {
        for (Segment segment : segments) {
            edit.changed(change(kind(type), segment));
        }
    }

    private static Change.Kind kind(OpType type) {
        return switch (type) {
            case INSERT -> Change.Kind.INSERTED;
            case REMOVE -> Change.Kind.REMOVED;
            default -> Change.Kind.ANNOTATED;
        };
    }

    private Change change(Change.Kind kind, Segment segment) {
        return new Change(kind, tree.position(segment, Perspective.LOCAL), segment.content, segment.properties.view());
    }

    /** Applies an op to the local view; its stamp is local, or settled if nobody else has the list yet. */
    List<Segment> edit(JsonObject op, Stamp stamp) {
        Perspective view = Perspective.LOCAL;
        int start = positions.start(op, view);
        OpType type = OpType.of(op);
        if (type == OpType.INSERT) {
            SegmentFormat.Spec spec = RemoteOps.spec(op, format);
            return List.of(editor.insert(start, spec.content(), spec.properties(), view, stamp));
        }
        if (type == OpType.REMOVE) {
            List<Segment> segments = editor.range(start, positions.end(op, view), view);
            editor.remove(segments, stamp);
            return segments;
        }
        if (type == OpType.ANNOTATE) {
            List<Segment> segments = editor.range(start, positions.end(op, view), view);
            editor.annotate(segments, PropertyChange.of(stamp, op));
            return segments;
        }
        throw new IllegalArgumentException("this client makes no " + type + " ops");
    }

    /** Takes the oldest edit as sequenced; returns what that changed in the sequenced state. */
    List<JsonObject> acknowledge(LocalEdit edit, Stamp stamp) {
        List<JsonObject> effects = new ArrayList<>();
        for (PendingPart part : edit.parts) {
            List<Segment> segments = inOrder(part.segments);
            effects.addAll(
                    switch (part.type) {
                        case INSERT -> acknowledgeInsert(part, segments, stamp);
                        case REMOVE -> acknowledgeRemove(part, segments, stamp);
                        default -> acknowledgeAnnotate(part, segments, stamp);
                    });
        }
        return effects;
    }

    private List<JsonObject> acknowledgeInsert(PendingPart part, List<Segment> segments, Stamp stamp) {
        for (Segment segment : segments) {
            segment.insert = stamp;
            acknowledged(segment, part, stamp);
        }
        return acked.inserted(segments);
    }

    private List<JsonObject> acknowledgeRemove(PendingPart part, List<Segment> segments, Stamp stamp) {
        List<Segment> first =
                segments.stream().filter(segment -> !segment.isRemovedByAcked()).toList();
        for (Segment segment : segments) {
            segment.forgetRemoval(part.stamp);
            segment.remove(stamp);
            acknowledged(segment, part, stamp);
        }
        first.forEach(editor::slideAnchors);
        return acked.removed(first);
    }

    private List<JsonObject> acknowledgeAnnotate(PendingPart part, List<Segment> segments, Stamp stamp) {
        for (Segment segment : segments) {
            segment.properties = segment.properties.acknowledge(part.stamp, stamp);
            acknowledged(segment, part, stamp);
        }
        return acked.annotated(segments, part.op);
    }

    private void acknowledged(Segment segment, PendingPart part, Stamp stamp) {
        segment.discharge(part);
        tree.changed(segment);
        window.schedule(segment, stamp);
    }

    /** Undoes the newest edit; returns what that changed in view. */
    List<Change> rollback(LocalEdit edit) {
        List<Change> changes = new ArrayList<>();
        for (int i = edit.parts.size() - 1; i >= 0; i--) {
            PendingPart part = edit.parts.get(i);
            for (Segment segment : List.copyOf(part.segments)) {
                boolean wasSeen = Perspective.LOCAL.sees(segment);
                Change undone = change(Change.Kind.REMOVED, segment);
                rollback(segment, part);
                if (part.type == OpType.INSERT) {
                    addIf(wasSeen, undone, changes);
                } else {
                    Change.Kind kind = wasSeen ? Change.Kind.ANNOTATED : Change.Kind.INSERTED;
                    addIf(Perspective.LOCAL.sees(segment), change(kind, segment), changes);
                }
            }
        }
        return changes;
    }

    private static void addIf(boolean isSeen, Change change, List<Change> changes) {
        if (isSeen) {
            changes.add(change);
        }
    }

    private void rollback(Segment segment, PendingPart part) {
        if (part.type == OpType.INSERT) {
            segment.anchors.forEach(anchor -> anchor.slide(tree));
            window.discarded(segment);
            tree.remove(segment);
        } else {
            withdraw(segment, part);
        }
    }

    /** Undoes a removal or annotation of one segment. */
    void withdraw(Segment segment, PendingPart part) {
        segment.discharge(part);
        part.segments.remove(segment);
        segment.forgetRemoval(part.stamp);
        segment.properties = segment.properties.without(part.stamp);
        tree.changed(segment);
        if (segment.isRemovedByAcked()) {
            window.schedule(segment, segment.removes.get(0));
        }
    }

    List<Segment> inOrder(List<Segment> segments) {
        if (segments.size() < 2) {
            return List.copyOf(segments);
        }
        return segments.stream()
                .sorted((first, second) -> first == second ? 0 : tree.precedes(first, second) ? -1 : 1)
                .toList();
    }
}
