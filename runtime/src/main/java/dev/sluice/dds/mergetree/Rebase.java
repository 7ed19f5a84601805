package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes pending edits anew as ops of a client that has seen everything sequenced so far (dds-formats §9.8).
 *
 * <p>Others will put a rebased insert directly behind the unit before it. Here it may stand behind units that were removed
 * since it was made, and the order of hidden units decides where later inserts go. So, before the first op of a
 * reconnect, all pending inserts are taken out and put in again, one after the other, where a fresh one would go: then
 * this client's order is by construction the order others come to. Visible text does not change.
 */
final class Rebase {
    private final SegmentTree tree;
    private final Window window;
    private final Editor editor;
    private final Pending pending;

    private record Piece(Segment segment, int position, Perspective view) {}

    Rebase(SegmentTree tree, Window window, Editor editor, Pending pending) {
        this.tree = tree;
        this.window = window;
        this.editor = editor;
        this.pending = pending;
    }

    /** Puts pending inserts where others will. */
    void normalize() {
        List<Piece> pieces = new ArrayList<>();
        for (LocalEdit edit : pending.edits()) {
            for (PendingPart part : edit.parts) {
                if (part.type == OpType.INSERT) {
                    collect(part, pieces);
                }
            }
        }
        pieces.forEach(piece -> tree.remove(piece.segment));
        for (Piece piece : pieces) {
            tree.insertBefore(editor.gap(piece.position, piece.view, piece.segment.insert), piece.segment);
        }
    }

    private void collect(PendingPart part, List<Piece> pieces) {
        Perspective view = Perspective.reconnect(part.stamp);
        for (Segment segment : pending.inOrder(part.segments)) {
            if (segment.isRemovedByAcked()) {
                giveUp(segment);
            } else {
                pieces.add(new Piece(segment, tree.position(segment, view), view));
            }
        }
    }

    /** Forgets what was obliterated before it arrived: nobody will ever have seen it. */
    private void giveUp(Segment segment) {
        for (PendingPart part : segment.pending) {
            part.segments.remove(segment);
        }
        segment.pending = List.of();
        segment.insert = Stamp.SETTLED;
        tree.changed(segment);
        window.schedule(segment, segment.removes.get(0));
    }

    JsonObject regenerate(LocalEdit edit) {
        List<JsonObject> ops = new ArrayList<>();
        for (PendingPart part : edit.parts) {
            Perspective view = Perspective.reconnect(part.stamp);
            for (Segment segment : pending.inOrder(part.segments)) {
                int position = tree.position(segment, view);
                if (part.type == OpType.INSERT) {
                    ops.add(Ops.insert(position, segment.content.toJson(segment.properties.at(0))));
                } else if (segment.isRemovedByAcked()) {
                    pending.withdraw(segment, part);
                } else if (part.type == OpType.REMOVE) {
                    ops.add(Ops.remove(position, position + segment.length()));
                } else {
                    ops.add(Ops.annotateAs(part.op, position, position + segment.length()));
                }
            }
        }
        return Ops.join(ops);
    }
}
