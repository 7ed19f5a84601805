package dev.sluice.collector.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.collector.graph.Edges;
import dev.sluice.collector.graph.ReferenceGraph;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers about small graphs, and about one that is deep. */
class ExplainTest {
    private static final int MANY = 1_000_000;

    /** Root 0 leads to 1 and 2, both to 3, 3 to 4 and 4 back to 3; 5 leads to itself, and 6 to 0. */
    private static ReferenceGraph graph() {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(0, 1, 2);
        graph.put(1, 3);
        graph.put(2, 3);
        graph.put(3, 4);
        graph.put(4, 3);
        graph.put(5, 5);
        graph.put(6, 0);
        return graph;
    }

    @Test
    void retention_ofADiamond_isThatOfItsRoot() {
        Retention retention = new Retention(graph(), 0);
        assertThat(retention.shortestPath(4)).containsExactly(0, 1, 3, 4);
        assertThat(retention.shortestPath(6)).isEmpty();
        assertThat(retention.keptAliveOnlyBy(1)).containsExactly(1);
        assertThat(retention.keptAliveOnlyBy(3)).containsExactly(3, 4);
        assertThat(retention.keptAliveOnlyBy(0)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(retention.keptAliveOnlyBy(5)).isEmpty();
        assertThat(retention.keptAliveOnlyBy(99)).isEmpty();
        assertThat(retention.largestRetainers(id -> 100, 2))
                .containsExactly(new Retainer(0, 5, 500), new Retainer(3, 2, 200));
    }

    @Test
    void chainOfAMillionNodes_isExplainedWithoutAStack() {
        int[] offsets =
                IntStream.rangeClosed(0, MANY).map(i -> Math.min(i, MANY - 1)).toArray();
        ReferenceGraph chain = ReferenceGraph.of(
                Edges.of(offsets, IntStream.rangeClosed(1, MANY).toArray()), MANY);
        Retention retention = new Retention(chain, 0);
        assertThat(retention.shortestPath(MANY - 1)).hasSize(MANY);
        assertThat(retention.keptAliveOnlyBy(MANY / 2)).hasSize(MANY / 2);
    }

    @Test
    void cycles_areThoseOfMoreThanOneNode_andOfOneThatLeadsToItself() {
        assertThat(Subgraph.of(graph(), 0, 1, 2, 3, 4, 5, 6).cycles()).containsExactly(List.of(3, 4), List.of(5));
        assertThat(Subgraph.of(graph(), 0, 1, 3).cycles()).isEmpty();
    }

    @Test
    void export_namesNodesAndEdges() {
        Subgraph part = Subgraph.of(graph(), 3, 4, 5);
        StringWriter dot = new StringWriter();
        part.writeDot(dot, id -> "/store" + id, (from, to) -> from == 4 ? "\"back\"" : "");
        assertThat(dot.toString())
                .contains("3 [ label=\"/store3\" ];", "3 -> 4 [", "4 -> 3 [ label=\"\\\"back\\\"\" ];");
        StringWriter xml = new StringWriter();
        part.writeGraphMl(xml, id -> "<" + id + ">", EdgeLabels.NONE);
        assertThat(xml.toString()).contains("<graphml", "&lt;3&gt;", "source=\"4\" target=\"3\"");
    }
}
