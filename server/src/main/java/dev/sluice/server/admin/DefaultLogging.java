package dev.sluice.server.admin;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.sluice.server.config.LogFormat;
import dev.sluice.server.config.LogLevel;
import java.util.stream.Stream;

/**
 * Sets up the log where nobody configured another, found by Logback as a service; without it Netty would log at debug.
 *
 * <p>In code rather than in a {@code logback.xml}, since reading that takes a good part of the time the server needs to start.
 * Confined to the thread that first logs.
 */
public final class DefaultLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (Logging.isConfiguredByOperator() || hasConfigurationFile()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logging.apply(context, LogFormat.TEXT, LogLevel.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean hasConfigurationFile() {
        return Stream.of("logback-test.xml", "logback.xml")
                .anyMatch(name -> ClassLoader.getSystemResource(name) != null);
    }
}
