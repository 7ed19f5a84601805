package dev.sluice.collector.bench;

import dev.sluice.collector.graph.Mark;
import dev.sluice.collector.graph.NodeSet;
import dev.sluice.collector.graph.PathGraph;
import dev.sluice.collector.graph.PathGraphBuilder;
import dev.sluice.collector.graph.ReferenceGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures the mark of one graph: from scratch, with the graph made of strings first, and after changes. Every result is compared
 * with what the file says; those after changes with a mark from scratch. Confined to one thread.
 *
 * @since 0.1
 */
public final class MarkBench {
    /** A result is not as it has to be. */
    public static final class WrongResultException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongResultException(String message) {
            super(message);
        }
    }

    private final GraphFile file;
    private final int runs;
    private final ReferenceGraph graph;
    private long walked;

    /**
     * Prepares measurements.
     *
     * @param runs how often each figure is measured after a warm-up; changes twenty times as often
     * @throws IllegalArgumentException if {@code runs} is not positive
     */
    public MarkBench(GraphFile file, int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("found " + runs + " runs, expected at least 1");
        }
        this.file = file;
        this.runs = runs;
        graph = ReferenceGraph.of(file.edges(), file.header().nodes());
    }

    /**
     * Measures everything, and passes on each figure as soon as it is there.
     *
     * @throws WrongResultException if a mark differs from the file or from another mark
     */
    public void run(Consumer<Figure> figures) {
        figures.accept(mark());
        file.names().ifPresent(names -> fromStrings(names, figures));
        if (file.header().edges() > 0) {
            ChangeBench changes = new ChangeBench(graph, file, runs);
            figures.accept(changes.measure("sluice-change-1", 1));
            figures.accept(changes.measure("sluice-change-100", 100));
        }
    }

    private Figure mark() {
        Mark mark = new Mark(graph);
        NodeSet marked = mark.reachableFrom(file.roots());
        requireAsInFile(marked);
        marked.forEach(id -> walked += graph.degree(id));
        double ms = Timing.median(runs, () -> mark.reachableFrom(file.roots()));
        requireAsInFile(mark.reachableFrom(file.roots()));
        return figure("sluice-mark", walked, ms, graph.bytes() + mark.bytes());
    }

    private void fromStrings(List<String> names, Consumer<Figure> figures) {
        List<List<String>> routes = routes(names);
        double build = Timing.median(runs, () -> build(names, routes));
        PathGraph built = build(names, routes);
        figures.accept(figure(
                "sluice-build-from-strings",
                file.header().edges(),
                build,
                built.graph().bytes()));
        double full = Timing.median(runs, () -> fullRun(names, routes));
        requireAsInFile(Mark.reachable(built.graph(), file.roots()));
        figures.accept(figure("sluice-full-run", walked, full, built.graph().bytes()));
    }

    /** As a run finds them: each route is a string of its own, however often its path occurs. */
    private List<List<String>> routes(List<String> names) {
        List<List<String>> routes = new ArrayList<>(names.size());
        for (int node = 0; node < names.size(); node++) {
            List<String> own = new ArrayList<>(file.edges().degree(node));
            for (int i = 0; i < file.edges().degree(node); i++) {
                own.add(String.valueOf(names.get(file.edges().target(node, i)).toCharArray()));
            }
            routes.add(own);
        }
        return routes;
    }

    private static PathGraph build(List<String> names, List<List<String>> routes) {
        PathGraphBuilder builder = new PathGraphBuilder(names.size());
        for (int node = 0; node < names.size(); node++) {
            builder.add(names.get(node), routes.get(node));
        }
        return builder.build();
    }

    private void fullRun(List<String> names, List<List<String>> routes) {
        PathGraph built = build(names, routes);
        NodeSet marked = Mark.reachable(built.graph(), file.roots());
        int found = built.graph().referenced(marked).length + built.graph().unreferenced(marked).length;
        if (found != names.size()) {
            throw new WrongResultException("a run gave " + found + " of " + names.size() + " nodes");
        }
    }

    private void requireAsInFile(NodeSet marked) {
        GraphHeader header = file.header();
        long[] sum = {0};
        marked.forEach(id -> sum[0] += id);
        if (marked.size() != header.reachable() || sum[0] != header.sum()) {
            throw new WrongResultException("marked " + marked.size() + " nodes, the sum of their ids is " + sum[0]
                    + "; the file expects " + header.reachable() + " and " + header.sum());
        }
    }

    private Figure figure(String name, long edges, double ms, long bytes) {
        return new Figure(name, file.header().nodes(), edges, ms, file.header().reachable(), bytes);
    }
}
