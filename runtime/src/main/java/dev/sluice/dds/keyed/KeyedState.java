package dev.sluice.dds.keyed;

import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values under keys: a sequenced state and pending edits on top of it (dds-formats §4.2). Confined to its document's thread.
 *
 * <p>What is under a key is what the latest pending edit says that is a clear or concerns the key; without one, the sequenced
 * value. So a look-up needs only the latest edit of the key and the latest clear, and sequenced edits of others are never held
 * back by pending ones (DDS-006). A value may be undefined, which here is an empty {@link Optional} under a key that is there.
 *
 * <p>Whoever owns this keeps the order of pending edits and gives them back in it. Look-ups and edits take constant time, clears
 * and lists of keys linear time.
 *
 * @since 0.1
 */
public final class KeyedState {
    /** Stands for a value that is undefined; what is under a key takes no more memory than itself. */
    private static final JsonValue UNDEFINED = JsonObject.of("undefined", JsonNull.NULL);

    private final Map<String, JsonValue> sequenced = new LinkedHashMap<>();
    private final Map<String, Deque<Pending>> byKey = new LinkedHashMap<>();
    private final Deque<Pending> clears = new ArrayDeque<>();
    private final Changes changes;
    private long lastTurn;

    /** Hears of what changed in view. */
    @FunctionalInterface
    public interface Changes {
        /**
         * Takes a change.
         *
         * @param isLocal whether an edit of this client is the cause
         */
        void changed(String key, Optional<JsonValue> oldValue, Optional<JsonValue> newValue, boolean isLocal);
    }

    private record Pending(KeyedEdit edit, long turn) {}

    /** Makes an empty state. */
    public KeyedState(Changes changes) {
        this.changes = changes;
    }

    /** Tells whether a key is in view. */
    public boolean has(String key) {
        Pending latest = latest(key);
        return latest == null ? sequenced.containsKey(key) : latest.edit.kind() == KeyedEdit.Kind.SET;
    }

    /** Returns the value in view under a key. */
    public Optional<JsonValue> get(String key) {
        Pending latest = latest(key);
        return latest == null ? defined(sequenced.getOrDefault(key, UNDEFINED)) : latest.edit.value();
    }

    /** Returns the keys in view. */
    public List<String> keys() {
        Stream<String> unsequenced = byKey.keySet().stream().filter(key -> !sequenced.containsKey(key));
        return Stream.concat(sequenced.keySet().stream(), unsequenced)
                .filter(this::has)
                .toList();
    }

    @SuppressWarnings("ReferenceEquality") // A value that is equal to it is a value.
    private static Optional<JsonValue> defined(JsonValue value) {
        return value == UNDEFINED ? Optional.empty() : Optional.of(value);
    }

    /** Returns a copy of the sequenced values by key, in order. */
    public Map<String, Optional<JsonValue>> sequenced() {
        Map<String, Optional<JsonValue>> copy = new LinkedHashMap<>();
        sequenced.forEach((key, value) -> copy.put(key, defined(value)));
        return copy;
    }

    /** Names the handles in all values, sequenced and pending. */
    public void forEachHandle(Consumer<String> urls) {
        sequenced.values().forEach(value -> JsonHandle.forEach(value, urls));
        byKey.values()
                .forEach(edits -> edits.forEach(
                        pending -> pending.edit.value().ifPresent(present -> JsonHandle.forEach(present, urls))));
    }

    private @Nullable Pending latest(String key) {
        Deque<Pending> edits = byKey.get(key);
        Pending edit = edits == null ? null : edits.peekLast();
        Pending clear = clears.peekLast();
        if (edit == null || clear == null) {
            return edit == null ? clear : edit;
        }
        return edit.turn > clear.turn ? edit : clear;
    }

    /** Puts a value there when the state is loaded. */
    public void load(String key, Optional<JsonValue> value) {
        sequenced.put(key, value.orElse(UNDEFINED));
    }

    /** Forgets everything sequenced, without a word: whoever held the state is gone for others. */
    public void dispose() {
        sequenced.clear();
    }

