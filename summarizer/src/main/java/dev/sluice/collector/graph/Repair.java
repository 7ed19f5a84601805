package dev.sluice.collector.graph;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings {@link Proofs} up to date with what changed, at the cost of what changed.
 *
 * <ol>
 *   <li>Whoever was proved by an edge that is gone has lost its proof, and so has everything that it proved itself.
 *   <li>New edges and roots reach what they reach.
 *   <li>Each of the lost looks for a source of an edge to it that is still proved, and passes the proof on to what lies behind.
 *       Who finds none cannot be reached any more. It is not misled by circles: nobody in one is proved but from outside.
 * </ol>
 *
 * <p>Taking proofs away before looking for others is what makes this right, and what makes it expensive where a node near the root
 * loses its own: then it gives up, and a mark from scratch is cheaper. To be used once; confined to the thread of the graph.
 */
final class Repair {
    /** As a power of two, how many routes are compared in the time that one takes to be walked, and more. */
    private static final int SEARCHED_AT_ONCE = 5;

    private final ReferenceGraph graph;
    private final Proofs proofs;
    private final Journal journal;
    private final long limit;

    private final IntList lost = new IntList();
    private final IntList gained = new IntList();
    private final IntList queue = new IntList();
    private int head;
    private int changes;
    private long spent;
    /** Changed nodes whose routes were searched for one node already. */
    private final IntTable<Routes> searched = new IntTable<>();
    /** Changed nodes whose routes were all walked already. */
    private final IntTable<Routes> walked = new IntTable<>();

    /**
     * Prepares a repair.
     *
     * @param limit how many edges may be looked at
     */
    Repair(ReferenceGraph graph, Proofs proofs, Journal journal, long limit) {
        this.graph = graph;
        this.proofs = proofs;
        this.journal = journal;
        this.limit = limit;
    }

    /**
     * Repairs, and returns the difference; null if the limit did not suffice, and then the proofs are of no use, but
     * {@link Proofs#reached} is as before.
     */
    @Nullable
    Reach run(IntList newRoots, IntList formerRoots) {
        loseRoots(formerRoots);
        addRoots(newRoots);
        journal.forEach(this::loseEdges);
        loseWhatTheyProved();
        if (spent <= limit) {
            journal.forEach(this::followEdges);
            drain();
            proveLost();
        }
        if (spent > limit) {
            forEach(gained, id -> proofs.reached().remove(id));
            return null;
        }
        return finish();
    }

    private void loseRoots(IntList roots) {
        forEach(roots, root -> {
            if (proofs.parent(root) == Proofs.ROOT) {
                lose(root, Proofs.LOST);
            }
        });
    }

    private void addRoots(IntList roots) {
        forEach(roots, root -> reach(root, Proofs.ROOT));
    }

    /** Takes the proof from nodes that an edge of this node proved, unless there is an edge to them still. */
    private void loseEdges(int node, Routes before) {
        Routes now = graph.routesOf(node);
        int same = before.commonPrefix(now);
        spent += (same >> SEARCHED_AT_ONCE) + before.count() - same + now.count() - same;
        if (spent > limit || proofs.parent(node) == Proofs.UNREACHED) {
            return;
        }
        int code = Proofs.LOST - ++changes;
        for (int i = before.from() + same; i < before.to(); i++) {
            if (proofs.parent(before.array()[i]) == node) {
                lose(before.array()[i], code);
            }
        }
        for (int i = now.from() + same; i < now.to(); i++) {
            if (proofs.parent(now.array()[i]) == code) {
                proofs.setParent(now.array()[i], node);
            }
        }
    }

    private void lose(int node, int code) {
        proofs.setParent(node, code);
        lost.add(node);
    }

    private void loseWhatTheyProved() {
        for (int i = 0; i < lost.size() && spent <= limit; i++) {
            int node = lost.get(i);
            if (proofs.parent(node) <= Proofs.LOST) {
                Routes routes = graph.routesOf(node);
                spent += 1 + routes.count();
                for (int k = routes.from(); k < routes.to() && spent <= limit; k++) {
                    if (proofs.parent(routes.array()[k]) == node) {
                        lose(routes.array()[k], Proofs.LOST);
                    }
                }
            }
        }
    }

    private void followEdges(int node, Routes before) {
        if (proofs.isProved(node)) {
            Routes now = graph.routesOf(node);
            reachAll(node, now, now.from() + before.commonPrefix(now));
        }
    }

    private void proveLost() {
        for (int i = 0; i < lost.size() && spent <= limit; i++) {
            int node = lost.get(i);
            if (proofs.parent(node) <= Proofs.LOST && !proveByBase(node)) {
                proveByChanged(node);
            }
        }
    }

    private boolean proveByBase(int node) {
        Routes sources = graph.baseSources(node);
        for (int i = sources.from(); i < sources.to() && spent <= limit; i++) {
            if (prove(node, sources.array()[i])) {
                return true;
            }
        }
        return false;
    }

    private void proveByChanged(int node) {
        IntList sources = graph.changedSources(node);
        for (int i = 0; sources != null && i < sources.size() && spent <= limit; i++) {
            if (prove(node, sources.get(i))) {
                return;
            }
        }
    }

    /** Tries a source. */
    private boolean prove(int node, int source) {
        spent++;
        if (!proofs.isProved(source)) {
            return false;
        }
        if (graph.isChanged(source)) {
            proveByRoutes(node, source);
        } else {
            reach(node, source);
        }
        drain();
        return proofs.isProved(node);
    }

    /**
     * The routes of a changed source may lack the node by now, and may be many. The first time they are only searched, which is
     * quick; the second time all are walked, which proves every other node that is lost too; there is no third time.
     */
    private void proveByRoutes(int node, int source) {
        Routes routes = graph.routesOf(source);
        if (searched.get(source) == null) {
            searched.put(source, routes);
            spent += routes.count() >> SEARCHED_AT_ONCE;
            if (routes.find(node) >= 0) {
                reach(node, source);
            }
        } else if (walked.get(source) == null) {
            walked.put(source, routes);
            reachAll(source, routes, routes.from());
        }
    }

    private void drain() {
        while (head < queue.size() && spent <= limit) {
            int node = queue.get(head++);
            Routes routes = graph.routesOf(node);
            reachAll(node, routes, routes.from());
        }
    }

    private void reachAll(int source, Routes routes, int from) {
        spent += 1 + routes.to() - from;
        for (int i = from; i < routes.to() && spent <= limit; i++) {
            if (!proofs.isProved(routes.array()[i])) {
                reach(routes.array()[i], source);
            }
        }
    }

    private void reach(int node, int parent) {
        if (!proofs.isProved(node)) {
            queue.add(node);
        }
        if (proofs.parent(node) == Proofs.UNREACHED) {
            gained.add(node);
            proofs.reached().add(node);
        }
        proofs.setParent(node, parent);
    }

    private Reach finish() {
        IntList gone = new IntList();
        forEach(lost, node -> {
            if (proofs.parent(node) <= Proofs.LOST) {
                proofs.setParent(node, Proofs.UNREACHED);
                proofs.reached().remove(node);
                proofs.addWork(-1 - graph.degree(node));
                gone.add(node);
            }
        });
        forEach(gained, node -> proofs.addWork(1 + graph.degree(node)));
        return new Reach(gained.toArray(), gone.toArray(), false);
    }

    private static void forEach(IntList list, IntConsumer action) {
        for (int i = 0; i < list.size(); i++) {
            action.accept(list.get(i));
        }
    }
}
