package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A list that many clients edit at once (dds-formats §9). Confined to its document's thread.
 *
 * <p>It shows the sequenced state with this client's pending edits. Edits of this client take effect at once and return what is
 * to be sent; {@link #apply} takes the ops of others and {@link #acknowledge} this client's own, both in the order of the
 * log. After a reconnect, {@link #regenerate} is called for each pending edit, oldest first.
 *
 * <p>Invariants: pending edits are acknowledged in the order they were made; the minimum sequence number never falls, and
 * never passes the reference sequence number of a pending edit; a segment whose removal is at or below it is dropped.
 *
 * <p>Look-ups and edits cost logarithmic time in the number of segments, and as much again for each change concurrent to
 * the op.
 *
 * @since 0.1
 */
public final class MergeTree {
    private final SegmentTree tree = new SegmentTree();
    private final Window window = new Window(tree);
    private final Editor editor = new Editor(tree, window);
    private final Obliterations obliterations = new Obliterations(tree, editor);
    private final Anchors anchors = new Anchors(tree, window, editor);
    private final CatchUpLog log = new CatchUpLog();
    private final RemoteOps remote;
    private final Pending pending;
    private final Rebase rebase;
    private final SnapshotVersion version;
    private boolean shared;

    private MergeTree(SegmentFormat sent, SnapshotVersion version) {
        this.version = version;
        this.remote = new RemoteOps(sent, tree, window, editor, obliterations);
        this.pending = new Pending(sent, tree, window, editor);
        this.rebase = new Rebase(tree, window, editor, pending);
    }

    /**
     * Returns an empty list that only this client has.
     *
     * @param sent the form of segments in ops
     * @param version the form of snapshots to write
     */
    public static MergeTree create(SegmentFormat sent, SnapshotVersion version) {
        return new MergeTree(sent, version);
    }

    /**
     * Returns the list a snapshot holds, shared with others. It will be written in the version it was read.
     *
     * @param sent the form of segments in ops
     * @param stored the form of segments in snapshots
     * @param blobs the snapshot's blobs by name
     * @throws MergeTreeException if they are no snapshot
     */
    public static MergeTree load(SegmentFormat sent, SegmentFormat stored, Map<String, String> blobs) {
        MergeTree loaded = loadUnshared(sent, stored, blobs);
        loaded.share();
        return loaded;
    }

    /**
     * Returns the list a snapshot holds, which only this client has; as {@link #load} otherwise.
     *
     * @throws MergeTreeException if they are no snapshot
     */
    public static MergeTree loadUnshared(SegmentFormat sent, SegmentFormat stored, Map<String, String> blobs) {
        SnapshotReader reader = new SnapshotReader(stored, blobs);
        MergeTree loaded = new MergeTree(sent, reader.version());
        long minimum = reader.minimumSequenceNumber();
        loaded.window.startAt(minimum, reader.sequenceNumber());
        for (Segment segment : reader.segments()) {
            loaded.tree.insertBefore(null, segment);
            loaded.window.added(segment);
        }
        JsonValue catchUpOps = reader.catchUpOps();
        if (catchUpOps != null) {
            CatchUpLog.replay(catchUpOps, loaded, minimum);
        }
        return loaded;
    }

    /** Takes note that others have the list from now on: edits are pending until acknowledged. */
    public void share() {
        shared = true;
    }

    /** Returns the number of units in view. */
    public int length() {
        return tree.length(Perspective.LOCAL);
    }

    /** Gives the content in view, in order, with what it is annotated with. Where runs are cut means nothing. */
    public void forEach(BiConsumer<SegmentContent, JsonObject> consumer) {
        tree.forEach(segment -> {
            if (Perspective.LOCAL.sees(segment)) {
                consumer.accept(segment.content, segment.properties.view());
            }
        });
    }

    /**
     * Gives what the list is annotated with: values that are seen, and sequenced ones that pending edits hide. What a sequenced op
     * removed is left out, for nobody will see it again.
     */
    public void forEachProperties(Consumer<JsonObject> consumer) {
        tree.forEach(segment -> {
            if (segment.isRemovedByAcked()) {
                return;
            }
            consumer.accept(segment.properties.view());
            if (!segment.properties.isSettled()) {
                consumer.accept(segment.properties.at(Stamp.LOCAL - 1));
            }
        });
    }

    /** Gives the content that no sequenced op removed, in order, also where a pending edit hides it. */
    public void forEachKept(Consumer<SegmentContent> consumer) {
        tree.forEach(segment -> {
            if (!segment.isRemovedByAcked()) {
                consumer.accept(segment.content);
            }
        });
    }

    /** Returns where the marker of an id is in view, if it is. */
    public OptionalInt markerPosition(String id) {
        Segment marker = window.marker(id);
        return marker != null && Perspective.LOCAL.sees(marker)
                ? OptionalInt.of(tree.position(marker, Perspective.LOCAL))
                : OptionalInt.empty();
    }

    /** Returns the sequence number up to which the list knows the log. */
    public long currentSequenceNumber() {
        return window.current();
    }

    /** Returns the sequence number up to which everybody knows it. */
    public long minimumSequenceNumber() {
        return window.minimum();
    }

    /** Tells whether edits of this client are not sequenced yet. */
    public boolean hasPendingEdits() {
        return !pending.edits().isEmpty();
    }

    /**
     * Inserts content.
     *
     * @param position from 0 to the length
     * @param properties what to annotate it with; empty for nothing
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public LocalEdit insert(int position, SegmentContent content, JsonObject properties) {
        checkRange(position, position, length());
        return edit(Ops.insert(position, content.toJson(properties)));
    }

    /**
     * Removes a range.
     *
     * @param end position after the last unit; greater than {@code start}
     * @throws IndexOutOfBoundsException if the range is empty or not within the list
     */
    public LocalEdit remove(int start, int end) {
        checkRange(start, end, end - 1);
        return edit(Ops.remove(start, end));
    }

    /**
     * Sets properties of a range.
     *
     * @param end position after the last unit; greater than {@code start}
     * @param values by key; null deletes
     * @throws IndexOutOfBoundsException if the range is empty or not within the list
     */
    public LocalEdit annotate(int start, int end, JsonObject values) {
        checkRange(start, end, end - 1);
        return edit(Ops.annotate(start, end, values));
    }

    /**
     * Adds to numeric properties of a range. Clients of the reference implementation refuse such ops unless told to accept them.
     *
     * @param end position after the last unit; greater than {@code start}
     * @param adjustments by key: {@code {"delta":n,"min"?:n,"max"?:n}}
     * @throws IndexOutOfBoundsException if the range is empty or not within the list
     */
    public LocalEdit adjust(int start, int end, JsonObject adjustments) {
        checkRange(start, end, end - 1);
        return edit(Ops.adjust(start, end, adjustments));
    }

    private void checkRange(int start, int end, int lastStart) {
        if (start < 0 || start > lastStart || end > length()) {
            throw new IndexOutOfBoundsException(start + " to " + end + " in a list of length " + length());
        }
    }

    /**
     * Makes the edit an op describes, as if it had just been made here; of use when an application is started again with edits
     * it could not send.
     *
     * @throws MergeTreeException if the op does not fit the list
     */
    public LocalEdit edit(JsonObject op) {
        if (shared) {
            return pending.make(op);
        }
        LocalEdit edit = new LocalEdit(op, 0);
        pending.report(OpType.of(op), pending.edit(op, Stamp.SETTLED), edit);
        window.sweep();
        return edit;
    }

    /**
     * Undoes the newest edit, which was not sent.
     *
     * @return what that changed in view
     * @throws IllegalStateException if it is not the newest pending one
     */
    public List<Change> rollback(LocalEdit edit) {
        pending.removeNewest(edit);
        List<Change> changes = pending.rollback(edit);
        window.sweep();
        return changes;
    }

    /**
     * Takes this client's oldest pending edit as sequenced.
     *
     * @return the edit
     * @throws MergeTreeException if none is pending
     */
    public LocalEdit acknowledge(Sequenced at) {
        LocalEdit edit = pending.removeOldest(at);
        List<JsonObject> effects = pending.acknowledge(edit, Stamp.acked(at.sequenceNumber(), at.clientId()));
        finish(at, edit.op(), effects);
        return edit;
    }

    /**
     * Applies an op of another client.
     *
     * @return what changed in view
     * @throws MergeTreeException if the op does not fit the list as its sender saw it
     */
    public List<Change> apply(JsonObject op, Sequenced at) {
        List<Change> changes = new ArrayList<>();
        Perspective perspective = Perspective.remote(at.referenceSequenceNumber(), at.clientId());
        Stamp stamp = Stamp.acked(at.sequenceNumber(), at.clientId());
        List<JsonObject> effects = remote.apply(op, perspective, stamp, changes);
        finish(at, op, effects);
        return changes;
    }

    private void finish(Sequenced at, JsonObject op, List<JsonObject> effects) {
        if (version == SnapshotVersion.LEGACY) {
            log.add(at, op, effects);
        }
        observe(at.sequenceNumber(), at.minimumSequenceNumber());
    }

    /** Takes note of how far the log is, also when its ops are not for this list. */
    public void observe(long sequenceNumber, long minimumSequenceNumber) {
        LocalEdit oldest = pending.edits().peekFirst();
        long minimum = oldest == null
                ? minimumSequenceNumber
                : Math.min(minimumSequenceNumber, oldest.referenceSequenceNumber());
        obliterations.settle(minimum).forEach(anchors::letGo);
        window.advance(minimum, sequenceNumber);
        log.settle(window.minimum());
    }

    /**
     * Makes a pending edit anew, for sending it again over another connection. To be called for every pending edit, oldest
     * first, with nothing in between.
     *
     * @return what to send now; a group without ops if nothing is left
     */
    public JsonObject regenerate(LocalEdit edit) {
        if (pending.edits().peekFirst() == edit) {
            rebase.normalize();
        }
        edit.rebase(rebase.regenerate(edit), window.current());
        return edit.op();
    }

    /** Returns the references to units of this list. */
    public Anchors anchors() {
        return anchors;
    }

    /** Gives {@code consumer} what nobody will ever see again, from now on. */
    public void onDropped(Consumer<SegmentContent> consumer) {
        window.onDropped(consumer);
    }

    /** Returns a mark between the edits made until now and those made later, for {@link Anchors#positionAsOf}. */
    public long localTime() {
        return pending.lastLocal();
    }

    /**
     * Returns the blobs of a snapshot of the sequenced state, by name, at the current sequence number.
     *
     * <p>Linear in the length of the list.
     */
    public Map<String, String> summarize() {
        SnapshotWriter writer = new SnapshotWriter(tree, window);
        return version == SnapshotVersion.V1 ? writer.version1() : writer.legacy(log);
    }

    /** Tells whether a legacy snapshot would keep the order of what is hidden. */
    boolean isSummaryExact() {
        return log.isExact(window.minimum());
    }

    /** Returns the number of segments held, seen or not: what memory follows. */
    int segmentCount() {
        int[] count = {0};
        tree.forEach(segment -> count[0]++);
        return count[0];
    }
}
