package dev.sluice.collector.explain;

import dev.sluice.collector.graph.ReferenceGraph;

/**
 * The edges between places the other way round. Immutable by agreement.
 *
 * @param offsets where the sources of each place begin
 * @param sources their places
 */
record Sources(int[] offsets, int[] sources) {
    static Sources of(ReferenceGraph graph, Walk walk, int... roots) {
        int[] offsets = new int[walk.count() + 1];
        for (int root : roots) {
            offsets[walk.places()[root] + 1]++;
        }
        for (int place = 1; place < walk.count(); place++) {
            int node = walk.nodes()[place];
            for (int i = 0; i < graph.degree(node); i++) {
                offsets[walk.places()[graph.route(node, i)] + 1]++;
            }
        }
        for (int place = 0; place < walk.count(); place++) {
            offsets[place + 1] += offsets[place];
        }
        return new Sources(offsets, fill(graph, walk, offsets.clone(), roots));
    }

    private static int[] fill(ReferenceGraph graph, Walk walk, int[] next, int... roots) {
        int[] sources = new int[next[walk.count()]];
        for (int root : roots) {
            sources[next[walk.places()[root]]++] = 0;
        }
        for (int place = 1; place < walk.count(); place++) {
            int node = walk.nodes()[place];
            for (int i = 0; i < graph.degree(node); i++) {
                sources[next[walk.places()[graph.route(node, i)]]++] = place;
            }
        }
        return sources;
    }

    int from(int place) {
        return offsets[place];
    }

    int to(int place) {
        return offsets[place + 1];
    }

    int place(int index) {
        return sources[index];
    }
}
