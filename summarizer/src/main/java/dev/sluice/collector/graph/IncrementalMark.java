package dev.sluice.collector.graph;

import org.jspecify.annotations.Nullable;

/**
 * What can be reached in a graph that changes, kept from one run to the next.
 *
 * <p>Each reached node remembers an edge that proves it. Between runs the graph notes whose routes change. A run then looks at
 * these alone: a new edge costs what it newly reaches, and a removed one costs something only if it was the proof of its target,
 * namely what this target proves in turn and the edges that lead there. As soon as that comes to more than a thirty-second of a
 * mark from scratch, whose every step costs much less, it marks from scratch; so no run costs much more than that.
 *
 * <p>Beside the graph, this takes four bytes and a bit for each id, and the graph's edges the other way round, once more what they
 * take themselves. Confined to the thread of the graph; a graph has one of these at most, and {@link #reached} is always of the
 * last {@link #update}.
 *
 * @since 0.1
 */
public final class IncrementalMark {
    private static final int CHEAPER = 32;
    private static final int ALWAYS_CHEAP = 64;

    private final ReferenceGraph graph;
    private final Proofs proofs;
    private final NodeSet roots = new NodeSet(0);
    private IntList newRoots = new IntList();
    private IntList formerRoots = new IntList();
    private @Nullable Interval last;

    /**
     * Marks a graph from scratch.
     *
     * @param roots ids to begin with
     * @throws IllegalStateException if the graph is marked by another one of these
     */
    public IncrementalMark(ReferenceGraph graph, int... roots) {
        graph.beginJournal();
        this.graph = graph;
        proofs = new Proofs(graph);
        for (int root : roots) {
            addRoot(root);
        }
        newRoots = new IntList();
        graph.prepareSources();
        proofs.proveAll(this.roots);
    }

    /** Adds a root; has effect with the next {@link #update}. */
    public void addRoot(int id) {
        graph.see(id);
        roots.ensure(graph.ids());
        if (!roots.contains(id)) {
            roots.add(id);
            newRoots.add(id);
        }
    }

    /** Removes a root, if it is one; has effect with the next {@link #update}. */
    public void removeRoot(int id) {
        if (roots.contains(id)) {
            roots.remove(id);
            formerRoots.add(id);
        }
    }

    /** Returns what the last update found to be reachable; changes with the next. */
    public NodeSet reached() {
        return proofs.reached();
    }

    /** Finds out what can be reached now, and returns how that differs from what the last update, or the beginning, found. */
    public Reach update() {
        return update(Math.max(ALWAYS_CHEAP, proofs.work() / CHEAPER));
    }

    /** As {@link #update}, but marks everything anew: for who doubts. The answer is always the same. */
    public Reach updateFromScratch() {
        Journal journal = begin();
        return end(journal, markFromScratch());
    }

    /** @param limit how many edges may be looked at before everything is marked anew */
    Reach update(long limit) {
        Journal journal = begin();
        proofs.settle();
        Reach repaired = new Repair(graph, proofs, journal, limit).run(only(newRoots, true), only(formerRoots, false));
        return end(journal, repaired == null ? markFromScratch() : repaired);
    }

    /**
     * Returns what the last update would have reached beyond {@link #reached} and {@link Reach#lost} if the graph had kept every
     * edge that it had before, and if {@code targets} were roots (garbage-collection §1.7, the rule of what happened between
     * runs). With the targets of the references that were added meanwhile, these three together are the nodes to clear.
     *
     * <p>Costs what it returns, the edges of nodes whose routes changed, and one bit for each id.
     *
     * @return ids, each once, in no order; some may be no nodes
     * @throws IllegalStateException if there was no update yet, or the graph changed since
     */
    public int[] beyond(int... targets) {
        if (last == null || !graph.isAsTaken() || newRoots.size() + formerRoots.size() > 0) {
            throw new IllegalStateException("expected an update, and no change of the graph after it");
        }
        return new Superset(graph, proofs.reached(), last.journal(), last.reach()).beyond(targets);
    }

    /**
     * Returns a path from a root to a node, as of the last update: the ids, both ends included.
     *
     * @return empty if the node cannot be reached
     */
    public int[] proof(int id) {
        if (!proofs.reached().contains(id)) {
            return new int[0];
        }
        proofs.settle();
        int length = 1;
        for (int at = id; proofs.parent(at) >= 0; at = proofs.parent(at)) {
            length++;
        }
        int[] path = new int[length];
        for (int at = id; length > 0; at = proofs.parent(at)) {
            path[--length] = at;
        }
        return path;
    }

    /** Returns how many bytes this takes between runs in which little changed; the graph is not counted. */
    public long bytes() {
        return proofs.bytes();
    }

    private Journal begin() {
        Journal journal = graph.takeJournal();
        graph.mergeWhenDue();
        return journal;
    }

    private Reach end(Journal journal, Reach reach) {
        newRoots = new IntList();
        formerRoots = new IntList();
        last = new Interval(journal, reach);
        return reach;
    }

    private Reach markFromScratch() {
        NodeSet before = proofs.reached();
        proofs.proveAll(roots);
        IntList gained = new IntList();
        proofs.reached().appendWithout(before, gained);
        IntList lost = new IntList();
        before.appendWithout(proofs.reached(), lost);
        return new Reach(gained.toArray(), lost.toArray(), true);
    }

    /** Those that in the end are roots, or are not. */
    private IntList only(IntList candidates, boolean areRoots) {
        IntList kept = new IntList();
        for (int i = 0; i < candidates.size(); i++) {
            if (roots.contains(candidates.get(i)) == areRoots) {
                kept.add(candidates.get(i));
            }
        }
        return kept;
    }

    private record Interval(Journal journal, Reach reach) {}
}
