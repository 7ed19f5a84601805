package dev.sluice.server.admin;

import dev.sluice.server.config.ConfigException;
import dev.sluice.server.storage.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole: its commands and how failures are reported. */
@Command(
        name = "sluice",
        description = "Serves and inspects collaborative documents.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done; 1 failed, or damage was found; 2 the command line or the configuration is wrong."
        })
final class SluiceCli implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs anything.
    private CommandSpec spec;

    private SluiceCli() {}

    /** Runs a command and returns its exit code. */
    static int execute(CliContext context, String... args) {
        CommandLine cli = new CommandLine(new SluiceCli());
        addCommands(cli, context, args.length == 0 ? "" : args[0]);
        cli.setOut(context.out()).setErr(context.err());
        cli.setExecutionExceptionHandler((failure, command, parsed) -> report(context, failure));
        cli.setParameterExceptionHandler((misuse, arguments) -> reportMisuse(context, misuse));
        return cli.execute(args);
    }

    /** Adds the command of that name only, if there is one: the options of all of them take long to set up. */
    private static void addCommands(CommandLine cli, CliContext context, String name) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> ServeCommand.create(context));
        commands.put("config", () -> ConfigCommand.create(context));
        commands.put("doc", () -> DocCommand.create(context));
        commands.put("replay", () -> new ReplayCommand(context));
        commands.put("summarize", () -> new SummarizeCommand(context));
        commands.put("gc", () -> GcCommand.create(context));
        commands.put("backup", () -> new BackupCommand(context));
        commands.put("restore", () -> new RestoreCommand(context));
        commands.put("bench", () -> BenchCommand.create(context));
        commands.put("version", () -> new VersionCommand(context));
        Set<String> wanted = commands.containsKey(name) ? Set.of(name) : commands.keySet();
        wanted.forEach(command -> cli.addSubcommand(
                command, Objects.requireNonNull(commands.get(command)).get()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int report(CliContext context, Exception failure) {
        String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString()) + reason(failure);
        message.lines().forEach(line -> context.err().println("sluice: " + line));
        if (context.environment().containsKey("SLUICE_LOG_LEVEL")
                && "debug".equals(context.environment().get("SLUICE_LOG_LEVEL"))) {
            failure.printStackTrace(context.err());
        }
        boolean misuse = failure instanceof ConfigException
                || failure instanceof IllegalArgumentException
                || (failure instanceof AdminException known && known.status() == 400);
        return misuse ? ExitCode.USAGE : ExitCode.FAILED;
    }

    /** Says what a store met with below: by name too, since messages of file systems are nothing but paths. */
    private static String reason(Exception failure) {
        Throwable cause = failure.getCause();
        if (cause == null || !(failure instanceof StoreException)) {
            return "";
        }
        String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return " (" + cause.getClass().getSimpleName() + ": " + said + ")";
    }

    private static int reportMisuse(CliContext context, ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        context.err().println("sluice: " + misuse.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(misuse, context.err());
        context.err().println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
        return ExitCode.USAGE;
    }
}
