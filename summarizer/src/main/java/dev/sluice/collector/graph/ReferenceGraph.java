package dev.sluice.collector.graph;

import org.jspecify.annotations.Nullable;

/**
 * Nodes and the edges between them, which change.
 *
 * <p>Nodes are ids, small integers that {@link PathTable} gives out. An id is a node of the graph once its routes were put, until
 * it is removed; routes may lead to ids that are none, which a mark visits and finds nothing behind (garbage-collection §1.5).
 *
 * <p>The edges of most nodes lie in {@link Edges}, which do not change; nodes whose routes were put since have theirs in a table
 * beside them, and when that table has grown to an eighth of the edges, both are merged. So a mark runs over arrays, and a change
 * costs what it changes. Ids are never given back: who removes nodes for long makes a new graph when {@link #ids} has become
 * several times {@link #nodes}.
 *
 * <p>Confined to one thread.
 *
 * @since 0.1
 */
public final class ReferenceGraph {
    private Edges base;
    private @Nullable Edges reverse;
    private int ids;

    private final NodeSet present;
    private int nodes;
    private final KeyOrder order = new KeyOrder();

    /** Which nodes' routes are in {@link #changed}, and not in {@link #base}. */
    private NodeSet isChanged;

    private IntTable<Routes> changed = new IntTable<>();
    /** Sources of the edges that {@link #base} lacks, by target; some may be gone again. */
    private IntTable<IntList> changedSources = new IntTable<>();

    private int changedEdges;
    private @Nullable Journal journal;

    private ReferenceGraph(Edges base) {
        this.base = base;
        ids = base.nodes();
        present = new NodeSet(ids);
        isChanged = new NodeSet(ids);
    }

    /** Returns a graph without nodes. */
    public static ReferenceGraph empty() {
        return new ReferenceGraph(Edges.none());
    }

    /**
     * Returns a graph of these edges, in which the first ids are nodes and the rest only ends of edges.
     *
     * @param nodes how many ids, from 0 on, are nodes; their order in the graph is that of their ids
     * @throws IllegalArgumentException if there are more nodes than the edges know
     */
    public static ReferenceGraph of(Edges edges, int nodes) {
        if (nodes < 0 || nodes > edges.nodes()) {
            throw new IllegalArgumentException(nodes + " nodes, expected at most " + edges.nodes());
        }
        ReferenceGraph graph = new ReferenceGraph(edges);
        for (int id = 0; id < nodes; id++) {
            graph.present.add(id);
        }
        graph.nodes = nodes;
        graph.order.addedFirst(nodes);
        return graph;
    }

    /** Returns a number above all ids that were ever used. */
    public int ids() {
        return ids;
    }

    /** Returns the number of nodes. */
    public int nodes() {
        return nodes;
    }

    /** Tells whether an id is a node. */
    public boolean contains(int id) {
        return present.contains(id);
    }

    /** Returns where the edges of a node lead, in their order; nowhere if the id is no node. */
    public int[] routes(int id) {
        return routesOf(id).toArray();
    }

    /**
     * Returns where one edge of a node leads.
     *
     * @param index which of them, from 0, below {@link #degree}
     */
    public int route(int id, int index) {
        Routes routes = routesOf(id);
        return routes.array()[routes.from() + index];
    }

    /** Returns the number of edges of a node. */
    public int degree(int id) {
        return routesOf(id).count();
    }

    /**
     * Adds a node with its routes, or replaces those of one that is there. Costs the number of routes.
     *
     * @throws IllegalArgumentException if an id is negative
     */
    public void put(int id, int... routes) {
        int highest = requireId(id);
        for (int route : routes) {
            highest = Math.max(highest, requireId(route));
        }
        see(highest);
        if (!present.contains(id)) {
            present.add(id);
            nodes++;
            order.added(id, present);
        }
        replace(id, Routes.of(routes.clone()), 0);
    }

    /** Removes a node and its routes, if it is there; edges that lead to it stay. */
    public void remove(int id) {
        if (present.contains(id)) {
            present.remove(id);
            nodes--;
            order.removed(id);
            replace(id, Routes.NONE, 0);
        }
    }

    /**
     * Adds an edge, a second one if there is one already.
     *
     * @throws IllegalArgumentException if {@code from} is no node, or {@code to} is negative
     */
    public void addEdge(int from, int to) {
        requireNode(from);
        see(requireId(to));
        Routes before = routesOf(from);
        replace(from, before.with(to, isChanged.contains(from)), before.count());
    }

