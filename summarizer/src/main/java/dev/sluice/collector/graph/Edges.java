package dev.sluice.collector.graph;

import java.util.Arrays;
import java.util.Objects;

/**
 * The edges of a whole graph in two arrays (compressed sparse rows): those of node {@code i} are {@code targets[offsets[i]]} up to,
 * and not including, {@code targets[offsets[i + 1]]}. Immutable; an edge takes four bytes and a node four.
 *
 * @since 0.1
 */
public final class Edges {
    private final int[] offsets;
    /** One longer than there are edges, so that the place after the last edge can be read too. */
    private final int[] targets;

    private Edges(int[] offsets, int[] targets) {
        this.offsets = offsets;
        this.targets = targets;
    }

    /** Returns the edges of a graph without nodes. */
    public static Edges none() {
        return new Edges(new int[1], new int[1]);
    }

    /**
     * Takes over both arrays, which must not be changed any more.
     *
     * @param offsets ascending from 0 to the number of edges; one more than there are nodes
     * @param targets the edges, each to a node, and then at least one number more, which means nothing
     * @throws IllegalArgumentException if the arrays are no graph; the message names the place
     */
    public static Edges of(int[] offsets, int[] targets) {
        int nodes = offsets.length - 1;
        if (nodes < 0 || offsets[0] != 0) {
            throw new IllegalArgumentException("offsets do not begin with 0");
        }
        for (int i = 0; i < nodes; i++) {
            if (offsets[i + 1] < offsets[i]) {
                throw new IllegalArgumentException("the edges of node " + i + " end at " + offsets[i + 1]
                        + ", before they begin at " + offsets[i]);
            }
        }
        if (offsets[nodes] >= targets.length) {
            throw new IllegalArgumentException("offsets end at " + offsets[nodes] + ", expected less than "
                    + targets.length + ", the length of the targets");
        }
        requireNodes(targets, offsets[nodes], nodes);
        return new Edges(offsets, targets);
    }

    /** As {@link #of}, for arrays that this package has just filled. */
    static Edges trusted(int[] offsets, int[] targets) {
        return new Edges(offsets, targets);
    }

    private static void requireNodes(int[] targets, int edges, int nodes) {
        for (int i = 0; i < edges; i++) {
            if (targets[i] < 0 || targets[i] >= nodes) {
                throw new IllegalArgumentException("edge " + i + " leads to node "
                        + Integer.toUnsignedString(targets[i]) + ", expected less than " + nodes);
            }
        }
    }

    /** Returns the number of nodes. */
    public int nodes() {
        return offsets.length - 1;
    }

    /** Returns the number of edges; one that is there twice counts twice. */
    public int count() {
        return offsets[offsets.length - 1];
    }

    /** Returns how many edges a node has. */
    public int degree(int node) {
        return offsets[node + 1] - offsets[node];
    }

    /** Returns where the {@code index}-th edge of a node leads, counted from 0. */
    public int target(int node, int index) {
        return targets[offsets[node] + index];
    }

    /** Returns the number of the first edge of a node, if all edges are numbered in the order of their nodes. */
    public int first(int node) {
        return offsets[node];
    }

    /**
     * Returns the node that an edge belongs to; logarithmic.
     *
     * @param edge its number, as in {@link #first}
     * @throws IndexOutOfBoundsException if there is no such edge
     */
    public int source(int edge) {
        Objects.checkIndex(edge, count());
        int low = 0;
        int high = nodes() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (offsets[middle] <= edge) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Returns the same edges with each the other way round; linear. */
    public Edges reversed() {
        int nodes = nodes();
        int count = count();
        int[] starts = new int[nodes + 1];
        for (int i = 0; i < count; i++) {
            starts[targets[i] + 1]++;
        }
        for (int i = 0; i < nodes; i++) {
            starts[i + 1] += starts[i];
        }
        int[] next = Arrays.copyOf(starts, nodes);
        int[] sources = new int[count + 1];
        for (int node = 0; node < nodes; node++) {
            for (int i = offsets[node]; i < offsets[node + 1]; i++) {
                sources[next[targets[i]]++] = node;
            }
        }
        return new Edges(starts, sources);
    }

    /** Returns how many bytes the arrays take. */
    long bytes() {
        return 4L * (offsets.length + (long) targets.length);
    }

    Routes of(int node) {
        return new Routes(targets, offsets[node], offsets[node + 1]);
    }

    int[] offsets() {
        return offsets;
    }

    int[] targets() {
        return targets;
    }
}
