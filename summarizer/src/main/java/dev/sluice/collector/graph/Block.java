package dev.sluice.collector.graph;

/**
 * The nodes of a queue that are visited next, and where their edges lie.
 *
 * <p>Looking up the edges of one node after the other would wait for memory each time. Here all offsets of a block are read first,
 * and then the first edge of each node, in loops so short that a processor has many reads under way at once; when the edges are
 * walked, they are near. Blocks of a few dozen nodes are large enough for that and small enough not to be pushed out again.
 *
 * <p>Confined to one thread.
 */
final class Block {
    static final int SIZE = 128;

    private final ReferenceGraph graph;
    private final boolean isBaseOnly;
    private final int[] offsets;
    private final int[] targets;
    private final int[] from = new int[SIZE];
    private final int[] to = new int[SIZE];

    /** Places in the queue of nodes whose edges are not in the base. */
    private final int[] changed = new int[SIZE];

    private int changedCount;

    /** Without somebody to write to, the first edges would not be read. */
    @SuppressWarnings("UnusedVariable")
    private int firstEdges;

    Block(ReferenceGraph graph) {
        this.graph = graph;
        isBaseOnly = graph.isBaseOnly();
        offsets = graph.base().offsets();
        targets = graph.base().targets();
    }

    /** Looks up the nodes at {@code head} and behind it; returns how many of them. */
    int load(int[] queue, int head, int tail) {
        int count = Math.min(SIZE, tail - head);
        changedCount = 0;
        if (isBaseOnly) {
            loadBase(queue, head, count);
        } else {
            loadMixed(queue, head, count);
        }
        readAhead(count);
        return count;
    }

    /** All edges of the graph's base. */
    int[] targets() {
        return targets;
    }

    /** Where in {@link #targets} the edges of each node of the block begin. */
    int[] from() {
        return from;
    }

    /** Where they end. */
    int[] to() {
        return to;
    }

    /** How many nodes of the block have their edges elsewhere; they have none in {@link #targets}. */
    int changedCount() {
        return changedCount;
    }

    /** Where in the queue the {@code index}-th of these nodes is. */
    int changedPlace(int index) {
        return changed[index];
    }

    private void loadBase(int[] queue, int head, int count) {
        for (int i = 0; i < count; i++) {
            int node = queue[head + i];
            from[i] = offsets[node];
            to[i] = offsets[node + 1];
        }
    }

    private void loadMixed(int[] queue, int head, int count) {
        for (int i = 0; i < count; i++) {
            int node = queue[head + i];
            boolean isBase = node < offsets.length - 1 && !graph.isChanged(node);
            from[i] = isBase ? offsets[node] : 0;
            to[i] = isBase ? offsets[node + 1] : 0;
            if (!isBase) {
                changed[changedCount++] = head + i;
            }
        }
    }

    private void readAhead(int count) {
        int read = 0;
        for (int i = 0; i < count; i++) {
            read += targets[from[i]];
        }
        firstEdges = read;
    }
}
