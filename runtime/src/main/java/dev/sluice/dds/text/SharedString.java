package dev.sluice.dds.text;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.Origin;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.mergetree.Anchor;
import dev.sluice.dds.mergetree.Change;
import dev.sluice.dds.mergetree.LocalEdit;
import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.mergetree.MergeTree;
import dev.sluice.dds.mergetree.SegmentContent;
import dev.sluice.dds.mergetree.SegmentFormat;
import dev.sluice.dds.mergetree.Sequenced;
import dev.sluice.dds.mergetree.SnapshotVersion;
import dev.sluice.dds.mergetree.TextContent;
import dev.sluice.dds.mergetree.TextFormat;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Text that many clients edit, with markers, properties and intervals (dds-formats §10). Positions count UTF-16 units, as
 * {@link String} does, and one for each marker.
 *
 * <pre>{@code
 * text.insert(0, "Hello world");
 * text.annotate(0, 5, JsonObject.of("bold", JsonValue.of(true)));
 * text.replace(6, 11, "all");
 * String shown = text.text();
 * }</pre>
 *
 * <p>Confined to its document's thread.
 *
 * @since 0.1
 */
public final class SharedString extends SharedObject {
    /** Makes strings. */
    public static final ChannelFactory<SharedString> FACTORY =
            SharedObjectFactory.of("mergeTree", "0.1", SharedString.class, SharedString::new, SharedString::load);

    private static final String CONTENT = "content";
    private static final String HEADER = "header";

    private final Listeners<TextChange> listeners = newListeners();
    private final Deque<PendingEdit> pending = new ArrayDeque<>();
    private final MergeTree tree;
    private final Intervals intervals;
    /** Of the newest op that was for this string. */
    private long lastSequenceNumber;

    private SharedString(ChannelContext context, ChannelAttributes attributes) {
        super(context, attributes);
        tree = MergeTree.create(format(), SnapshotVersion.LEGACY);
        intervals = newIntervals();
    }

    private SharedString(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        super(context, attributes);
        Map<String, String> blobs = new LinkedHashMap<>();
        for (String path : content.paths()) {
            if (path.startsWith(CONTENT + "/")) {
                blobs.put(path.substring(CONTENT.length() + 1), new String(content.read(path), StandardCharsets.UTF_8));
            }
        }
        tree = context.isShared()
                ? MergeTree.load(format(), format(), blobs)
                : MergeTree.loadUnshared(format(), format(), blobs);
        lastSequenceNumber = tree.currentSequenceNumber();
        intervals = newIntervals();
    }

    private Intervals newIntervals() {
        return new Intervals(
                tree,
                store -> new IntervalCollection(this, store, newListeners()),
                (collection, change) -> tell(collection.listeners(), change));
    }

