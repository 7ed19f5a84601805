package dev.sluice.collector.graph;

/**
 * The graph before a run and after it, taken together. Nearly all of what is reached in it was reached before or is now; only
 * nodes that changed can lead further, namely those lost by what they lead to now, and those gained by what they led to before.
 * To be used once; confined to the thread of the graph.
 */
final class Superset {
    private final ReferenceGraph graph;
    private final NodeSet visited;
    private final Journal journal;
    private final Reach reach;
    private final IntList beyond = new IntList();

    Superset(ReferenceGraph graph, NodeSet reached, Journal journal, Reach reach) {
        this.graph = graph;
        this.journal = journal;
        this.reach = reach;
        visited = reached.copy();
        visited.ensure(graph.ids());
        for (int id : reach.lost()) {
            visited.add(id);
        }
    }

    int[] beyond(int... targets) {
        for (int id : reach.lost()) {
            visitChanged(id);
        }
        for (int id : reach.gained()) {
            visitChanged(id);
        }
        for (int target : targets) {
            graph.see(target);
            visited.ensure(graph.ids());
            visit(target);
        }
        for (int i = 0; i < beyond.size(); i++) {
            visitRoutes(graph.routesOf(beyond.get(i)));
            visitChanged(beyond.get(i));
        }
        return beyond.toArray();
    }

    private void visitChanged(int id) {
        Routes before = journal.before(id);
        if (before != null) {
            visitRoutes(graph.routesOf(id));
            visitRoutes(before);
        }
    }

    private void visitRoutes(Routes routes) {
        for (int i = routes.from(); i < routes.to(); i++) {
            visit(routes.array()[i]);
        }
    }

    private void visit(int id) {
        if (!visited.contains(id)) {
            visited.add(id);
            beyond.add(id);
        }
    }
}
