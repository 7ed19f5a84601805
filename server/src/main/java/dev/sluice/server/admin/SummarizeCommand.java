package dev.sluice.server.admin;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.Summarizer;
import dev.sluice.client.ServiceClient;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentKey;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice summarize}, which is also {@code sluice gc run}: collects one document's garbage and writes its summary. */
@Command(
        description = {
            "Collects the garbage of a document and writes a summary of it, once.",
            "Works on documents that no client summarizes, and beside those that do."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class SummarizeCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "TENANT/DOCUMENT")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private String document;

    SummarizeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DocumentKey key = DocumentNames.parse(document);
        try (ServiceClient client = service.client(context, key.tenant())) {
            Summarizer summarizer = Summarizer.open(client.environment(), client.services(), key, service.options())
                    .toCompletableFuture()
                    .join();
            Attempt attempt = summarizer.summarize().toCompletableFuture().join();
            summarizer.stop().toCompletableFuture().join();
            return report(key, attempt);
        } catch (CompletionException failed) {
            throw failure(key, failed);
        }
    }

    private int report(DocumentKey key, Attempt attempt) {
        attempt.run().ifPresent(run -> context.out().println(counts(run.plan())));
        if (attempt.outcome() instanceof SummaryOutcome.Acknowledged acknowledged) {
            context.out()
                    .printf(
                            "summarized %s up to op %d as version %s%n",
                            key, acknowledged.sequenceNumber(), acknowledged.handle());
            return ExitCode.OK;
        }
        String reason = attempt.outcome() instanceof SummaryOutcome.Refused refused
                ? "the service refused it: " + refused.reason()
                : attempt.outcome() instanceof SummaryOutcome.Lost lost ? lost.reason() : "";
        context.err().println("sluice: " + key + " was not summarized: " + reason);
        return ExitCode.FAILED;
    }

    private static String counts(CollectionPlan plan) {
        return plan.statistics().nodes().nodes() + " nodes, "
                + plan.statistics().unreferenced().nodes() + " unreferenced, "
                + plan.tombstones().size() + " tombstoned, "
                + plan.swept().size() + " to be swept";
    }

    /** Names what could not be opened or written in words for an operator. */
    static AdminException failure(DocumentKey key, CompletionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        String code = cause instanceof ContainerException known ? known.code() + ": " : "";
        return AdminException.failed(key + ": " + code + cause.getMessage());
    }
}