    /**
     * Removes an edge; one of them, if there are several. Costs the number of routes of {@code from}.
     *
     * @return whether there was one
     */
    public boolean removeEdge(int from, int to) {
        Routes before = routesOf(from);
        int place = before.find(to);
        if (place < 0) {
            return false;
        }
        replace(from, before.without(place), before.count());
        return true;
    }

    /** Returns the ids of the nodes that {@code marked} has, in the order in which nodes were added. */
    public int[] referenced(NodeSet marked) {
        return order.select(present, marked, true);
    }

    /** Returns the ids of the nodes that {@code marked} lacks, in the order in which nodes were added. */
    public int[] unreferenced(NodeSet marked) {
        return order.select(present, marked, false);
    }

    /** Returns how many bytes the nodes and edges take, about; what changed since they were laid out is not counted. */
    public long bytes() {
        long sources = reverse == null ? 0 : reverse.bytes();
        return base.bytes() + sources + present.bytes() + isChanged.bytes();
    }

    Edges base() {
        return base;
    }

    Routes routesOf(int id) {
        if (isChanged.contains(id)) {
            Routes routes = changed.get(id);
            return routes == null ? Routes.NONE : routes;
        }
        return id < base.nodes() ? base.of(id) : Routes.NONE;
    }

    boolean isChanged(int id) {
        return isChanged.contains(id);
    }

    /** Whether every edge is where {@link #base} says. */
    boolean isBaseOnly() {
        return changed.size() == 0 && ids == base.nodes();
    }

    /** Finds the sources of all edges now instead of when one is asked for. */
    void prepareSources() {
        if (reverse == null) {
            reverse = base.reversed();
        }
    }

    /** The sources of edges of {@link #base} that lead to an id below its nodes; some may be gone. */
    Routes baseSources(int id) {
        if (reverse == null) {
            reverse = base.reversed();
        }
        return id < base.nodes() ? reverse.of(id) : Routes.NONE;
    }

    /** The sources of edges that came later; some may be gone. */
    @Nullable
    IntList changedSources(int id) {
        return changedSources.get(id);
    }

    /**
     * From here on, remembers what the routes of a node were before they changed.
     *
     * @throws IllegalStateException if somebody else has the journal
     */
    void beginJournal() {
        if (journal != null) {
            throw new IllegalStateException("the graph is marked incrementally already");
        }
        journal = new Journal();
    }

    /** Returns what happened since the last call and begins anew. */
    Journal takeJournal() {
        Journal taken = journal;
        if (taken == null) {
            throw new IllegalStateException("the graph has no journal");
        }
        journal = new Journal();
        return taken;
    }

    /** Whether nothing changed since {@link #takeJournal}. */
    boolean isAsTaken() {
        return journal != null && journal.size() == 0;
    }

    /** Merges the changed routes into the others once there are many. */
    void mergeWhenDue() {
        if (changedEdges <= 1024 + ((base.count() + ids) >>> 3)) {
            return;
        }
        base = new Merge(this).edges();
        reverse = reverse == null ? null : base.reversed();
        isChanged = new NodeSet(ids);
        changed = new IntTable<>();
        changedSources = new IntTable<>();
        changedEdges = 0;
    }

    /** @param kept how many of the first routes are known to be as before */
    private void replace(int id, Routes routes, int kept) {
        Routes before = routesOf(id);
        if (journal != null) {
            journal.changed(id, before);
        }
        int firstNew = Math.min(before.commonPrefix(routes), routes.count());
        for (int i = routes.from() + Math.max(kept, firstNew); i < routes.to(); i++) {
            addSource(routes.array()[i], id);
        }
        changedEdges += 1 + routes.count() - Math.min(kept, routes.count());
        changed.put(id, routes);
        isChanged.add(id);
    }

    private void addSource(int target, int source) {
        IntList sources = changedSources.get(target);
        if (sources == null) {
            sources = new IntList();
            changedSources.put(target, sources);
        }
        sources.add(source);
    }

    /** Makes room for an id. */
    void see(int id) {
        if (id >= ids) {
            ids = id + 1;
            present.ensure(ids);
            isChanged.ensure(ids);
        }
    }

    private static int requireId(int id) {
        if (id < 0) {
            throw new IllegalArgumentException("found the id " + id + ", expected none below 0");
        }
        return id;
    }

    private void requireNode(int id) {
        if (!present.contains(id)) {
            throw new IllegalArgumentException("the graph has no node " + id);
        }
    }
}
