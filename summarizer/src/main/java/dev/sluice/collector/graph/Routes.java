package dev.sluice.collector.graph;

import java.util.Arrays;

/**
 * Where the edges of one node lead: a part of an array. That part never changes, what lies behind it may.
 *
 * @param array holds the targets
 * @param from where they begin
 * @param to behind the last
 */
record Routes(int[] array, int from, int to) {
    static final Routes NONE = new Routes(new int[0], 0, 0);

    static Routes of(int... targets) {
        return targets.length == 0 ? NONE : new Routes(targets, 0, targets.length);
    }

    int count() {
        return to - from;
    }

    int[] toArray() {
        return Arrays.copyOfRange(array, from, to);
    }

    /** Returns the place of the first edge to {@code target}, or -1. */
    int find(int target) {
        for (int i = from; i < to; i++) {
            if (array[i] == target) {
                return i;
            }
        }
        return -1;
    }

    /** Returns these routes without the one at {@code place}, in an array of their own. */
    Routes without(int place) {
        int[] rest = new int[count() - 1];
        System.arraycopy(array, from, rest, 0, place - from);
        System.arraycopy(array, place + 1, rest, place - from, to - place - 1);
        return Routes.of(rest);
    }

    /**
     * Returns these routes and one more.
     *
     * @param isLast whether these are the last routes that were made of their array, so that what lies behind is free
     */
    Routes with(int target, boolean isLast) {
        int[] grown = array;
        int start = from;
        if (!isLast || to == array.length) {
            grown = Arrays.copyOf(toArray(), Math.max(4, count() + (count() >>> 1) + 1));
            start = 0;
        }
        grown[start + count()] = target;
        return new Routes(grown, start, start + count() + 1);
    }

    /** Returns how many of the first routes are the same in both. */
    @SuppressWarnings("ReferenceEquality") // Of one array, nothing has to be compared.
    int commonPrefix(Routes other) {
        if (array == other.array && from == other.from) {
            return Math.min(count(), other.count());
        }
        int different = Arrays.mismatch(array, from, to, other.array, other.from, other.to);
        return different < 0 ? count() : different;
    }
}
