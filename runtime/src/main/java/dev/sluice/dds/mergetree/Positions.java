package dev.sluice.dds.mergetree;

import dev.sluice.dds.mergetree.Obliterations.Side;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonObject;

/** Reads positions out of ops, absolute or relative to a marker (dds-formats §9.3). */
final class Positions {
    private final SegmentTree tree;
    private final Window window;

    Positions(SegmentTree tree, Window window) {
        this.tree = tree;
        this.window = window;
    }

    int start(JsonObject op, Perspective perspective) {
        return position(op, "pos1", "relativePos1", perspective);
    }

    int end(JsonObject op, Perspective perspective) {
        return position(op, "pos2", "relativePos2", perspective);
    }

    private int position(JsonObject op, String absolute, String relative, Perspective perspective) {
        JsonObject relation = op.object(relative).orElse(null);
        return relation == null || op.has(absolute) ? Fields.whole(op, absolute) : relative(relation, perspective);
    }

    private int relative(JsonObject relation, Perspective perspective) {
        String id = relation.string("id").orElse("");
        Segment marker = window.marker(id);
        if (marker == null) {
            throw new MergeTreeException("position relative to marker \"" + id + "\", which is not there");
        }
        int position = tree.position(marker, perspective);
        int offset = relation.has("offset") ? Fields.whole(relation, "offset") : 0;
        return isTrue(relation, "before") ? position - offset : position + marker.length() + offset;
    }

    static Side side(JsonObject op, String name) {
        JsonObject side =
                op.object(name).orElseThrow(() -> new MergeTreeException("obliterate without " + name + ": " + op));
        return new Side(Fields.whole(side, "pos"), isTrue(side, "before"));
    }

    private static boolean isTrue(JsonObject object, String name) {
        return object.get(name) == JsonBoolean.TRUE;
    }
}
