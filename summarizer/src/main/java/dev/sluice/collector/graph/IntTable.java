package dev.sluice.collector.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by node: open addressing, so that the few nodes that differ from the rest cost no object each. Entries are never
 * removed. Confined to one thread.
 */
final class IntTable<V> {
    private static final int FREE = -1;

    private int[] keys = new int[16];
    private @Nullable Object[] values = new Object[16];
    private int size;

    IntTable() {
        Arrays.fill(keys, FREE);
    }

    int size() {
        return size;
    }

    @Nullable
    V get(int key) {
        return valueAt(slotOf(key));
    }

    /** Sets the value of a key that is not negative. */
    void put(int key, V value) {
        int slot = slotOf(key);
        if (keys[slot] == FREE) {
            if (++size * 2 > keys.length) {
                grow();
                slot = slotOf(key);
            }
            keys[slot] = key;
        }
        values[slot] = value;
    }

    /** Hears of entries. */
    interface EntryConsumer<V> {
        void accept(int key, V value);
    }

    /** Passes every entry; in an order that the same additions always give. */
    void forEach(EntryConsumer<V> action) {
        for (int slot = 0; slot < keys.length; slot++) {
            V value = valueAt(slot);
            if (value != null) {
                action.accept(keys[slot], value);
            }
        }
    }

    @SuppressWarnings("unchecked") // Only put writes there.
    private @Nullable V valueAt(int slot) {
        return (V) values[slot];
    }

    private int slotOf(int key) {
        int mask = keys.length - 1;
        int slot = ((key * 0x9E3779B9) >>> 7) & mask;
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
