package dev.sluice.collector.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A change of a graph, and of a map that stands for it.
 *
 * @param routes only of what is put
 */
record Edit(Kind kind, int from, int to, List<Integer> routes) {
    enum Kind {
        PUT,
        REMOVE,
        ADD_EDGE,
        REMOVE_EDGE,
        ADD_ROOT,
        REMOVE_ROOT
    }

    /** Edits of a graph of which some ids are no nodes. */
    static Arbitrary<Edit> any(int ids) {
        Arbitrary<Integer> id = Arbitraries.integers().between(0, ids - 1);
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(Kind.PUT)),
                Tuple.of(1, Arbitraries.just(Kind.REMOVE)),
                Tuple.of(4, Arbitraries.just(Kind.ADD_EDGE)),
                Tuple.of(8, Arbitraries.just(Kind.REMOVE_EDGE)),
                Tuple.of(1, Arbitraries.of(Kind.ADD_ROOT, Kind.REMOVE_ROOT)));
        return Combinators.combine(kinds, id, id, id.list().ofMaxSize(4)).as(Edit::new);
    }

    void apply(ReferenceGraph graph, IncrementalMark mark, Map<Integer, List<Integer>> routesById, Set<Integer> roots) {
        switch (kind) {
            case PUT -> {
                graph.put(from, Graphs.ints(routes));
                routesById.put(from, new ArrayList<>(routes));
            }
            case REMOVE -> {
                graph.remove(from);
                routesById.remove(from);
            }
            case ADD_EDGE -> {
                if (routesById.containsKey(from)) {
                    graph.addEdge(from, to);
                    routesById.get(from).add(to);
                }
            }
            case REMOVE_EDGE -> removeEdge(graph, routesById);
            case ADD_ROOT -> {
                mark.addRoot(from);
                roots.add(from);
            }
            case REMOVE_ROOT -> {
                mark.removeRoot(from);
                roots.remove(from);
            }
        }
    }

    /** One that is there, if the node has any: chance would seldom name one. */
    private void removeEdge(ReferenceGraph graph, Map<Integer, List<Integer>> routesById) {
        List<Integer> there = routesById.getOrDefault(from, List.of());
        if (there.isEmpty()) {
            graph.removeEdge(from, to);
        } else {
            Integer target = there.get(to % there.size());
            graph.removeEdge(from, target);
            there.remove((Object) target);
        }
    }
}
