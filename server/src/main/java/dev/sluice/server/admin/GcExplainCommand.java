package dev.sluice.server.admin;

import dev.sluice.collector.Preview;
import dev.sluice.collector.explain.Retention;
import dev.sluice.collector.graph.PathGraph;
import dev.sluice.collector.plan.NodePlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice gc explain}: why a node is kept, or is garbage, and what goes with it. */
@Command(
        description = {
            "Explains why one node of a document is kept, or is garbage.",
            "Its state and why; the shortest way on which a root reaches it; what nothing else keeps alive."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class GcExplainCommand implements Callable<Integer> {
    private static final String ROOT = "/";

    private final CliContext context;

    @Mixin
    private final PreviewOptions preview = new PreviewOptions();

    @Parameters(
            index = "1",
            paramLabel = "NODE",
            description = "Path of a data store, channel or blob: /id, /id/channel, /_blobs/id.")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private String node;

    GcExplainCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<String> lines = preview.look(context, this::explain);
        lines.forEach(context.out()::println);
        context.out().flush();
        return ExitCode.OK;
    }

    private List<String> explain(Preview look) {
        NodePlan plan = look.node(node)
                .orElseThrow(
                        () -> AdminException.notFound(node + " is no node of the document, and was never deleted"));
        List<String> lines = new ArrayList<>();
        lines.add(GcLines.of(plan));
        PathGraph graph = PathGraph.empty();
        int root = graph.paths().intern(ROOT);
        look.nodes().forEach(graph::put);
        int id = graph.paths().find(node);
        if (id >= 0 && graph.graph().contains(id)) {
            Retention retention = new Retention(graph.graph(), root);
            int[] path = retention.shortestPath(id);
            if (path.length == 0) {
                lines.add("no root reaches it");
            } else {
                path(lines, graph, path);
                alone(lines, graph, id, retention.keptAliveOnlyBy(id));
            }
        }
        return lines;
    }

    private static void path(List<String> lines, PathGraph graph, int[] path) {
        lines.add("kept by");
        IntStream.of(path).forEach(step -> lines.add("  " + graph.paths().path(step)));
    }

    private static void alone(List<String> lines, PathGraph graph, int id, int[] kept) {
        int[] others = IntStream.of(kept).filter(other -> other != id).toArray();
        if (others.length == 0) {
            lines.add("nothing is kept alive by it alone");
            return;
        }
        lines.add("kept alive by it alone");
        IntStream.of(others).forEach(other -> lines.add("  " + graph.paths().path(other)));
    }
}
