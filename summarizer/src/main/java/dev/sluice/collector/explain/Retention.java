package dev.sluice.collector.explain;

import dev.sluice.collector.graph.ReferenceGraph;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What keeps nodes alive, and what they keep alive. The graph must not change while this is used. Confined to its thread.
 *
 * @since 0.1
 */
public final class Retention {
    private static final int NOWHERE = -1;
    private static final int ROOT = -2;

    private final ReferenceGraph graph;
    private final int[] roots;
    private @Nullable Dominators dominators;

    /**
     * Makes one for a graph.
     *
     * @param roots ids; none is negative
     */
    public Retention(ReferenceGraph graph, int... roots) {
        this.graph = graph;
        this.roots = roots.clone();
    }

    /**
     * Returns one of the shortest paths from a root to a node, both ends included; linear in the graph.
     *
     * @return empty if the node cannot be reached
     */
    public int[] shortestPath(int id) {
        int ids = Math.max(graph.ids(), IntStream.of(roots).max().orElse(-1) + 1);
        int[] parents = new int[ids];
        Arrays.fill(parents, NOWHERE);
        int[] queue = new int[ids];
        int tail = 0;
        for (int root : roots) {
            tail = visit(root, ROOT, parents, queue, tail);
        }
        for (int head = 0; head < tail && (id >= ids || parents[id] == NOWHERE); head++) {
            for (int i = 0; i < graph.degree(queue[head]); i++) {
                tail = visit(graph.route(queue[head], i), queue[head], parents, queue, tail);
            }
        }
        return id < ids && parents[id] != NOWHERE ? path(id, parents) : new int[0];
    }

    /**
     * Returns the nodes that only this one keeps alive: without it, they could not be reached. It is the first itself.
     *
     * <p>The first question of this kind costs what {@link #largestRetainers} does, each further one a walk over the nodes.
     *
     * @return ids, some of which may be no nodes; empty if the node cannot be reached
     */
    public int[] keptAliveOnlyBy(int id) {
        Dominators tree = dominators();
        int place = tree.place(id);
        if (place < 0) {
            return new int[0];
        }
        boolean[] isKept = new boolean[tree.count()];
        isKept[place] = true;
        for (int below = place + 1; below < tree.count(); below++) {
            isKept[below] = isKept[tree.dominator(below)];
        }
        return IntStream.range(place, tree.count())
                .filter(below -> isKept[below])
                .map(tree::node)
                .toArray();
    }

    /**
     * Returns the nodes that keep most alive by themselves alone, the largest first; those of the same size by id.
     *
     * @param most how many are wanted
     */
    public List<Retainer> largestRetainers(NodeBytes bytes, int most) {
        Dominators tree = dominators();
        long[] sizes = new long[tree.count()];
        int[] nodes = new int[tree.count()];
        for (int place = tree.count() - 1; place > 0; place--) {
            sizes[place] += bytes.bytes(tree.node(place));
            nodes[place]++;
            sizes[tree.dominator(place)] += sizes[place];
            nodes[tree.dominator(place)] += nodes[place];
        }
        return IntStream.range(1, tree.count())
                .mapToObj(place -> new Retainer(tree.node(place), nodes[place], sizes[place]))
                .sorted(Comparator.comparingLong(Retainer::bytes).reversed().thenComparingInt(Retainer::id))
                .limit(most)
                .toList();
    }

    private Dominators dominators() {
        if (dominators == null) {
            dominators = Dominators.of(graph, roots);
        }
        return dominators;
    }

    private static int visit(int id, int parent, int[] parents, int[] queue, int tail) {
        if (parents[id] != NOWHERE) {
            return tail;
        }
        parents[id] = parent;
        queue[tail] = id;
        return tail + 1;
    }

    private static int[] path(int id, int... parents) {
        int length = 1;
        for (int at = id; parents[at] != ROOT; at = parents[at]) {
            length++;
        }
        int[] path = new int[length];
        for (int at = id; length > 0; at = parents[at]) {
            path[--length] = at;
        }
        return path;
    }
}