    private static SharedString load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        SharedString loaded = new SharedString(context, attributes, content);
        if (content.has(HEADER)) {
            object(read(content, HEADER))
                    .members()
                    .forEach((key, stored) -> loaded.intervals.read(key, object(loaded.absolute(stored))));
        }
        return loaded;
    }

    private SegmentFormat format() {
        SegmentFormat plain = new TextFormat();
        return json -> plain.read(absolute(json));
    }

    /** Returns the number of positions. */
    public int length() {
        return tree.length();
    }

    /** Returns the text, without markers. */
    public String text() {
        StringBuilder text = new StringBuilder();
        tree.forEach((content, properties) -> {
            if (content instanceof TextContent run) {
                text.append(run.text());
            }
        });
        return text.toString();
    }

    /** Gives text and markers in order, with what they are annotated with. Where runs of text are cut means nothing. */
    public void forEach(BiConsumer<SegmentContent, JsonObject> consumer) {
        tree.forEach(consumer);
    }

    /**
     * Inserts text.
     *
     * @param position from 0 to the length
     * @throws IndexOutOfBoundsException if there is no such position
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void insert(int position, String text) {
        insert(position, text, JsonObject.EMPTY);
    }

    /** Inserts text that is annotated; see {@link #insert(int, String)}. */
    public void insert(int position, String text, JsonObject properties) {
        if (!text.isEmpty()) {
            edit(() -> tree.insert(position, new TextContent(text), properties));
        }
    }

    /**
     * Inserts a marker, which takes one position.
     *
     * @param id by which it is found; nothing else in the string may have it
     * @throws IndexOutOfBoundsException if there is no such position
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void insertMarker(int position, String id, MarkerContent marker, JsonObject properties) {
        JsonObject.Builder all = JsonObject.builder();
        properties.members().forEach(all::put);
        JsonObject named = all.put(MarkerContent.ID, id).build();
        edit(() -> tree.insert(position, marker, named));
    }

    /** Returns where the marker of an id is, if it is there. */
    public OptionalInt markerPosition(String id) {
        return tree.markerPosition(id);
    }

    /**
     * Removes a range.
     *
     * @param end position after its last unit; greater than {@code start}
     * @throws IndexOutOfBoundsException if the range is empty or not within the string
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void remove(int start, int end) {
        edit(() -> tree.remove(start, end));
    }

    /**
     * Puts text in the place of a range.
     *
     * @param end position after its last unit; not less than {@code start}
     * @throws IndexOutOfBoundsException if the range is not within the string
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void replace(int start, int end, String text) {
        if (start < 0 || end < start || end > length()) {
            throw new IndexOutOfBoundsException(start + " to " + end + " in a string of length " + length());
        }
        insert(end, text);
        if (start < end) {
            remove(start, end);
        }
    }

    /**
     * Sets properties of a range.
     *
     * @param end position after its last unit; greater than {@code start}
     * @param properties by key; null deletes
     * @throws IndexOutOfBoundsException if the range is empty or not within the string
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void annotate(int start, int end, JsonObject properties) {
        edit(() -> tree.annotate(start, end, properties));
    }

    /**
     * Sets properties of a marker.
     *
     * @return whether it is there
     * @throws IllegalStateException if the container is closed or read-only
     */
    public boolean annotateMarker(String id, JsonObject properties) {
        OptionalInt position = markerPosition(id);
        position.ifPresent(at -> annotate(at, at + 1, properties));
        return position.isPresent();
    }

    /**
     * Returns a reference to a unit, which moves with it; when the removal of the unit is sequenced, it slides to a neighbour. To be
     * released when it is of no more use.
     *
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public Anchor anchor(int position, Anchor.Slide preference) {
        Anchor anchor = tree.anchors().create(position, preference);
        tree.anchors().settle(anchor);
        return anchor;
    }

    /** Returns where the unit of a reference is, or the neighbour it would slide to; −1 if nothing is left. */
    public int position(Anchor anchor) {
        return tree.anchors().position(anchor);
    }

    /** Ends a reference. */
    public void release(Anchor anchor) {
        tree.anchors().release(anchor);
    }

    /** Returns the intervals under a label; there are none before the first is added. */
    public IntervalCollection intervals(String label) {
        return intervals.collection(label);
    }

    /** Returns the labels under which there are or were intervals. */
    public List<String> intervalLabels() {
        return intervals.labels();
    }

    /** Tells of every change of the text in view. */
    public Registration onChange(Consumer<? super TextChange> listener) {
        return listeners.add(listener);
    }

    String newIntervalId() {
        return context().newId();
    }

    private void edit(Supplier<LocalEdit> step) {
        context().checkEditable();
        observe();
        LocalEdit edit = step.get();
        if (context().isShared()) {
            pending.add(new PendingEdit.OfText(edit));
            context().submit(edit.op());
        }
        tell(edit.takeChanges(), Origin.LOCAL);
    }

    void edit(IntervalOp op) {
        context().checkEditable();
        observe();
        if (context().isShared()) {
            intervals.pend(op, edit -> submit(edit, op));
        } else {
            intervals.make(op);
        }
    }

    private void submit(PendingInterval edit, IntervalOp op) {
        pending.add(new PendingEdit.OfInterval(edit));
        context().submit(op.write(tree.currentSequenceNumber()));
    }

    /** The merge-tree must know how far the log is: a fresh edit refers to what was seen last. */
    private void observe() {
        tree.observe(context().sequenceNumber(), context().minimumSequenceNumber());
    }

    private void tell(List<Change> changes, Origin origin) {
        if (!changes.isEmpty()) {
            tell(listeners, new TextChange(changes, origin));
        }
    }

    private static Sequenced at(ChannelOp op) {
        return new Sequenced(
                op.sequenceNumber(), op.referenceSequenceNumber(), op.minimumSequenceNumber(), op.clientId());
    }

    @Override
    public void share() {
        tree.share();
    }

    @Override
    protected void process(ChannelOp sequenced) {
        JsonObject op = object(sequenced.contents());
        lastSequenceNumber = sequenced.sequenceNumber();
        if (!IntervalOp.isOne(op)) {
            tell(tree.apply(op, at(sequenced)), Origin.REMOTE);
            return;
        }
        intervals.apply(IntervalOp.read(object(absolute(op))), at(sequenced));
        tree.observe(sequenced.sequenceNumber(), sequenced.minimumSequenceNumber());
    }

    @Override
    protected void processOwn(ChannelOp sequenced) {
        lastSequenceNumber = sequenced.sequenceNumber();
        PendingEdit own = takeOldest(pending);
        if (own instanceof PendingEdit.OfInterval interval) {
            intervals.acknowledge(interval.edit());
            tree.observe(sequenced.sequenceNumber(), sequenced.minimumSequenceNumber());
        } else {
            tree.acknowledge(at(sequenced));
        }
    }

    @Override
    public void resubmit() {
        observe();
        PendingEdit own = takeOldest(pending);
        if (own instanceof PendingEdit.OfText text) {
            pending.add(own);
            context().submit(tree.regenerate(text.edit()));
        } else if (own instanceof PendingEdit.OfInterval interval) {
            resubmit(interval.edit());
        }
    }

    /** An interval whose text is all gone meanwhile is given up. */
    private void resubmit(PendingInterval edit) {
        Ends ends = edit.ends();
        if (ends == null) {
            submit(edit, edit.op());
        } else if (ends.rebase(tree, edit.localTime())) {
            submit(
                    edit,
                    edit.op()
                            .at(
                                    ends.start().placeAsOf(tree, edit.localTime()),
                                    ends.end().placeAsOf(tree, edit.localTime())));
        } else {
            intervals.forget(edit);
        }
    }

    @Override
    public void rollback() {
        PendingEdit own = takeNewest(pending);
        if (own instanceof PendingEdit.OfText text) {
            // An edit that was refused when it was submitted is not told yet, and neither is that it is undone.
            boolean wasTold = text.edit().takeChanges().isEmpty();
            List<Change> undone = tree.rollback(text.edit());
            tell(wasTold ? undone : List.of(), Origin.LOCAL);
        } else if (own instanceof PendingEdit.OfInterval interval) {
            intervals.forget(interval.edit());
        }
    }

    @Override
    protected void remake(JsonObject contents) {
        if (IntervalOp.isOne(contents)) {
            edit(IntervalOp.read(object(absolute(contents))));
        } else {
            edit(() -> tree.edit(contents));
        }
    }

    @Override
    public SummaryTree summarize() {
        observe();
        SummaryTree.Builder content = SummaryTree.builder();
        tree.summarize().forEach(content::text);
        SummaryTree.Builder summary = SummaryTree.builder().put(CONTENT, content.build());
        intervals.write(lastSequenceNumber).ifPresent(header -> summary.text(HEADER, header.toJson()));
        return summary.build();
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        tree.forEachProperties(properties -> handlesOf(properties, urls));
        intervals
                .all()
                .forEach(collection -> collection.store().forEachProperties(properties -> handlesOf(properties, urls)));
    }
}
