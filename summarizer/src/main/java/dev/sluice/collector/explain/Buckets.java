package dev.sluice.collector.explain;

import java.util.Arrays;

/** Disjoint sets of places, each by a place. Confined to one thread. */
final class Buckets {
    private static final int NONE = -1;

    private final int[] first;
    private final int[] next;

    Buckets(int count) {
        first = new int[count];
        next = new int[count];
        Arrays.fill(first, NONE);
    }

    void add(int bucket, int place) {
        next[place] = first[bucket];
        first[bucket] = place;
    }

    /** Returns a place of a bucket, or -1 if it is empty. */
    int first(int bucket) {
        return first[bucket];
    }

    /** Returns another place of the same bucket, or -1 after the last. */
    int next(int place) {
        return next[place];
    }

    void clear(int bucket) {
        first[bucket] = NONE;
    }
}
