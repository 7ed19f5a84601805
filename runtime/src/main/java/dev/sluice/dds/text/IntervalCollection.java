package dev.sluice.dds.text;

import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The intervals of a string under one label (dds-formats §11). An interval lies from one character to another and moves with them;
 * when a character is removed, that end goes to the next one, at the end of the string to the previous one.
 *
 * <pre>{@code
 * IntervalCollection comments = text.intervals("comments");
 * Interval comment = comments.add(0, 4, JsonObject.of("by", JsonValue.of("ann")));
 * int now = comments.get(comment.id()).orElseThrow().start();
 * }</pre>
 *
 * <p>Confined to its document's thread.
 *
 * @since 0.1
 */
public final class IntervalCollection {
    private final SharedString string;
    private final IntervalStore store;
    private final Listeners<IntervalChange> listeners;

    IntervalCollection(SharedString string, IntervalStore store, Listeners<IntervalChange> listeners) {
        this.string = string;
        this.store = store;
        this.listeners = listeners;
    }

    IntervalStore store() {
        return store;
    }

    Listeners<IntervalChange> listeners() {
        return listeners;
    }

    /** Returns the label. */
    public String label() {
        return store.label();
    }

    /** Returns the interval of an id, as it is in view. */
    public Optional<Interval> get(String id) {
        return store.view(id);
    }

    /** Returns all intervals in view. */
    public List<Interval> intervals() {
        return store.views();
    }

    /** Returns the intervals that have a character from {@code start} to {@code end}, both included. */
    public List<Interval> overlapping(int start, int end) {
        return intervals().stream()
                .filter(interval -> interval.start() >= 0 && interval.start() <= end && interval.end() >= start)
                .toList();
    }

    /**
     * Adds an interval.
     *
     * @param start position of its first character
     * @param end position of its last character, not before the first
     * @param properties what to annotate it with
     * @throws IndexOutOfBoundsException if there are no such characters
     * @throws IllegalStateException if the container is closed or read-only
     */
    public Interval add(int start, int end, JsonObject properties) {
        String id = string.newIntervalId();
        string.edit(new IntervalOp(label(), IntervalOp.Kind.ADD, id, ends(start, end), properties));
        return store.view(id).orElseThrow();
    }

    /**
     * Moves an interval; does nothing if there is none of that id.
     *
     * @throws IndexOutOfBoundsException if there are no such characters
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void move(String id, int start, int end) {
        if (get(id).isPresent()) {
            string.edit(new IntervalOp(label(), IntervalOp.Kind.CHANGE, id, ends(start, end), JsonObject.EMPTY));
        }
    }

    /**
     * Annotates an interval; does nothing if there is none of that id.
     *
     * @param properties by key; null deletes
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void annotate(String id, JsonObject properties) {
        if (get(id).isPresent()) {
            string.edit(new IntervalOp(label(), IntervalOp.Kind.CHANGE, id, Optional.empty(), properties));
        }
    }

    /**
     * Removes an interval.
     *
     * @return whether there was one of that id
     * @throws IllegalStateException if the container is closed or read-only
     */
    public boolean remove(String id) {
        boolean wasThere = get(id).isPresent();
        if (wasThere) {
            string.edit(new IntervalOp(label(), IntervalOp.Kind.DELETE, id, Optional.empty(), JsonObject.EMPTY));
        }
        return wasThere;
    }

    /** Tells of intervals that are added, changed and removed; not of those that move because the text does. */
    public Registration onChange(Consumer<? super IntervalChange> listener) {
        return listeners.add(listener);
    }

    private Optional<Ends.Spec> ends(int start, int end) {
        if (start < 0 || end < start || end >= string.length()) {
            throw new IndexOutOfBoundsException(start + " to " + end + " in a string of length " + string.length());
        }
        return Optional.of(
                new Ends.Spec(JsonValue.of(start), JsonValue.of(end), Interval.Side.BEFORE, Interval.Side.BEFORE));
    }
}
