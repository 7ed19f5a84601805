package dev.sluice.collector.graph;

/** Lays out the edges of a changed graph anew. */
final class Merge {
    private final ReferenceGraph graph;
    private final int[] offsets;

    Merge(ReferenceGraph graph) {
        this.graph = graph;
        offsets = new int[graph.ids() + 1];
    }

    /**
     * Returns all edges of the graph in two arrays; linear.
     *
     * @throws ArithmeticException if there are more than an array can hold
     */
    Edges edges() {
        int ids = graph.ids();
        for (int id = 0; id < ids; id++) {
            offsets[id + 1] = Math.addExact(offsets[id], graph.degree(id));
        }
        int[] targets = new int[Math.addExact(offsets[ids], 1)];
        for (int id = 0; id < ids; id++) {
            Routes routes = graph.routesOf(id);
            System.arraycopy(routes.array(), routes.from(), targets, offsets[id], routes.count());
        }
        return Edges.trusted(offsets, targets);
    }
}
