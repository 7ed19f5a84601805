package dev.sluice.server.admin;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice gc}: what is garbage in a document, why, and what becomes of it. */
@Command(
        name = "gc",
        description = "Runs, previews, explains and undoes the garbage collection of a document.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND")
final class GcCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs anything.
    private CommandSpec spec;

    private GcCommand() {}

    static CommandLine create(CliContext context) {
        return new CommandLine(new GcCommand())
                .addSubcommand("run", new SummarizeCommand(context))
                .addSubcommand("plan", new GcPlanCommand(context))
                .addSubcommand("explain", new GcExplainCommand(context))
                .addSubcommand("graph", new GcGraphCommand(context))
                .addSubcommand("retainers", new GcRetainersCommand(context))
                .addSubcommand("cycles", new GcCyclesCommand(context))
                .addSubcommand("history", new GcHistoryCommand(context))
                .addSubcommand("restore", new GcRestoreCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
