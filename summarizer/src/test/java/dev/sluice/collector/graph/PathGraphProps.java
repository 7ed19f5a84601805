package dev.sluice.collector.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Graphs made of paths, marked beside JGraphT. */
class PathGraphProps {
    /** Nodes by number; routes may lead to numbers that are no nodes. */
    @Provide
    Arbitrary<Map<Integer, List<Integer>>> graphs() {
        Arbitrary<Integer> ids = Arbitraries.integers().between(0, 39);
        return Arbitraries.maps(ids, ids.list().ofMaxSize(5)).ofMaxSize(30).map(LinkedHashMap::new);
    }

    @Property(tries = 300)
    void gc040_gc042_mark_findsWhatJGraphTFinds_inOrderOfNodes(
            @ForAll("graphs") Map<Integer, List<Integer>> routes, @ForAll Set<@IntRange(max = 39) Integer> roots) {
        Set<Integer> expected = Graphs.reachable(routes, roots);
        PathGraphBuilder builder = new PathGraphBuilder(0);
        routes.forEach((id, to) -> builder.add("/" + id, List.of("/replaced")));
        routes.forEach(
                (id, to) -> builder.add("/" + id, to.stream().map(n -> "/" + n).toList()));
        PathGraph built = builder.build();
        int[] ids = roots.stream()
                .mapToInt(root -> built.paths().intern("/" + root))
                .toArray();
        NodeSet marked = Mark.reachable(built.graph(), ids);

        List<Integer> keys = new ArrayList<>(routes.keySet());
        assertThat(numbers(built, built.graph().referenced(marked)))
                .isEqualTo(keys.stream().filter(expected::contains).toList());
        assertThat(numbers(built, built.graph().unreferenced(marked)))
                .isEqualTo(keys.stream().filter(key -> !expected.contains(key)).toList());
        assertThat(numbers(built, marked.toArray())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(built.graph().nodes()).isEqualTo(keys.size());
    }

    @Property(tries = 300)
    void builtAtOnce_isAsBuiltStepByStep(@ForAll("graphs") Map<Integer, List<Integer>> routes) {
        PathGraphBuilder builder = new PathGraphBuilder(4);
        PathGraph steps = PathGraph.empty();
        routes.forEach((id, to) -> {
            List<String> paths = to.stream().map(n -> "/" + n).toList();
            builder.add("/" + id, paths);
            steps.put("/" + id, paths);
        });
        assertThat(named(steps)).isEqualTo(named(builder.build()));
    }

    private static Map<String, List<String>> named(PathGraph graph) {
        return IntStream.of(graph.graph().unreferenced(new NodeSet(0)))
                .boxed()
                .collect(Collectors.toMap(
                        graph.paths()::path,
                        id -> IntStream.of(graph.graph().routes(id))
                                .mapToObj(graph.paths()::path)
                                .toList(),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static List<Integer> numbers(PathGraph graph, int... ids) {
        return IntStream.of(ids)
                .mapToObj(id -> Integer.valueOf(graph.paths().path(id).substring(1)))
                .toList();
    }
}
