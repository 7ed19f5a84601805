package dev.sluice.collector.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.collector.graph.Mark;
import dev.sluice.collector.graph.NodeSet;
import dev.sluice.collector.graph.ReferenceGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;

/** What keeps nodes of random graphs alive, beside marks of graphs that lack one node. */
class RetentionProps {
    static final int IDS = 14;

    /** Few edges, so that nodes depend on others. */
    @Provide
    Arbitrary<Map<Integer, List<Integer>>> graphs() {
        Arbitrary<Integer> ids = Arbitraries.integers().between(0, IDS - 1);
        return Arbitraries.maps(ids, ids.list().ofMaxSize(3)).ofMaxSize(IDS).map(LinkedHashMap::new);
    }

    private static ReferenceGraph graph(Map<Integer, List<Integer>> routes, int without) {
        ReferenceGraph graph = ReferenceGraph.empty();
        graph.put(IDS);
        routes.forEach((id, to) -> graph.put(
                id, to.stream().filter(n -> n != without).mapToInt(n -> n).toArray()));
        return graph;
    }

    @Property(tries = 500)
    void keptAliveOnlyBy_isWhatCannotBeReachedWithoutIt(
            @ForAll("graphs") Map<Integer, List<Integer>> routes, @ForAll Set<@IntRange(max = IDS - 1) Integer> roots) {
        int[] from = roots.stream().mapToInt(n -> n).toArray();
        NodeSet all = Mark.reachable(graph(routes, -1), from);
        Retention retention = new Retention(graph(routes, -1), from);
        for (int id = 0; id < IDS; id++) {
            int node = id;
            int[] others = IntStream.of(from).filter(root -> root != node).toArray();
            NodeSet rest = Mark.reachable(graph(routes, node), others);
            int[] expected = IntStream.of(all.toArray())
                    .filter(reached -> !rest.contains(reached))
                    .toArray();
            assertThat(retention.keptAliveOnlyBy(node))
                    .containsExactlyInAnyOrder(all.contains(node) ? expected : new int[0]);
        }
    }

    @Property(tries = 300)
    void largestRetainers_addUpWhatWouldGo(@ForAll("graphs") Map<Integer, List<Integer>> routes) {
        Retention retention = new Retention(graph(routes, -1), 0, 1);
        List<Retainer> retainers = retention.largestRetainers(id -> id * 10L, IDS);
        assertThat(retainers)
                .isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()))
                .hasSize(Mark.reachable(graph(routes, -1), 0, 1).size());
        for (Retainer retainer : retainers) {
            int[] kept = retention.keptAliveOnlyBy(retainer.id());
            assertThat(retainer.nodes()).isEqualTo(kept.length);
            assertThat(retainer.bytes()).isEqualTo(IntStream.of(kept).sum() * 10L);
        }
    }

    @Property(tries = 300)
    void shortestPath_isAsShortAsJGraphTs(@ForAll("graphs") Map<Integer, List<Integer>> routes) {
        Graph<Integer, DefaultEdge> other = new DirectedPseudograph<>(DefaultEdge.class);
        IntStream.range(0, IDS).forEach(other::addVertex);
        routes.forEach((id, to) -> to.forEach(target -> other.addEdge(id, target)));
        Retention retention = new Retention(graph(routes, -1), 0);
        for (int id = 0; id < IDS; id++) {
            int[] path = retention.shortestPath(id);
            GraphPath<Integer, DefaultEdge> expected = BFSShortestPath.findPathBetween(other, 0, id);
            assertThat(path.length).isEqualTo(expected == null ? 0 : expected.getLength() + 1);
            for (int i = 1; i < path.length; i++) {
                assertThat(other.containsEdge(path[i - 1], path[i])).isTrue();
            }
        }
    }
}
