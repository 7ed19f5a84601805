package dev.sluice.server.admin;

import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.replay.Recording;
import dev.sluice.replay.RecordingException;
import dev.sluice.replay.ReplayedDocument;
import dev.sluice.replay.StateCheck;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice replay}: what became of a document, out of what was recorded of it. */
@Command(
        name = "replay",
        description = {
            "Replays a recorded document and prints the final state of every channel as JSON.",
            "The folder is what sluice doc export wrote, or has the same layout."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class ReplayCommand implements Callable<Integer> {
    private final CliContext context;

    @Parameters(paramLabel = "FOLDER")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private Path folder;

    @Option(
            names = "--from-summary",
            paramLabel = "N",
            description =
                    "Begin with the N-th uploaded summary, from 1, instead of with what the document was created with.")
    private @Nullable Integer summary;

    @Option(names = "--check", description = "Compare with state.json, and exit with 1 if anything differs.")
    private boolean check;

    ReplayCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw AdminException.notFound(folder + " is no folder; expected a recorded or exported document");
        }
        try {
            return replay(new Recording(this::open));
        } catch (RecordingException damaged) {
            throw AdminException.failed(folder + ": " + damaged.getMessage());
        } catch (ContainerException broken) {
            throw AdminException.failed(folder + ": " + broken.code() + ": " + broken.getMessage());
        }
    }

    private int replay(Recording recording) throws IOException {
        Optional<JsonObject> recorded = recording.state();
        if (check && recorded.isEmpty()) {
            throw AdminException.notFound(folder + " has no state.json to compare with");
        }
        ReplayedDocument document = summary == null ? recording.replay() : recording.replayFromSummary(summary);
        Optional<StateCheck> compared = recorded.map(state -> StateCheck.of(document, state));
        print(document.state(compared.map(StateCheck::paths).orElse(Map.of())));
        return check ? compared.map(this::verdict).orElse(ExitCode.FAILED) : ExitCode.OK;
    }

    /** A line for each channel, so that two outputs can be compared line by line. */
    private void print(JsonObject state) {
        PrintWriter out = context.out();
        String separator = "{\n";
        for (Map.Entry<String, JsonValue> channel : state.members().entrySet()) {
            out.print(separator + JsonValue.of(channel.getKey()).toJson() + ": "
                    + channel.getValue().toJson());
            separator = ",\n";
        }
        out.print(state.members().isEmpty() ? "{}\n" : "\n}\n");
        out.flush();
    }

    private int verdict(StateCheck compared) {
        PrintWriter err = context.err();
        if (!compared.notCompared().isEmpty()) {
            err.println("not compared: " + String.join(", ", compared.notCompared()));
        }
        compared.differences().forEach(difference -> err.println("differs: " + difference));
        boolean isEqual = compared.differences().isEmpty();
        err.printf(
                "%s state.json: %d compared, %d differences%n",
                isEqual ? "as in" : "NOT as in",
                compared.compared().size(),
                compared.differences().size());
        return isEqual ? ExitCode.OK : ExitCode.FAILED;
    }

    private Optional<InputStream> open(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Optional.of(new BufferedInputStream(Files.newInputStream(file))) : Optional.empty();
    }
}
