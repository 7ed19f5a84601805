package dev.sluice.server.admin;

import dev.sluice.server.config.ConfigLoader;
import dev.sluice.server.config.ConfigReference;
import dev.sluice.server.config.EffectiveConfig;
import dev.sluice.server.config.ServerConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice config}. */
@Command(
        name = "config",
        description = "Prints the effective configuration and where each value came from, then checks it.",
        customSynopsis = "sluice config [--reference] [--config FILE] [--KEY VALUE]...",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        sortOptions = false)
final class ConfigCommand implements Callable<Integer> {
    private final CliContext context;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs anything.
    private CommandSpec spec;

    @Option(names = "--reference", description = "Print the reference of all settings instead, in Markdown.")
    private boolean reference;

    private ConfigCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine create(CliContext context) {
        CommandLine command = new CommandLine(new ConfigCommand(context));
        SettingFlags.addTo(command.getCommandSpec());
        return command;
    }

    @Override
    public Integer call() {
        if (reference) {
            context.out().print(ConfigReference.markdown());
            context.out().flush();
            return ExitCode.OK;
        }
        EffectiveConfig effective = load(context, spec);
        int width = effective.lines().stream()
                .mapToInt(line -> line.key().length() + line.value().text().length())
                .max()
                .orElse(0);
        for (EffectiveConfig.Line line : effective.lines()) {
            String assignment = line.key() + " = " + line.value().text();
            String padding = " ".repeat(Math.max(0, width + 4 - assignment.length()));
            context.out().println(assignment + padding + " # " + line.value().origin());
        }
        ServerConfig.from(effective, context.environment());
        return ExitCode.OK;
    }

    /** Returns the configuration the command line of {@code command} asks for. */
    static EffectiveConfig load(CliContext context, CommandSpec command) {
        var parsed = command.commandLine().getParseResult();
        return ConfigLoader.load(SettingFlags.file(parsed), context.environment(), SettingFlags.values(parsed));
    }
}
