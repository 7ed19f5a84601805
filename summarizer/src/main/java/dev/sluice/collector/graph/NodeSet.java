package dev.sluice.collector.graph;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of nodes, one bit for each id. Read only to those it is handed to; what {@link IncrementalMark} hands out follows its
 * updates. Confined to the thread of its graph.
 *
 * @since 0.1
 */
public final class NodeSet {
    private long[] words;

    /** An empty set that ids below {@code ids} fit into. */
    NodeSet(int ids) {
        words = new long[(ids + 63) >>> 6];
    }

    private NodeSet(long[] words) {
        this.words = words;
    }

    /** Tells whether the node is in the set; no id that was never given is. */
    public boolean contains(int id) {
        int word = id >>> 6;
        return word < words.length && (words[word] & 1L << id) != 0;
    }

    /** Returns the number of nodes; linear in ids. */
    public int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /** Passes every node to {@code action}, in ascending order of ids. */
    public void forEach(IntConsumer action) {
        for (int i = 0; i < words.length; i++) {
            for (long rest = words[i]; rest != 0; rest &= rest - 1) {
                action.accept((i << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    /** Returns all ids, ascending. */
    public int[] toArray() {
        int[] ids = new int[size()];
        int[] next = {0};
        forEach(id -> ids[next[0]++] = id);
        return ids;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeSet set
                && Arrays.equals(Arrays.copyOf(words, used()), Arrays.copyOf(set.words, set.used()));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(Arrays.copyOf(words, used()));
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    /** Returns the bits themselves, for loops that cannot afford a call. */
    long[] words() {
        return words;
    }

    /** Adds an id to the bits of a set; returns 1 if it was not there, else 0. */
    static int mark(long[] words, int id) {
        long word = words[id >>> 6];
        words[id >>> 6] = word | 1L << id;
        return (int) (~word >>> id) & 1;
    }

    /** Returns how many bytes the bits take. */
    long bytes() {
        return 8L * words.length;
    }

    NodeSet copy() {
        return new NodeSet(words.clone());
    }

    /** Makes room for ids below {@code ids}; never shrinks. */
    void ensure(int ids) {
        int needed = (ids + 63) >>> 6;
        if (needed > words.length) {
            words = Arrays.copyOf(words, Math.max(needed, words.length + (words.length >>> 1)));
        }
    }

    /** Adds an id for which there is room. */
    void add(int id) {
        words[id >>> 6] |= 1L << id;
    }

    void remove(int id) {
        if (id >>> 6 < words.length) {
            words[id >>> 6] &= ~(1L << id);
        }
    }

    void clear() {
        Arrays.fill(words, 0);
    }

    /** Appends what is here and not in {@code other}; linear in ids. */
    void appendWithout(NodeSet other, IntList found) {
        for (int i = 0; i < words.length; i++) {
            long rest = words[i] & ~(i < other.words.length ? other.words[i] : 0);
            for (; rest != 0; rest &= rest - 1) {
                found.add((i << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    private int used() {
        int used = words.length;
        while (used > 0 && words[used - 1] == 0) {
            used--;
        }
        return used;
    }
}
