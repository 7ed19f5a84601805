package dev.sluice.server.admin;

import dev.sluice.collector.Preview;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.inspect.Explanation;
import dev.sluice.inspect.Step;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice gc explain}: why a node is kept, or is garbage, and what goes with it. */
@Command(
        description = {
            "Explains why one node of a document is kept, or is garbage.",
            "Its state and why; the shortest way on which a root reaches it, and what holds each step; or the op that ended the"
                    + " last way; what nothing else keeps alive, and how large that is."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class GcExplainCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final PreviewOptions preview = new PreviewOptions();

    @Parameters(
            index = "1",
            paramLabel = "NODE",
            description = "Path of a data store, channel or blob: /id, /id/channel, /_blobs/id.")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private String node;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    GcExplainCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Explanation explanation = preview.ask(context, (stored, document) -> {
            Preview look = document.preview().orElseThrow(preview::notCollected);
            return Explanation.of(stored, document, look, node)
                    .orElseThrow(
                            () -> AdminException.notFound(node + " is no node of the document, and was never deleted"));
        });
        if (json) {
            context.out().println(explanation.toJson().toJson());
        } else {
            print(explanation);
        }
        context.out().flush();
        return ExitCode.OK;
    }

    private void print(Explanation explanation) {
        PrintWriter out = context.out();
        out.println(GcLines.of(explanation.plan()));
        if (!explanation.keptBy().isEmpty()) {
            out.println("kept by");
            Step.lines("  ", explanation.keptBy()).forEach(out::println);
        }
        explanation.sweptBy().ifPresent(op -> out.println("deleted by " + op.text()));
        explanation.removal().ifPresent(removal -> removal.lines().forEach(out::println));
        if (explanation.plan().state().kind() == NodeState.Kind.DELETED) {
            return;
        }
        if (explanation.alone().isEmpty()) {
            out.println("nothing is kept alive by it alone; it has " + explanation.bytes() + " bytes");
        } else {
            out.println("kept alive by it alone, " + explanation.bytes() + " bytes with itself");
            explanation.alone().forEach(other -> out.println("  " + other));
        }
    }
}
