package dev.sluice.collector.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.traverse.BreadthFirstIterator;

/** Other ways to say what a graph is, and what can be reached in it. */
final class Graphs {
    private Graphs() {}

    /** A graph out of the routes of its nodes, in the order of the map. */
    static ReferenceGraph of(Map<Integer, List<Integer>> routes) {
        ReferenceGraph graph = ReferenceGraph.empty();
        routes.forEach((id, to) -> graph.put(id, ints(to)));
        return graph;
    }

    static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    static List<Integer> list(int... ids) {
        return IntStream.of(ids).boxed().toList();
    }

    /** What JGraphT's breadth-first search comes by, ends of edges that are no nodes included. */
    static Set<Integer> reachable(Map<Integer, List<Integer>> routes, Iterable<Integer> roots) {
        Graph<Integer, DefaultEdge> graph = new DirectedPseudograph<>(DefaultEdge.class);
        roots.forEach(graph::addVertex);
        routes.forEach((id, to) -> {
            graph.addVertex(id);
            to.forEach(graph::addVertex);
            to.forEach(target -> graph.addEdge(id, target));
        });
        Set<Integer> reached = new LinkedHashSet<>();
        new BreadthFirstIterator<>(graph, roots).forEachRemaining(reached::add);
        return reached;
    }

    /** The union of graphs: all nodes, with the routes that any of them knows. */
    static Map<Integer, List<Integer>> union(List<Map<Integer, List<Integer>>> graphs) {
        Map<Integer, List<Integer>> union = new LinkedHashMap<>();
        graphs.forEach(graph -> graph.forEach(
                (id, to) -> union.computeIfAbsent(id, key -> new ArrayList<>()).addAll(to)));
        return union;
    }
}
