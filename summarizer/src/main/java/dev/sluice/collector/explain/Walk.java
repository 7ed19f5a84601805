package dev.sluice.collector.explain;

import dev.sluice.collector.graph.ReferenceGraph;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A depth-first walk from a place in front of all roots, without recursion. Immutable by agreement.
 *
 * @param nodes the node at each place, in the order in which they were come by; place 0 has none
 * @param parents the place that each was come by from
 * @param places the place of each id, -1 for those that cannot be reached
 * @param count how many places there are
 */
record Walk(int[] nodes, int[] parents, int[] places, int count) {
    private static final int NOWHERE = -1;

    static Walk of(ReferenceGraph graph, int... roots) {
        int ids = Math.max(graph.ids(), IntStream.of(roots).max().orElse(-1) + 1);
        int[] nodes = new int[ids + 1];
        int[] parents = new int[ids + 1];
        int[] places = new int[ids];
        Arrays.fill(places, NOWHERE);
        int[] edge = new int[ids + 1];
        int count = 1;
        int at = 0;
        nodes[0] = NOWHERE;
        while (at > 0 || edge[0] < roots.length) {
            int degree = at == 0 ? roots.length : graph.degree(nodes[at]);
            if (edge[at] == degree) {
                at = parents[at];
                continue;
            }
            int target = at == 0 ? roots[edge[at]] : graph.route(nodes[at], edge[at]);
            edge[at]++;
            if (places[target] == NOWHERE) {
                places[target] = count;
                nodes[count] = target;
                parents[count] = at;
                at = count++;
            }
        }
        return new Walk(nodes, parents, places, count);
    }
}
