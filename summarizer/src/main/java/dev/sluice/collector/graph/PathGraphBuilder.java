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

    private String[] nodes;
    private List<?>[] routes;
    private int added;

    /**
     * Makes a builder.
     *
     * @param expectedNodes how many nodes there will be, and ends of edges that are none; only speed depends on it
     */
    public PathGraphBuilder(int expectedNodes) {
        int room = Math.max(8, expectedNodes);
        nodes = new String[room];
        routes = new List<?>[room];
    }

    /**
     * Adds a node, or replaces the routes of one that was added.
     *
     * @param routes where its edges lead; read by {@link #build}, and not to be changed before that
     */
    public PathGraphBuilder add(String path, List<String> routes) {
        if (added == nodes.length) {
            nodes = Arrays.copyOf(nodes, added * 2);
            this.routes = Arrays.copyOf(this.routes, added * 2);
        }
        nodes[added] = path;
        this.routes[added++] = routes;
        return this;
    }

    /**
     * Returns the graph; linear in nodes and routes.
     *
     * @throws ArithmeticException if there are more routes than an array can hold
     */
    public PathGraph build() {
        PathTable paths = new PathTable(nodes.length);
        List<?>[] routesById = internNodes(paths);
        int count = paths.size();
        int[] offsets = new int[count + 1];
        for (int id = 0; id < count; id++) {
            offsets[id + 1] = Math.addExact(offsets[id], routesById[id].size());
        }
        int[] targets = internRoutes(paths, routesById, offsets[count]);
        int[] all = Arrays.copyOf(offsets, paths.size() + 1);
        Arrays.fill(all, count, all.length, offsets[count]);
        return new PathGraph(paths, ReferenceGraph.of(Edges.trusted(all, targets), count));
    }

    private List<?>[] internNodes(PathTable paths) {
        int[] ids = new int[added];
        paths.intern(nodes, added, ids);
        if (paths.size() == added) {
            return routes;
        }
        List<?>[] last = new List<?>[paths.size()];
        for (int i = 0; i < added; i++) {
            last[ids[i]] = routes[i];
        }
        return last;
    }

    private static int[] internRoutes(PathTable paths, List<?>[] routesById, int count) {
        int[] targets = new int[Math.addExact(count, 1)];
        String[] batch = new String[BATCH];
        int batched = 0;
        int resolved = 0;
        int nodes = paths.size();
        for (int id = 0; id < nodes; id++) {
            for (Object route : routesById[id]) {
                batch[batched++] = (String) route;
                if (batched == BATCH) {
                    paths.intern(batch, 0, batched, targets, resolved);
                    resolved += batched;
                    batched = 0;
                }
            }
        }
        paths.intern(batch, 0, batched, targets, resolved);
        return targets;
    }
}
