package dev.sluice.dds.mergetree;

import dev.sluice.dds.mergetree.Obliterations.Side;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Applies sequenced ops of others. */
final class RemoteOps {
    private final SegmentFormat format;
    private final SegmentTree tree;
    private final Editor editor;
    private final Positions positions;
    private final Obliterations obliterations;
    private final AckedForm acked;

    RemoteOps(SegmentFormat format, SegmentTree tree, Window window, Editor editor, Obliterations obliterations) {
        this.format = format;
        this.tree = tree;
        this.editor = editor;
        this.obliterations = obliterations;
        this.positions = new Positions(tree, window);
        this.acked = new AckedForm(tree);
    }

    /**
     * Applies an op.
     *
     * @param changes is given what changed in the local view
     * @return what changed in the sequenced state
     */
    List<JsonObject> apply(JsonObject op, Perspective perspective, Stamp stamp, List<Change> changes) {
        return switch (OpType.of(op)) {
            case INSERT -> insert(op, perspective, stamp, changes);
            case REMOVE -> remove(op, perspective, stamp, changes);
            case ANNOTATE -> annotate(op, perspective, stamp, changes);
            case GROUP -> group(op, perspective, stamp, changes);
            case OBLITERATE -> {
                int start = positions.start(op, perspective);
                int end = positions.end(op, perspective);
                yield obliterate(new Side(start, true), new Side(end - 1, false), perspective, stamp, changes);
            }
            case SIDED_OBLITERATE ->
                obliterate(Positions.side(op, "pos1"), Positions.side(op, "pos2"), perspective, stamp, changes);
        };
    }

    private List<JsonObject> insert(JsonObject op, Perspective perspective, Stamp stamp, List<Change> changes) {
        SegmentFormat.Spec spec = spec(op, format);
        int position = positions.start(op, perspective);
        Segment segment = editor.insert(position, spec.content(), spec.properties(), perspective, stamp);
        obliterations.applyTo(segment, perspective.seen());
        report(Change.Kind.INSERTED, visible(List.of(segment)), changes);
        return acked.inserted(List.of(segment));
    }

    static SegmentFormat.Spec spec(JsonObject op, SegmentFormat format) {
        JsonValue segment = op.get("seg");
        if (segment == null) {
            throw new MergeTreeException("insert without seg: " + op);
        }
        return format.read(segment);
    }

    private List<JsonObject> remove(JsonObject op, Perspective perspective, Stamp stamp, List<Change> changes) {
        List<Segment> segments =
                editor.range(positions.start(op, perspective), positions.end(op, perspective), perspective);
        List<Segment> seen = visible(segments);
        List<Segment> removed =
                segments.stream().filter(segment -> !segment.isRemovedByAcked()).toList();
        editor.remove(segments, stamp);
        report(Change.Kind.REMOVED, seen, changes);
        return acked.removed(removed);
    }

    private List<JsonObject> annotate(JsonObject op, Perspective perspective, Stamp stamp, List<Change> changes) {
        List<Segment> segments =
                editor.range(positions.start(op, perspective), positions.end(op, perspective), perspective);
        editor.annotate(segments, PropertyChange.of(stamp, op));
        report(Change.Kind.ANNOTATED, visible(segments), changes);
        return acked.annotated(segments, op);
    }

    private List<JsonObject> group(JsonObject op, Perspective perspective, Stamp stamp, List<Change> changes) {
        List<JsonObject> effects = new ArrayList<>();
        for (JsonObject member : members(op)) {
            effects.addAll(apply(member, perspective, stamp, changes));
        }
        return effects;
    }

    static List<JsonObject> members(JsonObject group) {
        JsonArray ops = group.array("ops").orElse(JsonArray.EMPTY);
        return ops.elements().stream()
                .map(member -> member.asObject()
                        .orElseThrow(() -> new MergeTreeException("a group holds ops, not " + member.toJson())))
                .toList();
    }

    private List<JsonObject> obliterate(
            Side start, Side end, Perspective perspective, Stamp stamp, List<Change> changes) {
        List<Segment> seen = new ArrayList<>();
        List<Segment> removed = new ArrayList<>();
        obliterations.obliterate(start, end, perspective, stamp, segments -> {
            seen.addAll(visible(segments));
            segments.stream()
                    .filter(segment -> !segment.isRemovedByAcked() && !segment.insert.isLocal())
                    .forEach(removed::add);
        });
        report(Change.Kind.REMOVED, seen, changes);
        return acked.removed(removed);
    }

    private static List<Segment> visible(List<Segment> segments) {
        return segments.stream().filter(Perspective.LOCAL::sees).toList();
    }

    private void report(Change.Kind kind, List<Segment> segments, List<Change> changes) {
        for (Segment segment : segments) {
            changes.add(new Change(
                    kind, tree.position(segment, Perspective.LOCAL), segment.content, segment.properties.view()));
        }
    }
}
