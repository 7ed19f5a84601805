package dev.sluice.collector.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each path a small integer, in the order in which paths are first seen.
 *
 * <p>Open addressing over one array of {@code long}: the upper half of a slot is the path's hash and the lower its id plus one, so
 * that a path is only compared with those of the same hash. Paths are as their authors chose them and may have been chosen to
 * share a hash; one that finds no place within {@value #PROBES} slots goes to a map that stays fast for such paths.
 *
 * <p>Many paths at a time are resolved in steps, first all hashes and then all slots: the memory they lie in is then fetched
 * side by side instead of one after the other. Confined to one thread.
 *
 * @since 0.1
 */
public final class PathTable {
    private static final int BATCH = 64;
    private static final int PROBES = 64;
    private static final int CROWDED = -2;

    private String[] paths;
    private int size;
    private long[] slots;
    private final Map<String, Integer> crowd = new HashMap<>();

    /** Makes a table without paths. */
    public PathTable() {
        this(8);
    }

    PathTable(int expected) {
        paths = new String[Math.max(8, expected)];
        slots = new long[slotsFor(paths.length)];
    }

    /** Returns the number of paths; their ids are below it. */
    public int size() {
        return size;
    }

    /**
     * Returns the path with an id.
     *
     * @throws IndexOutOfBoundsException if no path has it
     */
    public String path(int id) {
        if (id < 0 || id >= size) {
            throw new IndexOutOfBoundsException("path " + id + " of " + size);
        }
        return paths[id];
    }

    /** Returns the id of a path, or -1 if it has none. */
    public int find(String path) {
        int place = placeOf(path, path.hashCode());
        if (place == CROWDED) {
            return crowd.getOrDefault(path, -1);
        }
        return place < 0 ? -1 : (int) slots[place] - 1;
    }

    /** Returns the id of a path, a new one if it has none. */
    public int intern(String path) {
        int known = find(path);
        return known >= 0 ? known : add(path);
    }

    /** Interns the first {@code count} paths of an array; {@code ids} receives the id of each at its place. */
    void intern(String[] many, int count, int[] ids) {
        for (int i = 0; i < count; i += BATCH) {
            intern(many, i, Math.min(BATCH, count - i), ids, i);
        }
    }

    /**
     * Interns a few dozen paths at a time.
     *
     * @param from where in {@code batch} they begin
     * @param ids receives the id of each, from {@code at} on
     */
    void intern(String[] batch, int from, int count, int[] ids, int at) {
        int shift = Integer.numberOfLeadingZeros(slots.length - 1);
        for (int i = 0; i < count; i++) {
            ids[at + i] = batch[from + i].hashCode();
        }
        for (int i = 0; i < count; i++) {
            ids[at + i] = candidate(ids[at + i], shift);
        }
        for (int i = 0; i < count; i++) {
            int id = ids[at + i];
            ids[at + i] = id >= 0 && paths[id].length() == batch[from + i].length() ? id : -1;
        }
        for (int i = 0; i < count; i++) {
            int id = ids[at + i];
            if (id < 0 || !paths[id].equals(batch[from + i])) {
                ids[at + i] = intern(batch[from + i]);
            }
        }
    }

    /** Returns the id in the first slot of a hash if it is of that hash, else -1. */
    private int candidate(int hash, int shift) {
        long slot = slots[spread(hash) >>> shift];
        return (int) (slot >>> 32) == hash ? (int) slot - 1 : -1;
    }

    private int add(String path) {
        if (size == paths.length) {
            grow();
        }
        paths[size] = path;
        place(path, size);
        return size++;
    }

    private void place(String path, int id) {
        int hash = path.hashCode();
        int mask = slots.length - 1;
        int slot = spread(hash) >>> Integer.numberOfLeadingZeros(mask);
        for (int probe = 0; probe < PROBES; probe++) {
            if (slots[slot] == 0) {
                slots[slot] = (long) hash << 32 | (id + 1);
                return;
            }
            slot = (slot + 1) & mask;
        }
        crowd.put(path, id);
    }

    /** Returns the slot of a path, -1 if it has none, or {@link #CROWDED} if the map knows. */
    private int placeOf(String path, int hash) {
        int mask = slots.length - 1;
        int slot = spread(hash) >>> Integer.numberOfLeadingZeros(mask);
        for (int probe = 0; probe < PROBES; probe++) {
            long found = slots[slot];
            if (found == 0) {
                return -1;
            }
            if ((int) (found >>> 32) == hash && paths[(int) found - 1].equals(path)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return CROWDED;
    }

    private void grow() {
        paths = Arrays.copyOf(paths, paths.length * 2);
        slots = new long[slotsFor(paths.length)];
        crowd.clear();
        for (int id = 0; id < size; id++) {
            place(paths[id], id);
        }
    }

    /** A power of two, at most half of which is used, and no less than a run of probes. */
    private static int slotsFor(int paths) {
        return Math.max(PROBES * 2, Integer.highestOneBit(Math.max(1, paths * 2 - 1)) * 2);
    }

    /** Moves what differs to the upper bits, of which a slot is made. */
    private static int spread(int hash) {
        return hash * 0x9E3779B9;
    }
}
