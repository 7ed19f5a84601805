package dev.sluice.collector.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Runs over graphs that change at random, each beside a mark from scratch and JGraphT. */
class IncrementalMarkProps {
    private static final int IDS = 40;

    /** Between two runs: edits, what may be spent, and targets of references that came and went. */
    record Step(List<Edit> edits, long limit, List<Integer> targets) {}

    @Provide
    Arbitrary<Map<Integer, List<Integer>>> graphs() {
        Arbitrary<Integer> ids = Arbitraries.integers().between(0, IDS - 1);
        return Arbitraries.maps(ids, ids.list().ofMaxSize(3)).ofMaxSize(IDS).map(LinkedHashMap::new);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Edit.any(IDS + 5).list().ofMaxSize(6),
                        Arbitraries.of(0L, 10L, 30L, 1_000_000L, 1_000_000L, 1_000_000L),
                        Arbitraries.integers().between(0, IDS + 5).list().ofMaxSize(2))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 1000)
    void everyRun_isWhatAMarkFromScratchGives(
            @ForAll("graphs") Map<Integer, List<Integer>> initial, @ForAll("steps") List<Step> steps) {
        Map<Integer, List<Integer>> routes = new LinkedHashMap<>();
        initial.forEach((id, to) -> routes.put(id, new ArrayList<>(to)));
        Set<Integer> roots = new LinkedHashSet<>(List.of(0));
        ReferenceGraph graph = Graphs.of(routes);
        IncrementalMark mark = new IncrementalMark(graph, 0);
        for (Step step : steps) {
            Map<Integer, List<Integer>> before = copy(routes);
            Set<Integer> reachedBefore = Graphs.reachable(routes, roots);
            step.edits().forEach(edit -> edit.apply(graph, mark, routes, roots));
            Set<Integer> reachedNow = Graphs.reachable(routes, roots);

            Reach reach = mark.update(step.limit());

            assertThat(mark.reached()).isEqualTo(Mark.reachable(graph, Graphs.ints(List.copyOf(roots))));
            assertThat(Graphs.list(mark.reached().toArray())).containsExactlyElementsOf(new TreeSet<>(reachedNow));
            assertThat(Graphs.list(reach.gained()))
                    .containsExactlyInAnyOrderElementsOf(minus(reachedNow, reachedBefore));
            assertThat(Graphs.list(reach.lost())).containsExactlyInAnyOrderElementsOf(minus(reachedBefore, reachedNow));
            assertThat(Graphs.list(graph.referenced(mark.reached())))
                    .isEqualTo(routes.keySet().stream()
                            .filter(reachedNow::contains)
                            .toList());
            assertBeyond(mark, step, Graphs.union(List.of(before, routes)), reachedBefore, reachedNow);
            reachedNow.forEach(id -> assertProof(mark, id, routes, roots));
        }
    }

    /** The superset, marked from scratch, from what was a root before or is now and from the targets. */
    private static void assertBeyond(
            IncrementalMark mark,
            Step step,
            Map<Integer, List<Integer>> union,
            Set<Integer> reachedBefore,
            Set<Integer> reachedNow) {
        Set<Integer> all = new LinkedHashSet<>(reachedBefore);
        all.addAll(reachedNow);
        Set<Integer> from = new LinkedHashSet<>(all);
        from.addAll(step.targets());
        assertThat(Graphs.list(mark.beyond(Graphs.ints(step.targets()))))
                .containsExactlyInAnyOrderElementsOf(minus(Graphs.reachable(union, from), all));
    }

    private static void assertProof(
            IncrementalMark mark, int id, Map<Integer, List<Integer>> routes, Set<Integer> roots) {
        int[] proof = mark.proof(id);
        assertThat(roots).contains(proof[0]);
        assertThat(proof[proof.length - 1]).isEqualTo(id);
        for (int i = 1; i < proof.length; i++) {
            assertThat(routes.get(proof[i - 1])).contains(proof[i]);
        }
    }

    private static Map<Integer, List<Integer>> copy(Map<Integer, List<Integer>> routes) {
        Map<Integer, List<Integer>> copy = new LinkedHashMap<>();
        routes.forEach((id, to) -> copy.put(id, List.copyOf(to)));
        return copy;
    }

    private static Set<Integer> minus(Set<Integer> all, Set<Integer> without) {
        Set<Integer> rest = new LinkedHashSet<>(all);
        rest.removeAll(without);
        return rest;
    }
}