    /** Makes an edit of this client pending. */
    public void pend(KeyedEdit edit) {
        change(edit, true, () -> {
            Pending pending = new Pending(edit, ++lastTurn);
            if (edit.kind() == KeyedEdit.Kind.CLEAR) {
                clears.add(pending);
            } else {
                byKey.computeIfAbsent(edit.key(), key -> new ArrayDeque<>()).add(pending);
            }
        });
    }

    /** Applies an edit of another client, or one of this before others know the state. */
    public void apply(KeyedEdit edit, boolean isLocal) {
        if (edit.kind() != KeyedEdit.Kind.CLEAR && latest(edit.key()) == null) {
            applyInView(edit, isLocal);
        } else {
            change(edit, isLocal, () -> sequence(edit));
        }
    }

    /** Nothing is pending for the key, so what is sequenced is in view. */
    private void applyInView(KeyedEdit edit, boolean isLocal) {
        String key = edit.key();
        if (edit.kind() == KeyedEdit.Kind.SET) {
            JsonValue before = sequenced.put(key, edit.value().orElse(UNDEFINED));
            changes.changed(key, before == null ? Optional.empty() : defined(before), edit.value(), isLocal);
        } else {
            JsonValue before = sequenced.remove(key);
            if (before != null) {
                changes.changed(key, defined(before), Optional.empty(), isLocal);
            }
        }
    }

    /** Takes the oldest pending edit as sequenced; the view does not change. */
    public void acknowledge(KeyedEdit oldest) {
        remove(oldest);
        sequence(oldest);
    }

    /** Takes back the newest pending edit. */
    public void rollback(KeyedEdit newest) {
        change(newest, true, () -> remove(newest));
    }

    /** Forgets a pending edit without a word, for it came to nothing. */
    public void forget(KeyedEdit edit) {
        remove(edit);
    }

    private void remove(KeyedEdit edit) {
        if (edit.kind() == KeyedEdit.Kind.CLEAR) {
            remove(edit, clears);
            return;
        }
        Deque<Pending> edits = byKey.get(edit.key());
        if (edits != null) {
            remove(edit, edits);
            if (edits.isEmpty()) {
                byKey.remove(edit.key());
            }
        }
    }

    private static void remove(KeyedEdit edit, Deque<Pending> edits) {
        Pending oldest = edits.peekFirst();
        if (oldest != null && oldest.edit == edit) {
            edits.removeFirst();
        } else {
            edits.removeIf(pending -> pending.edit == edit);
        }
    }

    private void sequence(KeyedEdit edit) {
        switch (edit.kind()) {
            case SET -> sequenced.put(edit.key(), edit.value().orElse(UNDEFINED));
            case DELETE -> sequenced.remove(edit.key());
            case CLEAR -> sequenced.clear();
        }
    }

    private record Shown(boolean exists, Optional<JsonValue> value) {
        static final Shown NOTHING = new Shown(false, Optional.empty());
    }

    private Shown shown(String key) {
        return new Shown(has(key), get(key));
    }

    /** Takes a step, and tells what it did to the keys the edit concerns. */
    private void change(KeyedEdit edit, boolean isLocal, Runnable step) {
        if (edit.kind() == KeyedEdit.Kind.CLEAR) {
            changeAll(edit, isLocal, step);
            return;
        }
        String key = edit.key();
        boolean isMasked = !isLocal && latest(key) != null;
        if (isMasked) {
            step.run();
        } else {
            Shown before = shown(key);
            step.run();
            tell(edit, key, before, isLocal);
        }
    }

    private void changeAll(KeyedEdit clear, boolean isLocal, Runnable step) {
        Map<String, Shown> before = new LinkedHashMap<>();
        keys().forEach(key -> before.put(key, shown(key)));
        step.run();
        List<String> after = new ArrayList<>(before.keySet());
        keys().stream().filter(key -> !before.containsKey(key)).forEach(after::add);
        after.forEach(key -> tell(clear, key, before.getOrDefault(key, Shown.NOTHING), isLocal));
    }

    private void tell(KeyedEdit edit, String key, Shown before, boolean isLocal) {
        Shown now = shown(key);
        boolean isSet = edit.kind() == KeyedEdit.Kind.SET && now.exists;
        if (isSet || !now.equals(before)) {
            changes.changed(key, before.value, now.value, isLocal);
        }
    }
}
