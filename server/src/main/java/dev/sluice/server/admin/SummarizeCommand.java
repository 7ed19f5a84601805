package dev.sluice.server.admin;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.Summarizer;
import dev.sluice.client.ServiceClient;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Version;
import dev.sluice.inspect.DocumentGraph;
import dev.sluice.inspect.OfflineDocument;
import dev.sluice.inspect.StateTotal;
import dev.sluice.inspect.StoredDocument;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice summarize}, which is also {@code sluice gc run}: collects one document's garbage and writes its summary. */
@Command(
        description = {
            "Collects the garbage of a document and writes a summary of it, once.",
            "Works on documents that no client summarizes, and beside those that do.",
            "Shows, for each state of a node: how many nodes, data stores and blobs, how large they are, and what the first comes to"
                    + " next. Attachment blobs that are garbage are read for that."
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

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

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
            return report(client, key, attempt);
        } catch (CompletionException failed) {
            throw failure(key, failed);
        }
    }

    private int report(ServiceClient client, DocumentKey key, Attempt attempt) throws IOException {
        if (attempt.outcome() instanceof SummaryOutcome.Acknowledged acknowledged) {
            Optional<CollectionReport> report =
                    attempt.run().map(run -> measured(client, key, run.plan(), acknowledged.handle()));
            print(key, acknowledged, report);
            return ExitCode.OK;
        }
        String reason = attempt.outcome() instanceof SummaryOutcome.Refused refused
                ? "the service refused it: " + refused.reason()
                : attempt.outcome() instanceof SummaryOutcome.Lost lost ? lost.reason() : "";
        context.err().println("sluice: " + key + " was not summarized: " + reason);
        return ExitCode.FAILED;
    }

    /** The version that was written still has what is to be swept. */
    private CollectionReport measured(ServiceClient client, DocumentKey key, CollectionPlan plan, String version) {
        try (StoredDocument stored = StoredDocument.of(client.services(), key, service.options())) {
            OfflineDocument document = stored.at(Version.ofId(version));
            return new CollectionReport(plan, StateTotal.of(plan, DocumentGraph.of(document, stored)));
        }
    }

    private void print(DocumentKey key, SummaryOutcome.Acknowledged summary, Optional<CollectionReport> report)
            throws IOException {
        if (json) {
            byte[] line = Json.bytes(CollectionJson.summarized(key, summary, report));
            context.out().println(new String(line, StandardCharsets.UTF_8));
        } else {
            report.ifPresent(collected -> collected.print(context.out()));
            context.out()
                    .printf(
                            "summarized %s up to op %d as version %s%n",
                            key, summary.sequenceNumber(), summary.handle());
        }
        context.out().flush();
    }

    /** Names what could not be opened or written in words for an operator. */
    static AdminException failure(DocumentKey key, CompletionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        if (cause instanceof AdminException known) {
            return known;
        }
        if (cause instanceof DriverException driver && driver.error() instanceof DriverError.NotFound) {
            return AdminException.notFound(key + ": " + cause.getMessage());
        }
        String code = cause instanceof ContainerException known ? known.code() + ": " : "";
        return AdminException.failed(key + ": " + code + cause.getMessage());
    }
}
