package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice backup}. */
@Command(
        name = "backup",
        description = "Writes a consistent copy of a store, of a running server's too.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class BackupCommand extends SourceCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description =
                    "With --url, the name of the copy in the server's backup-dir, by default the time; else an empty"
                            + " or missing folder.")
    private @Nullable String target;

    BackupCommand(CliContext context) {
        super(context);
    }

    @Override
    int run(DocumentSource source) throws IOException {
        if (target == null && !options().isRemote()) {
            throw AdminException.badRequest("name the folder to write the copy into");
        }
        try (ProgressBars progress = new ProgressBars("backup", Terminal.isStandardErrorWatched(), this::print)) {
            source.backup(target == null ? "" : target, progress);
        }
        return ExitCode.OK;
    }

    private void print(byte[] line) throws IOException {
        JsonNode told = Json.parse(line);
        context().out().println(told.path("backup").asText());
    }
}
