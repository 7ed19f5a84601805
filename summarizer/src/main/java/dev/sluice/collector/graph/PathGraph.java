package dev.sluice.collector.graph;

import java.util.Collection;

/**
 * A graph whose nodes are named by paths.
 *
 * @param paths gives out the ids
 * @param graph the nodes and edges
 * @since 0.1
 */
public record PathGraph(PathTable paths, ReferenceGraph graph) {
    /** Returns a graph without nodes. */
    public static PathGraph empty() {
        return new PathGraph(new PathTable(), ReferenceGraph.empty());
    }

    /** Adds a node with its routes, or replaces those of one that is there; returns its id. */
    public int put(String path, Collection<String> routes) {
        int id = paths.intern(path);
        graph.put(id, routes.stream().mapToInt(paths::intern).toArray());
        return id;
    }

    /** Removes a node and its routes, if it is there; edges that lead to it stay. */
    public void remove(String path) {
        int id = paths.find(path);
        if (id >= 0) {
            graph.remove(id);
        }
    }
}
