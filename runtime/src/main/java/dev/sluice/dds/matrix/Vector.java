package dev.sluice.dds.matrix;

import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.Origin;
import dev.sluice.dds.mergetree.Anchor;
import dev.sluice.dds.mergetree.Change;
import dev.sluice.dds.mergetree.LocalEdit;
import dev.sluice.dds.mergetree.MergeTree;
import dev.sluice.dds.mergetree.RunContent;
import dev.sluice.dds.mergetree.SegmentContent;
import dev.sluice.dds.mergetree.Sequenced;
import dev.sluice.dds.mergetree.SnapshotVersion;
import dev.sluice.dds.mergetree.Unit;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The rows or the columns: a list of runs whose units get a handle when a cell of theirs is set for the first time, and give it
 * back when nobody can see them any more. Mutable.
 */
final class Vector {
    private static final String SEGMENTS = "segments";
    private static final String HANDLES = "handleTable";
    private static final String SEGMENT = "seg";
    private static final String OPS = "ops";

    private final String name;
    private final AxisChange.Axis axis;
    private final MergeTree tree;
    private final HandleTable handles;

    private Vector(String name, AxisChange.Axis axis, MergeTree tree, HandleTable handles) {
        this.name = name;
        this.axis = axis;
        this.tree = tree;
        this.handles = handles;
    }

    static Vector create(String name, AxisChange.Axis axis) {
        MergeTree empty = MergeTree.create(RunContent.SENT, SnapshotVersion.V1);
        return new Vector(name, axis, empty, new HandleTable());
    }

    static Vector load(String name, AxisChange.Axis axis, ChannelStorage content, boolean isShared) {
        String folder = name + "/" + SEGMENTS + "/";
        Map<String, String> blobs = new LinkedHashMap<>();
        for (String path : content.paths()) {
            if (path.startsWith(folder)) {
                blobs.put(path.substring(folder.length()), text(content, path));
            }
        }
        MergeTree tree = isShared
                ? MergeTree.load(RunContent.SENT, RunContent.STORED, blobs)
                : MergeTree.loadUnshared(RunContent.SENT, RunContent.STORED, blobs);
        HandleTable handles = HandleTable.read(JsonValue.parse(text(content, name + "/" + HANDLES)));
        return new Vector(name, axis, tree, handles);
    }

    private static String text(ChannelStorage content, String path) {
        return new String(content.read(path), StandardCharsets.UTF_8);
    }

    /** Gives {@code consumer} the handles that are free from now on. */
    void onFreed(IntConsumer consumer) {
        tree.onDropped(content -> {
            RunContent run = (RunContent) content;
            for (int i = 0; i < run.length() && run.start() != RunContent.UNALLOCATED; i++) {
                consumer.accept(run.start() + i);
                handles.free(run.start() + i);
            }
        });
    }

    String name() {
        return name;
    }

    AxisChange.Axis axis() {
        return axis;
    }

    MergeTree tree() {
        return tree;
    }

    LocalEdit insert(int position, int count) {
        return tree.insert(position, new RunContent(count, RunContent.UNALLOCATED), JsonObject.EMPTY);
    }

    /** Returns the handle of a unit in view; {@link RunContent#UNALLOCATED} if it has none. */
    int handle(int position) {
        return handleOf(tree.anchors().unit(position, content -> content));
    }

    /** Returns the handle of a unit in view, which gets one if need be. */
    int allocatedHandle(int position) {
        return handleOf(tree.anchors().unit(position, this::allocated));
    }

    /** Returns the handles of units that no sequenced op removed. */
    BitSet keptHandles() {
        BitSet kept = new BitSet();
        tree.forEachKept(content -> {
            RunContent run = (RunContent) content;
            if (run.start() != RunContent.UNALLOCATED) {
                kept.set(run.start(), run.start() + run.length());
            }
        });
        return kept;
    }

    Unit allocatedUnit(int position, Sequenced at) {
        return tree.anchors().unit(position, at, this::allocated);
    }

    static int handleOf(Unit unit) {
        return ((RunContent) unit.content()).start();
    }

    private SegmentContent allocated(SegmentContent content) {
        RunContent run = (RunContent) content;
        return run.start() == RunContent.UNALLOCATED ? new RunContent(1, handles.allocate()) : run;
    }

    Anchor anchor(int position) {
        return tree.anchors().create(position, Anchor.Slide.FORWARD);
    }

    /** Returns an op for the wire: with the name of the vector, and without handles, which mean nothing to others. */
    JsonObject targeted(JsonObject op) {
        JsonObject.Builder sent = JsonObject.builder();
        plain(op).members().forEach(sent::put);
        return sent.put("target", name).build();
    }

    private static JsonObject plain(JsonObject op) {
        JsonObject.Builder plain = JsonObject.builder();
        op.members().forEach((key, value) -> {
            if (key.equals(SEGMENT) && value instanceof JsonArray run && run.size() == 2) {
                plain.put(key, JsonArray.of(run.get(0), JsonValue.of(RunContent.UNALLOCATED)));
            } else if (key.equals(OPS) && value instanceof JsonArray ops) {
                List<JsonValue> members = new ArrayList<>();
                ops.elements().forEach(member -> members.add(member instanceof JsonObject part ? plain(part) : member));
                plain.put(key, new JsonArray(members));
            } else {
                plain.put(key, value);
            }
        });
        return plain.build();
    }

    SummaryTree summarize() {
        SummaryTree.Builder segments = SummaryTree.builder();
        tree.summarize().forEach(segments::text);
        return SummaryTree.builder()
                .put(SEGMENTS, segments.build())
                .text(HANDLES, handles.write().toJson())
                .build();
    }

    /** Returns what listeners are told of a change. */
    AxisChange described(Change change, Origin origin) {
        AxisChange.Kind kind =
                change.kind() == Change.Kind.INSERTED ? AxisChange.Kind.INSERTED : AxisChange.Kind.REMOVED;
        return new AxisChange(axis(), kind, change.position(), change.content().length(), origin);
    }
}
