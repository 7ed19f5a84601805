package dev.sluice.server.admin;

import dev.sluice.inspect.DocumentGraph;
import dev.sluice.inspect.Share;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice gc retainers}: without which nodes most would be garbage. */
@Command(
        description = {
            "Shows the nodes without which most of the document would be garbage, the largest first.",
            "Each line: bytes and nodes that only this one keeps, itself included, and its path.",
            "Attachment blobs are read in order to know how large they are."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class GcRetainersCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final PreviewOptions preview = new PreviewOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    GcRetainersCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw AdminException.badRequest("found --limit " + limit + ", expected at least 1");
        }
        List<Share> shares = preview.ask(
                context,
                (stored, document) -> DocumentGraph.of(document, stored).largestRetainers(limit));
        for (Share share : shares) {
            if (json) {
                context.out().println(share.toJson().toJson());
            } else {
                context.out().printf("%12d  %7d  %s%n", share.bytes(), share.nodes(), share.node());
            }
        }
        context.out().flush();
        return ExitCode.OK;
    }
}
