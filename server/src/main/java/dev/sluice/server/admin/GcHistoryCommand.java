package dev.sluice.server.admin;

import dev.sluice.inspect.GcHistory;
import dev.sluice.inspect.HistoryEntry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice gc history}: what collection did to a document. */
@Command(
        description = {
            "Shows what collection did to a document, newest first: its summaries, sweeps and recoveries.",
            "Of a summary: who wrote it, how many nodes were in which state, and what changed since the one before."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class GcHistoryCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "TENANT/DOCUMENT")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private String document;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the newest summaries to look at (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    GcHistoryCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw AdminException.badRequest("found --limit " + limit + ", expected at least 1");
        }
        List<HistoryEntry> entries =
                service.stored(context, DocumentNames.parse(document), stored -> GcHistory.read(stored, limit));
        for (HistoryEntry entry : entries) {
            if (json) {
                context.out().println(entry.toJson().toJson());
            } else {
                entry.lines().forEach(context.out()::println);
            }
        }
        context.out().flush();
        return ExitCode.OK;
    }
}
