package dev.sluice.dds.text;

import dev.sluice.dds.Origin;
import dev.sluice.dds.mergetree.MergeTree;
import dev.sluice.dds.mergetree.Sequenced;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The interval collections of a string, and what ops do to them (dds-formats §11). Mutable. */
final class Intervals {
    private static final String TYPE = "type";
    private static final String VALUE = "value";
    private static final String COLLECTION = "sharedStringIntervalCollection";
    private static final String LABEL_PREFIX = "intervalCollections/";

    private final Map<String, IntervalCollection> collections = new LinkedHashMap<>();
    private final MergeTree tree;
    private final Function<IntervalStore, IntervalCollection> maker;
    private final BiConsumer<IntervalCollection, IntervalChange> listener;

    /**
     * Makes an empty map.
     *
     * @param maker makes what applications see of a collection
     * @param listener is told of changes in view
     */
    Intervals(
            MergeTree tree,
            Function<IntervalStore, IntervalCollection> maker,
            BiConsumer<IntervalCollection, IntervalChange> listener) {
        this.tree = tree;
        this.maker = maker;
        this.listener = listener;
    }

    IntervalCollection collection(String label) {
        return collections.computeIfAbsent(label, key -> maker.apply(new IntervalStore(key, tree)));
    }

    List<String> labels() {
        return List.copyOf(collections.keySet());
    }

    Collection<IntervalCollection> all() {
        return collections.values();
    }

    /** Makes an edit before others know the string. */
    void make(IntervalOp op) {
        change(op, Origin.LOCAL, entry -> {
            Ends ends = resolved(op);
            if (ends != null) {
                ends.settle(tree);
            }
            entry.sequence(op, ends);
        });
    }

    /** Makes an edit that is pending until it is acknowledged or forgotten; it is submitted before anybody is told. */
    void pend(IntervalOp op, Consumer<PendingInterval> submit) {
        change(op, Origin.LOCAL, entry -> {
            PendingInterval edit = new PendingInterval(entry, op, resolved(op), tree.localTime());
            entry.pending().add(edit);
            submit.accept(edit);
        });
    }

    private @Nullable Ends resolved(IntervalOp op) {
        return op.ends().map(spec -> spec.resolve(tree)).orElse(null);
    }

    private IntervalEntry entry(IntervalOp op) {
        return collection(op.label()).store().entry(op.id());
    }

    private void change(IntervalOp op, Origin origin, Consumer<IntervalEntry> step) {
        IntervalCollection collection = collection(op.label());
        IntervalEntry entry = entry(op);
        Optional<Interval> before = entry.view();
        step.accept(entry);
        Optional<Interval> now = entry.view();
        collection.store().tidy(entry);
        if (!now.equals(before)) {
            listener.accept(collection, new IntervalChange(entry.id(), before, now, origin));
        }
    }

    void apply(IntervalOp op, Sequenced at) {
        change(
                op,
                Origin.REMOTE,
                entry -> entry.sequence(
                        op, op.ends().map(spec -> spec.resolve(tree, at)).orElse(null)));
    }

    void acknowledge(PendingInterval edit) {
        edit.entry().acknowledge(edit);
        collection(edit.op().label()).store().tidy(edit.entry());
    }

    /** Takes back an edit that was not sent, or gives one up of which nothing is left. */
    void forget(PendingInterval edit) {
        change(edit.op(), Origin.LOCAL, entry -> edit.entry().forget(edit));
    }

    void read(String key, JsonObject stored) {
        if (stored.string(TYPE).filter(COLLECTION::equals).isPresent()) {
            String label = key.startsWith(LABEL_PREFIX) ? key.substring(LABEL_PREFIX.length()) : key;
            collection(label).store().read(stored.require(VALUE));
        }
    }

    Optional<JsonValue> write(long sequenceNumber) {
        if (collections.isEmpty()) {
            return Optional.empty();
        }
        JsonObject.Builder header = JsonObject.builder();
        collections.forEach((label, collection) -> header.put(
                label,
                JsonObject.builder()
                        .put(TYPE, COLLECTION)
                        .put(VALUE, collection.store().write(sequenceNumber))
                        .build()));
        return Optional.of(header.build());
    }
}
