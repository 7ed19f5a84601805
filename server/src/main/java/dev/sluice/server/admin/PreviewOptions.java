package dev.sluice.server.admin;

import dev.sluice.agent.DocumentPreview;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.client.ServiceClient;
import dev.sluice.collector.Preview;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of commands that look at a document and change nothing. */
final class PreviewOptions {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(index = "0", paramLabel = "TENANT/DOCUMENT")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private String document;

    @Option(
            names = "--version-id",
            paramLabel = "ID",
            description = "A version that is kept, as sluice doc show names it; by default the newest state.")
    private @Nullable String version;

    /** Opens the document, looks, and closes it. */
    <T> T look(CliContext context, Function<Preview, T> look) throws IOException {
        DocumentKey key = DocumentNames.parse(document);
        SummarizerOptions options =
                SummarizerOptions.DEFAULT.withRuntime(RuntimeOptions.DEFAULT.withCollection(service.collection()));
        try (ServiceClient client = service.client(context, key.tenant())) {
            return DocumentPreview.look(
                            client.environment(),
                            client.services(),
                            key,
                            Optional.ofNullable(version).map(Version::ofId),
                            options,
                            preview -> look.apply(preview.orElseThrow(() -> AdminException.conflict(
                                    key + " is not collected: its metadata does not allow it, or nothing was ever"
                                            + " sequenced in it"))))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof AdminException known) {
                throw known;
            }
            throw SummarizeCommand.failure(key, failed);
        }
    }
}
