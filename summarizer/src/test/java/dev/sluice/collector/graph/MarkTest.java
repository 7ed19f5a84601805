package dev.sluice.collector.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a mark from scratch finds. */
class MarkTest {
    private static final int MANY = 1_000_000;

    @Test
    void gc041_gc050_routeToWhatIsNoNode_isVisitedAndContributesNothing() {
        PathGraph graph = PathGraph.empty();
        int root = graph.put("/", List.of("/a", "/random/path"));
        int node = graph.put("/a", List.of());
        NodeSet marked = Mark.reachable(graph.graph(), root);
        assertThat(marked.contains(graph.paths().find("/random/path"))).isTrue();
        assertThat(graph.graph().referenced(marked)).containsExactly(root, node);
        assertThat(graph.graph().unreferenced(marked)).isEmpty();
    }

    @Test
    void gc038_cycleThatNothingLeadsTo_staysUnreferenced() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, 1);
        graph.put(1);
        graph.put(2, 3, 1);
        graph.put(3, 2);
        assertThat(graph.unreferenced(Mark.reachable(graph, 0))).containsExactly(2, 3);
    }

    @Test
    void gc037_chain_isReferencedUntilItIsCut() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, 1);
        graph.put(1, 2);
        graph.put(2, 3);
        graph.put(3);
        assertThat(graph.unreferenced(Mark.reachable(graph, 0))).isEmpty();
        graph.put(0);
        assertThat(graph.unreferenced(Mark.reachable(graph, 0))).containsExactly(1, 2, 3);
    }

    @Test
    void gc038_gc039_referencedCycleEnds_andASelfReferenceKeepsNothing() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, 1);
        graph.put(1, 2);
        graph.put(2, 1, 0);
        graph.put(3, 3);
        assertThat(graph.unreferenced(Mark.reachable(graph, 0))).containsExactly(3);
    }

    @Test
    void gc040_severalRoots_reachTheUnion() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, 2);
        graph.put(1, 3);
        graph.put(2);
        graph.put(3);
        graph.put(4);
        assertThat(graph.unreferenced(Mark.reachable(graph, 0, 1))).containsExactly(4);
    }

    @Test
    void gc042_nodesAddedOutOfOrder_areGivenOutInOrderOfAddition() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(5, 3, 1);
        graph.put(1);
        graph.put(3);
        graph.put(2);
        graph.put(4);
        NodeSet marked = Mark.reachable(graph, 5);
        assertThat(graph.referenced(marked)).containsExactly(5, 1, 3);
        assertThat(graph.unreferenced(marked)).containsExactly(2, 4);
    }

    @Test
    void gc042_nodeRemovedAndAddedAgain_isLast_nodePutAgain_staysWhereItWas() {
        ReferenceGraph graph = ReferenceGraph.empty();
        IntStream.range(0, 4).forEach(graph::put);
        graph.remove(1);
        graph.put(1, 2);
        graph.put(0, 1, 2, 3);
        assertThat(graph.referenced(Mark.reachable(graph, 0))).containsExactly(0, 2, 3, 1);
    }

    @Test
    void order_afterManyRemovals_isStillThatOfAddition() {
        ReferenceGraph graph = ReferenceGraph.empty();
        IntStream.iterate(999, id -> id - 1).limit(1000).forEach(graph::put);
        IntStream.range(0, 900).forEach(graph::remove);
        IntStream.range(10, 20).forEach(graph::put);
        int[] order = graph.unreferenced(Mark.reachable(graph));
        assertThat(order)
                .containsExactly(IntStream.concat(
                                IntStream.iterate(999, id -> id - 1).limit(100), IntStream.range(10, 20))
                        .toArray());
    }

    @Test
    void rootThatIsNoNode_isVisitedAlone() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, 1);
        assertThat(Mark.reachable(graph, 7).toArray()).containsExactly(7);
    }

    @Test
    void gc036_emptyGraph_andNoRoots_haveNothing() {
        assertThat(Mark.reachable(ReferenceGraph.empty()).size()).isZero();
    }

    @Test
    void nodeWithAMillionRoutes_isMarked() {
        int[] offsets = new int[MANY + 1];
        Arrays.fill(offsets, 1, MANY + 1, MANY);
        int[] targets = IntStream.rangeClosed(0, MANY).map(i -> i % MANY).toArray();
        ReferenceGraph graph = ReferenceGraph.of(Edges.of(offsets, targets), MANY);
        assertThat(Mark.reachable(graph, 0).size()).isEqualTo(MANY);
    }

    @Test
    void edgesAddedOneByOneToOneNode_areCheapEach() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0);
        for (int id = 1; id < MANY; id++) {
            graph.addEdge(0, id);
        }
        assertThat(graph.degree(0)).isEqualTo(MANY - 1);
        assertThat(Mark.reachable(graph, 0).size()).isEqualTo(MANY);
    }

    @Test
    void chainOfAMillionNodes_isMarkedWithoutAStack() {
        int[] offsets =
                IntStream.rangeClosed(0, MANY).map(i -> Math.min(i, MANY - 1)).toArray();
        int[] targets = IntStream.rangeClosed(1, MANY).toArray();
        ReferenceGraph graph = ReferenceGraph.of(Edges.of(offsets, targets), MANY);
        assertThat(Mark.reachable(graph, 0).size()).isEqualTo(MANY);
        assertThat(Mark.reachable(graph, MANY - 1).size()).isEqualTo(1);
    }

    @Test
    void edgesThatAreNoGraph_areRefusedByPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Edges.of(new int[] {0, 1}, new int[] {1, 0}))
                .withMessageContaining("edge 0 leads to node 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Edges.of(new int[] {0, 2, 1}, new int[3]))
                .withMessageContaining("node 1 end at 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Edges.of(new int[] {0, 2}, new int[2]))
                .withMessageContaining("end at 2");
    }

    @Test
    void changedRoutes_areThoseThatAreMarked() {
        ReferenceGraph graph = ReferenceGraph.of(Edges.of(new int[] {0, 1, 2, 2}, new int[] {1, 2, 0}), 3);
        graph.put(1);
        assertThat(Mark.reachable(graph, 0).toArray()).containsExactly(0, 1);
        graph.addEdge(0, 2);
        assertThat(Mark.reachable(graph, 0).toArray()).containsExactly(0, 1, 2);
        assertThat(graph.removeEdge(0, 1)).isTrue();
        assertThat(graph.removeEdge(0, 1)).isFalse();
        assertThat(Mark.reachable(graph, 0).toArray()).containsExactly(0, 2);
        assertThat(graph.routes(0)).containsExactly(2);
    }
}
