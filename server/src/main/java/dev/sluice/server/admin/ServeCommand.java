package dev.sluice.server.admin;

import dev.sluice.server.config.ServerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice serve}. */
@Command(
        name = "serve",
        description = "Serves documents until it is told to stop.",
        customSynopsis = "sluice serve [--config FILE] [--KEY VALUE]...",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private final CliContext context;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs anything.
    private CommandSpec spec;

    private ServeCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine create(CliContext context) {
        CommandLine command = new CommandLine(new ServeCommand(context));
        SettingFlags.addTo(command.getCommandSpec());
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServerConfig config = ServerConfig.from(ConfigCommand.load(context, spec), context.environment());
        Logging.apply(config.operation().logFormat(), config.operation().logLevel());
        ServerRunner runner = ServerRunner.start(context.launcher().get(), config);
        Runtime.getRuntime().addShutdownHook(new Thread(runner::stop, "sluice-shutdown"));
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        log.info(
                "sluice {} ready at {} after {} ms, data in {}",
                Version.current(),
                runner.server().url(),
                sinceStart().toMillis(),
                config.storage().data().toAbsolutePath());
        // Until a signal ends the process; the hook does the rest.
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /** The management interface would tell too, but takes a good part of that time to load. */
    private static Duration sinceStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }
}
