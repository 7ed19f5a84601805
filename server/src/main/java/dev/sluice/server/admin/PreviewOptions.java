package dev.sluice.server.admin;

import dev.sluice.driver.Version;
import dev.sluice.inspect.OfflineDocument;
import dev.sluice.inspect.StoredDocument;
import java.io.IOException;
import java.util.Optional;
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

    /** What is found out about a document that was opened without a connection. */
    @FunctionalInterface
    interface Question<T> {
        T ask(StoredDocument stored, OfflineDocument document);
    }

    /** Opens the document from what is stored, without a connection, and asks. */
    <T> T ask(CliContext context, Question<T> question) throws IOException {
        return service.stored(context, DocumentNames.parse(document), stored -> {
            Optional<Version> wanted = Optional.ofNullable(version).map(Version::ofId);
            return question.ask(stored, wanted.map(stored::at).orElseGet(stored::newest));
        });
    }

    /** Says that nothing of a document is collected. */
    AdminException notCollected() {
        return AdminException.conflict(
                document + " is not collected: its metadata does not allow it, or nothing was ever sequenced in it");
    }
}
