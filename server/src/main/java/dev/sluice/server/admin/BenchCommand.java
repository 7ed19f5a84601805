package dev.sluice.server.admin;

import dev.sluice.collector.bench.GraphFile;
import dev.sluice.collector.bench.GraphFileException;
import dev.sluice.collector.bench.MarkBench;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice bench}: what this program does by itself, measured on this machine. */
@Command(
        name = "bench",
        description = "Measures parts of this program.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND")
final class BenchCommand implements Runnable {
    private final CliContext context;

    @Spec
    @SuppressWarnings("NullAway.Init") // Picocli sets it before it runs anything.
    private CommandSpec spec;

    private BenchCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command with those below it. */
    static CommandLine create(CliContext context) {
        return new CommandLine(new BenchCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** {@code sluice bench mark}. */
    @Command(
            name = "mark",
            description = {
                "Measures how fast what a graph references is found: from scratch, with the graph made of strings first,",
                "and after one and a hundred changed references. Prints the median of each."
            },
            mixinStandardHelpOptions = true)
    int mark(
            @Parameters(
                            paramLabel = "GRAPH",
                            description = "The graph's files without their endings, .slg and, if there, .names.")
                    Path graph,
            @Parameters(paramLabel = "RUNS", description = "How often each figure is measured, from 1.") int runs)
            throws IOException {
        if (runs < 1) {
            throw AdminException.badRequest("RUNS is " + runs + ", expected at least 1");
        }
        try {
            new MarkBench(GraphFile.read(graph), runs)
                    .run(figure -> context.out().println(figure.line()));
            return ExitCode.OK;
        } catch (NoSuchFileException missing) {
            throw AdminException.notFound("there is no file " + missing.getFile());
        } catch (GraphFileException | MarkBench.WrongResultException wrong) {
            throw AdminException.failed(String.valueOf(wrong.getMessage()));
        }
    }
}
