package dev.sluice.collector.graph;

import java.util.Arrays;
import java.util.List;

/**
 * Makes a graph out of nodes and routes that are paths.
 *
 * <p>Nodes get their ids in the order in which they are added, and what is no node but led to gets the ids behind them. So all
 * nodes are taken first, and {@link #build} resolves the routes. Confined to one thread.
 *
 * @since 0.1
 */
public final class PathGraphBuilder {
    private static final int BATCH = 64;

    private final PathTable paths;
    /** The routes of each node, by id. */
    private List<?>[] routes;

    private final String[] batch = new String[BATCH];
    private int batched;
    private int[] targets = new int[0];
    private int resolved;

    /**
     * Makes a builder.
     *
     * @param expectedNodes how many nodes there will be, and ends of edges that are none; only speed depends on it
     */
    public PathGraphBuilder(int expectedNodes) {
        paths = new PathTable(expectedNodes);
        routes = new List<?>[Math.max(8, expectedNodes)];
    }

    /**
     * Adds a node, or replaces the routes of one that was added.
     *
     * @param routes where its edges lead; read by {@link #build}, and not to be changed before that
     */
    public PathGraphBuilder add(String path, List<String> routes) {
        int id = paths.intern(path);
        if (id >= this.routes.length) {
            this.routes = Arrays.copyOf(this.routes, this.routes.length * 2);
        }
        this.routes[id] = routes;
        return this;
    }

    /**
     * Returns the graph. To be called once; linear in nodes and routes.
     *
     * @throws ArithmeticException if there are more routes than an array can hold
     */
    public PathGraph build() {
        int nodes = paths.size();
        int[] offsets = new int[nodes + 1];
        for (int id = 0; id < nodes; id++) {
            offsets[id + 1] = Math.addExact(offsets[id], routes[id].size());
        }
        targets = new int[Math.addExact(offsets[nodes], 1)];
        for (int id = 0; id < nodes; id++) {
            for (Object route : routes[id]) {
                resolve((String) route);
            }
        }
        flush();
        int ids = paths.size();
        int[] all = Arrays.copyOf(offsets, ids + 1);
        Arrays.fill(all, nodes, ids + 1, offsets[nodes]);
        return new PathGraph(paths, ReferenceGraph.of(Edges.trusted(all, targets), nodes));
    }

    private void resolve(String route) {
        batch[batched++] = route;
        if (batched == BATCH) {
            flush();
        }
    }

    private void flush() {
        paths.intern(batch, batched, targets, resolved);
        resolved += batched;
        batched = 0;
    }
}
