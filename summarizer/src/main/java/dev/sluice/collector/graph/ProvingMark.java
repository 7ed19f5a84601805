package dev.sluice.collector.graph;

/**
 * A mark from scratch that notes by whom each node was reached first. It works as {@link Mark} does; the sources are written side
 * by side with the queue, since writing them to where they belong would wait for memory once more. To be used once; confined to the
 * thread of the graph.
 */
final class ProvingMark {
    private final ReferenceGraph graph;
    private final NodeSet visited;
    /** Both one longer than there are ids, for the target that is written and not kept. */
    private final int[] queue;

    private final int[] sources;
    private int tail;
    private long edges;

    ProvingMark(ReferenceGraph graph) {
        this.graph = graph;
        visited = new NodeSet(graph.ids());
        queue = new int[graph.ids() + 1];
        sources = new int[graph.ids() + 1];
    }

    NodeSet reachableFrom(NodeSet roots) {
        roots.forEach(root -> reach(root, Proofs.ROOT));
        Block block = new Block(graph);
        for (int head = 0; head < tail; ) {
            int count = block.load(queue, head, tail);
            tail = visit(block, head, count, tail);
            for (int i = 0; i < block.changedCount(); i++) {
                visit(queue[block.changedPlace(i)]);
            }
            head += count;
        }
        return visited;
    }

    /** Returns the number of nodes and edges that were walked. */
    long work() {
        return tail + edges;
    }

    /** Writes the source of each node that was reached, by its id. */
    void write(int[] parents) {
        for (int i = 0; i < tail; i++) {
            parents[queue[i]] = sources[i];
        }
    }

    private int visit(Block block, int head, int count, int queued) {
        int[] targets = block.targets();
        int[] nodes = queue;
        int[] found = sources;
        long[] words = visited.words();
        int end = queued;
        for (int k = 0; k < count; k++) {
            int node = nodes[head + k];
            int i = block.from()[k];
            int to = block.to()[k];
            edges += to - i;
            for (; i < to - 1; i += 2) {
                int first = targets[i];
                int second = targets[i + 1];
                nodes[end] = first;
                found[end] = node;
                end += NodeSet.mark(words, first);
                nodes[end] = second;
                found[end] = node;
                end += NodeSet.mark(words, second);
            }
            if (i < to) {
                nodes[end] = targets[i];
                found[end] = node;
                end += NodeSet.mark(words, targets[i]);
            }
        }
        return end;
    }

    private void visit(int node) {
        Routes routes = graph.routesOf(node);
        edges += routes.count();
        for (int i = routes.from(); i < routes.to(); i++) {
            if (!visited.contains(routes.array()[i])) {
                reach(routes.array()[i], node);
            }
        }
    }

    private void reach(int id, int source) {
        visited.add(id);
        queue[tail] = id;
        sources[tail++] = source;
    }
}
