package dev.sluice.collector.bench.generate;

import dev.sluice.collector.graph.Edges;
import java.util.Arrays;

/** Edges in the order in which they are thought of. Confined to one thread. */
final class EdgeList {
    private int[] sources = new int[1024];
    private int[] targets = new int[1024];
    private int size;

    void add(int source, int target) {
        if (size == sources.length) {
            sources = Arrays.copyOf(sources, size * 2);
            targets = Arrays.copyOf(targets, size * 2);
        }
        sources[size] = source;
        targets[size++] = target;
    }

    /** Returns the edges by node, those of each in the order in which they were added. */
    Edges toEdges(int nodes) {
        int[] offsets = new int[nodes + 1];
        for (int i = 0; i < size; i++) {
            offsets[sources[i] + 1]++;
        }
        for (int i = 0; i < nodes; i++) {
            offsets[i + 1] += offsets[i];
        }
        int[] next = Arrays.copyOf(offsets, nodes);
        int[] sorted = new int[size + 1];
        for (int i = 0; i < size; i++) {
            sorted[next[sources[i]]++] = targets[i];
        }
        return Edges.of(offsets, sorted);
    }
}
