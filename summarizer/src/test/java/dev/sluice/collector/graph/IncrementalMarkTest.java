package dev.sluice.collector.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs in which little changed, and those in which too much did. */
class IncrementalMarkTest {
    private static final int MANY = 1_000_000;

    /** Root 0 leads to 1 and 2, 1 and 2 to each other, and 2 to 3. */
    private static ReferenceGraph pair() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, 1, 2);
        graph.put(1, 2);
        graph.put(2, 1, 3);
        graph.put(3);
        return graph;
    }

    @Test
    void removedProof_withAnotherWay_losesNothing() {
        ReferenceGraph graph = pair();
        IncrementalMark mark = new IncrementalMark(graph, 0);
        graph.removeEdge(0, 2);
        Reach reach = mark.update();
        assertThat(reach.lost()).isEmpty();
        assertThat(reach.isFromScratch()).isFalse();
        assertThat(mark.proof(3)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void gc038_circleCutOff_losesAllOfIt() {
        ReferenceGraph graph = pair();
        IncrementalMark mark = new IncrementalMark(graph, 0);
        graph.put(0);
        assertThat(mark.update().lost()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(mark.proof(3)).isEmpty();
        graph.addEdge(0, 1);
        assertThat(mark.update().gained()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void gc056_gc057_referenceAddedAndRemovedBetweenRuns_touchesTheTargetAndWhatLiesBehind() {
        ReferenceGraph graph = pair();
        graph.put(4, 5);
        graph.put(5);
        IncrementalMark mark = new IncrementalMark(graph, 0);
        graph.addEdge(3, 4);
        graph.removeEdge(3, 4);
        Reach reach = mark.update();
        assertThat(reach.gained()).isEmpty();
        assertThat(mark.beyond()).isEmpty();
        assertThat(mark.beyond(4)).containsExactlyInAnyOrder(4, 5);
    }

    @Test
    void gc060_routeThatALostNodeGotSince_isPartOfTheSuperset() {
        ReferenceGraph graph = pair();
        graph.put(4, 5);
        graph.put(5);
        IncrementalMark mark = new IncrementalMark(graph, 0);
        graph.addEdge(3, 4);
        graph.removeEdge(2, 3);
        assertThat(mark.update().lost()).containsExactly(3);
        assertThat(mark.beyond()).containsExactlyInAnyOrder(4, 5);
    }

    @Test
    void beyond_withoutAnUpdateOrAfterAChange_isRefused() {
        ReferenceGraph graph = pair();
        IncrementalMark mark = new IncrementalMark(graph, 0);
        assertThatIllegalStateException().isThrownBy(() -> mark.beyond(1));
        mark.update();
        graph.put(3, 0);
        assertThatIllegalStateException().isThrownBy(() -> mark.beyond(1));
    }

    @Test
    void secondMarkOfOneGraph_isRefused() {
        ReferenceGraph graph = pair();
        IncrementalMark mark = new IncrementalMark(graph, 0);
        assertThat(mark.reached().size()).isEqualTo(4);
        assertThatIllegalStateException().isThrownBy(() -> new IncrementalMark(graph, 0));
    }

    @Test
    void chainCutAtItsRoot_isMarkedFromScratch() {
        int[] offsets =
                IntStream.rangeClosed(0, MANY).map(i -> Math.min(i, MANY - 1)).toArray();
        ReferenceGraph graph = ReferenceGraph.of(
                Edges.of(offsets, IntStream.rangeClosed(1, MANY).toArray()), MANY);
        IncrementalMark mark = new IncrementalMark(graph, 0);
        graph.removeEdge(0, 1);
        Reach reach = mark.update();
        assertThat(reach.isFromScratch()).isTrue();
        assertThat(reach.lost()).hasSize(MANY - 1);
        graph.addEdge(0, MANY - 2);
        assertThat(mark.update().gained()).containsExactlyInAnyOrder(MANY - 2, MANY - 1);
        assertThat(mark.proof(MANY - 1)).containsExactly(0, MANY - 2, MANY - 1);
    }

    @Test
    void nodeWithAMillionRoutes_losesOneOfThem_withoutAMarkFromScratch() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, IntStream.range(1, MANY).toArray());
        IncrementalMark mark = new IncrementalMark(graph, 0);
        graph.removeEdge(0, MANY - 1);
        Reach reach = mark.update();
        assertThat(reach.lost()).containsExactly(MANY - 1);
        assertThat(reach.isFromScratch()).isFalse();
    }

    /** So many that changed routes are merged into the others several times over. */
    @Test
    void manyRuns_areAsFromScratch() {
        SplittableRandom random = new SplittableRandom(7);
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, 1);
        IncrementalMark mark = new IncrementalMark(graph, 0);
        Mark scratch = new Mark(graph);
        int repaired = 0;
        for (int run = 0; run < 4000; run++) {
            for (int edit = 0; edit < 5; edit++) {
                int node = random.nextInt(2000);
                if (graph.contains(node) && random.nextBoolean()) {
                    int[] routes = graph.routes(node);
                    if (routes.length > 2) {
                        graph.removeEdge(node, routes[random.nextInt(routes.length)]);
                    }
                    graph.addEdge(node, random.nextInt(2000));
                } else {
                    graph.put(node, random.nextInt(2000), random.nextInt(2000));
                }
            }
            repaired += mark.update().isFromScratch() ? 0 : 1;
            assertThat(mark.reached()).isEqualTo(scratch.reachableFrom(0));
        }
        assertThat(repaired).isPositive();
        NodeSet kept = mark.reached().copy();
        assertThat(mark.updateFromScratch().isFromScratch()).isTrue();
        assertThat(mark.reached()).isEqualTo(kept);
    }
}
