package dev.sluice.dds.text;

import dev.sluice.dds.mergetree.MergeTree;
import dev.sluice.dds.text.IntervalOp.Kind;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One interval: what is sequenced, and the pending ops on top of it (dds-formats §11.3). Mutable.
 *
 * <p>It is there if the latest pending addition or deletion says so, else if it is sequenced; its ends are those of the latest
 * pending op that has any, else the sequenced ones; each property is that of the latest op that sets it.
 */
final class IntervalEntry {
    private final String id;
    private final MergeTree tree;
    private final List<PendingInterval> pending = new ArrayList<>();
    private @Nullable Ends sequenced;
    private JsonObject properties = JsonObject.EMPTY;

    IntervalEntry(String id, MergeTree tree) {
        this.id = id;
        this.tree = tree;
    }

    String id() {
        return id;
    }

    @Nullable
    Ends sequencedEnds() {
        return sequenced;
    }

    JsonObject sequencedProperties() {
        return properties;
    }

    List<PendingInterval> pending() {
        return pending;
    }

    boolean isVoid() {
        return sequenced == null && pending.isEmpty();
    }

    /** Returns the interval in view, if it is there. */
    Optional<Interval> view() {
        Ends ends = sequenced;
        JsonObject shown = properties;
        for (PendingInterval edit : pending) {
            if (edit.is(Kind.DELETE)) {
                ends = null;
                shown = JsonObject.EMPTY;
            } else if (ends != null || edit.is(Kind.ADD)) {
                ends = edit.ends() == null ? ends : edit.ends();
                shown = merged(shown, edit.op().properties());
            }
        }
        return ends == null ? Optional.empty() : Optional.of(interval(ends, shown));
    }

    private Interval interval(Ends ends, JsonObject shown) {
        return new Interval(
                id,
                ends.start().position(tree),
                ends.end().position(tree),
                ends.start().side(),
                ends.end().side(),
                shown);
    }

    private static JsonObject merged(JsonObject before, JsonObject set) {
        if (set.members().isEmpty()) {
            return before;
        }
        Map<String, JsonValue> values = new LinkedHashMap<>(before.members());
        set.members().forEach((key, value) -> {
            if (value == JsonNull.NULL) {
                values.remove(key);
            } else {
                values.put(key, value);
            }
        });
        return JsonObject.of(values);
    }

    /** Applies a sequenced op whose ends, if it has any, were resolved. */
    void sequence(IntervalOp op, @Nullable Ends ends) {
        if (op.kind() == Kind.DELETE) {
            replace(null);
            properties = JsonObject.EMPTY;
        } else if (op.kind() == Kind.ADD) {
            replace(ends);
            properties = merged(JsonObject.EMPTY, op.properties());
        } else if (sequenced != null) {
            replace(ends == null ? sequenced : ends);
            properties = merged(properties, op.properties());
        } else if (ends != null) {
            ends.release(tree);
        }
    }

    private void replace(@Nullable Ends ends) {
        if (sequenced != null && !sequenced.equals(ends)) {
            sequenced.release(tree);
        }
        sequenced = ends;
    }

    /** Takes the oldest pending op as sequenced. */
    void acknowledge(PendingInterval edit) {
        pending.remove(edit);
        if (edit.ends() != null) {
            edit.ends().settle(tree);
        }
        sequence(edit.op(), edit.ends());
    }

    /** Forgets a pending op. */
    void forget(PendingInterval edit) {
        pending.remove(edit);
        if (edit.ends() != null) {
            edit.ends().release(tree);
        }
    }
}
