package dev.sluice.collector.graph;

import java.util.stream.IntStream;

/**
 * A mark from scratch: everything that can be reached from the roots (garbage-collection §1.5).
 *
 * <p>Breadth first, with the nodes to visit in one array and the visited ones in a bit set. What makes such a loop slow is
 * waiting for memory, for which see {@link Block}, and guessing wrong whether a node was visited: so every target is written into
 * the queue, and the end of the queue moves on only behind those that are new.
 *
 * <p>Time is linear in the nodes and edges reached; memory is four bytes and one bit for each id, and no stack. Confined to the
 * thread of the graph.
 *
 * @since 0.1
 */
public final class Mark {
    private final ReferenceGraph graph;
    /** Kept from one mark to the next. One longer than there are ids, for the target that is written and not kept. */
    private int[] queue = new int[1];

    private NodeSet visited = new NodeSet(0);

    /** Makes a mark of a graph, which may change between marks. */
    public Mark(ReferenceGraph graph) {
        this.graph = graph;
    }

    /** As {@link #reachableFrom}, for who marks once. */
    public static NodeSet reachable(ReferenceGraph graph, int... roots) {
        return new Mark(graph).reachableFrom(roots);
    }

    /**
     * Returns what can be reached from {@code roots}, themselves included: nodes, and ids that are none but that routes lead to.
     *
     * @param roots ids; what is no node is visited, and nothing lies behind it
     * @throws IndexOutOfBoundsException if a root is negative
     */
    public NodeSet reachableFrom(int... roots) {
        IntStream.of(roots).max().ifPresent(graph::see);
        graph.mergeWhenDue();
        int ids = graph.ids();
        if (queue.length <= ids) {
            queue = new int[ids + 1];
        }
        visited = new NodeSet(ids);
        drain(visit(Routes.of(roots), 0));
        return visited;
    }

    /** Returns how many bytes this and the last result take; the graph is not counted. */
    public long bytes() {
        return 4L * queue.length + visited.bytes();
    }

    private void drain(int queued) {
        Block block = new Block(graph);
        int tail = queued;
        for (int head = 0; head < tail; ) {
            int count = block.load(queue, head, tail);
            tail = visit(block, count, tail);
            for (int i = 0; i < block.changedCount(); i++) {
                tail = visit(graph.routesOf(queue[block.changedPlace(i)]), tail);
            }
            head += count;
        }
    }

    private int visit(Routes routes, int queued) {
        int tail = queued;
        for (int i = routes.from(); i < routes.to(); i++) {
            int target = routes.array()[i];
            if (!visited.contains(target)) {
                visited.add(target);
                queue[tail++] = target;
            }
        }
        return tail;
    }

    /** Two edges at a time, which the compiler does not come upon by itself. */
    private int visit(Block block, int count, int queued) {
        int[] targets = block.targets();
        int[] from = block.from();
        int[] to = block.to();
        int[] nodes = queue;
        long[] words = visited.words();
        int tail = queued;
        for (int k = 0; k < count; k++) {
            int i = from[k];
            for (int end = to[k] - 1; i < end; i += 2) {
                int first = targets[i];
                int second = targets[i + 1];
                nodes[tail] = first;
                tail += NodeSet.mark(words, first);
                nodes[tail] = second;
                tail += NodeSet.mark(words, second);
            }
            if (i < to[k]) {
                int last = targets[i];
                nodes[tail] = last;
                tail += NodeSet.mark(words, last);
            }
        }
        return tail;
    }
}
