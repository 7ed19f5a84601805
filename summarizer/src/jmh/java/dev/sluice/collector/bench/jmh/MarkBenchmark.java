package dev.sluice.collector.bench.jmh;

import dev.sluice.collector.bench.generate.GeneratedGraph;
import dev.sluice.collector.bench.generate.GeneratedGraph.Kind;
import dev.sluice.collector.graph.Edges;
import dev.sluice.collector.graph.IncrementalMark;
import dev.sluice.collector.graph.Mark;
import dev.sluice.collector.graph.NodeSet;
import dev.sluice.collector.graph.Reach;
import dev.sluice.collector.graph.ReferenceGraph;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.traverse.BreadthFirstIterator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Ways to find what can be reached in one and the same graph. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MarkBenchmark {
    @Param({"FLUID", "RANDOM", "CHAIN"})
    private Kind kind = Kind.FLUID;

    @Param({"100000"})
    private int nodes;

    private final SplittableRandom random = new SplittableRandom(1);
    private Edges edges = Edges.none();
    private ReferenceGraph graph = ReferenceGraph.empty();
    private Mark mark = new Mark(graph);
    private ReferenceGraph changing = ReferenceGraph.empty();
    private IncrementalMark incremental = new IncrementalMark(changing);
    private Graph<Integer, DefaultEdge> jgrapht = new DirectedPseudograph<>(DefaultEdge.class);

    /** Makes the graph, in all the forms that are needed. */
    @Setup(Level.Trial)
    public void prepare() {
        edges = GeneratedGraph.of(kind, nodes, 1).edges();
        graph = ReferenceGraph.of(edges, edges.nodes());
        mark = new Mark(graph);
        changing = ReferenceGraph.of(edges, edges.nodes());
        incremental = new IncrementalMark(changing, 0);
        jgrapht = new DirectedPseudograph<>(DefaultEdge.class);
        IntStream.range(0, edges.nodes()).forEach(jgrapht::addVertex);
        for (int edge = 0; edge < edges.count(); edge++) {
            jgrapht.addEdge(edges.source(edge), target(edge));
        }
    }

    private int target(int edge) {
        int source = edges.source(edge);
        return edges.target(source, edge - edges.first(source));
    }

    /** A mark from scratch. */
    @Benchmark
    public NodeSet mark() {
        return mark.reachableFrom(0);
    }

    /** A mark from scratch that keeps proofs. */
    @Benchmark
    public Reach updateFromScratch() {
        return incremental.updateFromScratch();
    }

    /** A run after one reference was removed, and one after it was added again. */
    @Benchmark
    public int updateAfterTwoChanges() {
        int edge = random.nextInt(edges.count());
        changing.removeEdge(edges.source(edge), target(edge));
        int lost = incremental.update().lost().length;
        changing.addEdge(edges.source(edge), target(edge));
        return lost + incremental.update().gained().length;
    }

    /** The search of JGraphT. */
    @Benchmark
    public int jgrapht() {
        int[] found = {0};
        new BreadthFirstIterator<>(jgrapht, List.of(0)).forEachRemaining(node -> found[0]++);
        return found[0];
    }
}
