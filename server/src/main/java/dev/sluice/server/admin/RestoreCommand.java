package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.DocumentKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sluice restore}: a whole store into an empty folder, or documents that are missing into a store or server that has
 * others.
 */
@Command(
        name = "restore",
        description = {
            "Restores a backup.",
            "Into an empty or missing --data folder: the whole store. Into a store with documents, or with --url into a"
                    + " running server: the documents that are missing there; what is there is never changed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class RestoreCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final SourceOptions options = new SourceOptions();

    @Parameters(
            paramLabel = "BACKUP",
            description = "With --url, the name of a copy in the server's backup-dir; else the copy's folder.")
    @SuppressWarnings("NullAway.Init") // required
    private String backup;

    @Option(
            names = "--document",
            paramLabel = "TENANT/DOCUMENT",
            description = "Restore only this document; may be repeated.")
    private final List<String> documents = new ArrayList<>();

    RestoreCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<DocumentKey> keys = documents.stream().map(DocumentNames::parse).toList();
        if (!options.isRemote() && keys.isEmpty()) {
            Path data = options.storage(context).data();
            if (Stores.isEmpty(data)) {
                return restoreWhole(data);
            }
        }
        try (DocumentSource target = options.openForWriting(context);
                ProgressBars progress = progress()) {
            target.restore(backup, keys, progress);
        }
        return ExitCode.OK;
    }

    private int restoreWhole(Path data) throws IOException {
        try (ProgressBars progress = progress()) {
            Backups.restore(Path.of(backup), data, progress);
        }
        context.out().println("restored the whole store to " + data);
        return ExitCode.OK;
    }

    private ProgressBars progress() {
        return new ProgressBars("restore", Terminal.isStandardErrorWatched(), this::print);
    }

    private void print(byte[] line) throws IOException {
        JsonNode told = Json.parse(line);
        if (told.has("document")) {
            context.out()
                    .println("restored " + told.path("tenant").asText() + "/"
                            + told.path("document").asText() + " up to op "
                            + told.path("sequenceNumber").asLong());
        } else {
            context.out()
                    .println("restored " + told.path("restored").asLong() + ", kept "
                            + told.path("kept").asLong());
        }
    }
}
