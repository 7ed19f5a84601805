package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a segment is annotated with, and the changes that some client may not have seen (dds-formats §9.6). Immutable.
 *
 * <p>The value of a key is the settled one with the changes applied in order: sequenced ones, then local ones.
 */
final class Properties {
    static final Properties NONE = new Properties(JsonObject.EMPTY, List.of(), JsonObject.EMPTY);

    private final JsonObject settled;
    private final List<PropertyChange> changes;
    private final JsonObject view;

    private Properties(JsonObject settled, List<PropertyChange> changes, JsonObject view) {
        this.settled = settled;
        this.changes = changes;
        this.view = view;
    }

    /** Returns what a segment is inserted with; null values count as absent. */
    static Properties of(JsonObject inserted) {
        if (inserted.members().isEmpty()) {
            return NONE;
        }
        JsonObject present = PropertyChange.set(Stamp.SETTLED, inserted).applyTo(JsonObject.EMPTY);
        return new Properties(present, List.of(), present);
    }

    JsonObject view() {
        return view;
    }

    boolean isSettled() {
        return changes.isEmpty();
    }

    /** Returns the latest sequenced change; a settled one if there is none. */
    Stamp lastAcked() {
        Stamp last = Stamp.SETTLED;
        for (PropertyChange change : changes) {
            last = change.stamp().isLocal() ? last : change.stamp();
        }
        return last;
    }

    /** Returns the values that changes up to an order gave. */
    JsonObject at(long order) {
        Map<String, JsonValue> values = new LinkedHashMap<>(settled.members());
        for (PropertyChange change : changes) {
            if (change.stamp().order() <= order) {
                change.applyTo(values);
            }
        }
        return JsonObject.of(values);
    }

    Properties with(PropertyChange change) {
        int at = changes.size();
        while (at > 0 && changes.get(at - 1).stamp().after(change.stamp())) {
            at--;
        }
        List<PropertyChange> more = new ArrayList<>(changes);
        more.add(at, change);
        if (at == changes.size()) {
            return new Properties(settled, List.copyOf(more), change.applyTo(view));
        }
        return folded(more);
    }

    Properties without(Stamp local) {
        return folded(
                changes.stream().filter(change -> !change.stamp().equals(local)).toList());
    }

    Properties acknowledge(Stamp local, Stamp acked) {
        for (PropertyChange change : changes) {
            if (change.stamp().equals(local)) {
                return without(local).with(change.at(acked));
            }
        }
        return this;
    }

    /** Forgets the order of changes that everybody has seen. */
    Properties settle(long minimumSequenceNumber) {
        if (changes.isEmpty() || changes.get(0).stamp().order() > minimumSequenceNumber) {
            return this;
        }
        return new Properties(
                at(minimumSequenceNumber),
                changes.stream()
                        .filter(change -> change.stamp().order() > minimumSequenceNumber)
                        .toList(),
                view);
    }

    private Properties folded(List<PropertyChange> ordered) {
        Properties all = new Properties(settled, List.copyOf(ordered), settled);
        return new Properties(settled, all.changes, all.at(Long.MAX_VALUE));
    }
}
