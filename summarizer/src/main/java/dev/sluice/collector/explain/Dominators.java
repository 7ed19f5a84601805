package dev.sluice.collector.explain;

import dev.sluice.collector.graph.ReferenceGraph;
import java.util.Arrays;

/**
 * Which node every path from the roots to a node goes through last: the one that alone keeps it alive.
 *
 * <p>After T. Lengauer and R. E. Tarjan, "A fast algorithm for finding dominators in a flowgraph" (1979), the simple version with
 * path compression, and without recursion. Nodes are numbered in the order of a depth-first walk; place 0 is in front of all roots.
 * Takes time in proportion to edges times the logarithm of nodes, and 32 bytes a reached node and 8 an edge.
 */
final class Dominators {
    private static final int NONE = -1;

    /** By place: the node, who it was reached from, its semidominator, and its dominator. */
    private final int[] nodes;

    private final int[] parents;
    private final int[] semi;
    private final int[] dominators;
    /** By place: the forest that grows while places are done from the last to the first. */
    private final int[] ancestors;

    private final int[] best;
    /** By id. */
    private final int[] places;

    private final Sources sources;
    private final int count;

    private Dominators(Walk walk, Sources sources) {
        nodes = walk.nodes();
        parents = walk.parents();
        places = walk.places();
        count = walk.count();
        this.sources = sources;
        semi = identity(count);
        best = identity(count);
        dominators = new int[count];
        ancestors = new int[count];
        Arrays.fill(ancestors, NONE);
    }

    static Dominators of(ReferenceGraph graph, int... roots) {
        Walk walk = Walk.of(graph, roots);
        Dominators found = new Dominators(walk, Sources.of(graph, walk, roots));
        found.find();
        return found;
    }

    /** Returns how many places there are. */
    int count() {
        return count;
    }

    /** Returns the node at a place other than 0. */
    int node(int place) {
        return nodes[place];
    }

    /** Returns the place of a node, or -1 if it cannot be reached. */
    int place(int id) {
        return id < places.length ? places[id] : NONE;
    }

    /** Returns the place of the dominator; less than {@code place}. */
    int dominator(int place) {
        return dominators[place];
    }

    private void find() {
        Buckets buckets = new Buckets(count);
        for (int place = count - 1; place > 0; place--) {
            for (int i = sources.from(place); i < sources.to(place); i++) {
                semi[place] = Math.min(semi[place], semi[leastOf(sources.place(i))]);
            }
            buckets.add(semi[place], place);
            ancestors[place] = parents[place];
            int parent = parents[place];
            for (int below = buckets.first(parent); below != NONE; below = buckets.next(below)) {
                int least = leastOf(below);
                dominators[below] = semi[least] < semi[below] ? least : parent;
            }
            buckets.clear(parent);
        }
        for (int place = 1; place < count; place++) {
            if (dominators[place] != semi[place]) {
                dominators[place] = dominators[dominators[place]];
            }
        }
    }

    /** Returns the place with the least semidominator on the way up to the root of its tree in the forest, that root left out. */
    private int leastOf(int place) {
        if (ancestors[place] == NONE) {
            return place;
        }
        compress(place);
        return best[place];
    }

    /** Turns the pointers on the way up around first, instead of a stack. */
    private void compress(int place) {
        int below = NONE;
        int at = place;
        while (ancestors[ancestors[at]] != NONE) {
            int above = ancestors[at];
            ancestors[at] = below;
            below = at;
            at = above;
        }
        int top = ancestors[at];
        int upper = at;
        while (below != NONE) {
            int next = ancestors[below];
            if (semi[best[upper]] < semi[best[below]]) {
                best[below] = best[upper];
            }
            ancestors[below] = top;
            upper = below;
            below = next;
        }
    }

    private static int[] identity(int count) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = i;
        }
        return places;
    }
}
