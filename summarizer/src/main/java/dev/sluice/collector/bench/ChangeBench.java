package dev.sluice.collector.bench;

import dev.sluice.collector.graph.IncrementalMark;
import dev.sluice.collector.graph.Mark;
import dev.sluice.collector.graph.ReferenceGraph;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Changes references of a graph at random and measures the run that follows, the change itself included. What one run removes the
 * next adds again, so that the graph stays what it is. Confined to one thread.
 */
final class ChangeBench {
    private static final int PER_RUN = 20;
    private static final int WARM_UPS = 2_000;
    private static final int COMPARED_EVERY = 64;
    private static final long WARM_UP_NS = 2_000_000_000L;
    private static final long LONGEST_NS = 10_000_000_000L;

    private final ReferenceGraph graph;
    private final GraphFile file;
    private final int runs;
    private final SplittableRandom random;
    private final Mark scratch;
    private final IncrementalMark mark;

    ChangeBench(ReferenceGraph graph, GraphFile file, int runs) {
        this.graph = graph;
        this.file = file;
        this.runs = runs;
        random = new SplittableRandom(file.header().seed());
        scratch = new Mark(graph);
        mark = new IncrementalMark(graph, file.roots());
    }

    /**
     * Measures the run after that many changes.
     *
     * @return the median of {@value #PER_RUN} changes for each run that was asked for, or of as many as fit into some seconds
     */
    Figure measure(String name, int references) {
        int[] from = new int[references];
        int[] to = new int[references];
        long begin = System.nanoTime();
        for (int i = 0; i < WARM_UPS / references && System.nanoTime() - begin < WARM_UP_NS; i++) {
            remove(from, to);
            add(from, to);
        }
        double[] ms = new double[Math.max(1, runs * PER_RUN / 2) * 2];
        int measured = 0;
        begin = System.nanoTime();
        while (measured < ms.length && (measured < runs || System.nanoTime() - begin < LONGEST_NS)) {
            boolean isCompared = measured % COMPARED_EVERY == 0;
            ms[measured++] = remove(from, to);
            compareIf(isCompared);
            ms[measured++] = add(from, to);
            compareIf(isCompared);
        }
        long bytes = graph.bytes() + mark.bytes();
        double median = Timing.median(Arrays.copyOf(ms, measured));
        return new Figure(name, file.header().nodes(), references, median, references, bytes);
    }

    /** Removes references and marks; returns how long that took in milliseconds. Those that were chosen twice become -1. */
    private double remove(int[] from, int[] to) {
        for (int i = 0; i < from.length; i++) {
            choose(from, to, i);
        }
        long start = System.nanoTime();
        for (int i = 0; i < from.length; i++) {
            if (!graph.removeEdge(from[i], to[i])) {
                to[i] = -1;
            }
        }
        mark.update();
        return (System.nanoTime() - start) / 1e6;
    }

    private double add(int[] from, int[] to) {
        long start = System.nanoTime();
        for (int i = 0; i < from.length; i++) {
            if (to[i] >= 0) {
                graph.addEdge(from[i], to[i]);
            }
        }
        mark.update();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Any edge there is, each as likely as any other. */
    private void choose(int[] from, int[] to, int i) {
        int edge = random.nextInt(file.edges().count());
        from[i] = file.edges().source(edge);
        to[i] = file.edges().target(from[i], edge - file.edges().first(from[i]));
    }

    private void compareIf(boolean isCompared) {
        if (isCompared && !mark.reached().equals(scratch.reachableFrom(file.roots()))) {
            throw new MarkBench.WrongResultException("a run after changes gave other nodes than a mark from scratch");
        }
    }
}
