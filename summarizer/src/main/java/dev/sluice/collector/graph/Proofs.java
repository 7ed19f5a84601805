package dev.sluice.collector.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * For each node that can be reached the node that proves it: following these leads to a root. Confined to the thread of the graph.
 */
final class Proofs {
    static final int UNREACHED = -1;
    static final int ROOT = -2;
    /** This and everything below it: reached so far, but what proved it is gone. */
    static final int LOST = -3;

    private final ReferenceGraph graph;
    private int[] parents = new int[0];
    private NodeSet reached = new NodeSet(0);
    private long work;
    private @Nullable ProvingMark unsettled;

    Proofs(ReferenceGraph graph) {
        this.graph = graph;
    }

    /** The nodes reached and their edges: what a mark from scratch walks, about. */
    long work() {
        return work;
    }

    void addWork(long more) {
        work += more;
    }

    NodeSet reached() {
        return reached;
    }

    /** Returns how many bytes this takes once it is settled. */
    long bytes() {
        return 4L * parents.length + reached.bytes();
    }

    /** Returns what proves a node: another one, {@link #ROOT}, {@link #UNREACHED}, or a number up to {@link #LOST}. */
    int parent(int id) {
        return parents[id];
    }

    void setParent(int id, int parent) {
        parents[id] = parent;
    }

    /** Whether a node is proved. */
    boolean isProved(int id) {
        int parent = parents[id];
        return parent >= 0 || parent == ROOT;
    }

    /** Proves everything anew. {@link #settle} has to come before anybody asks for a parent. */
    void proveAll(NodeSet roots) {
        ProvingMark mark = new ProvingMark(graph);
        reached = mark.reachableFrom(roots);
        work = mark.work();
        unsettled = mark;
    }

    /**
     * Makes parents known, for every id of the graph. What a mark from scratch found out is only now written to where it belongs:
     * that is a quarter of its work, and is not done for a mark after which comes another.
     */
    void settle() {
        int ids = graph.ids();
        int known = parents.length;
        if (ids > known) {
            parents = Arrays.copyOf(parents, known == 0 ? ids : Math.max(ids, known + (known >>> 2)));
            Arrays.fill(parents, known, parents.length, UNREACHED);
        }
        if (unsettled != null) {
            Arrays.fill(parents, UNREACHED);
            unsettled.write(parents);
            unsettled = null;
        }
        reached.ensure(ids);
    }
}
