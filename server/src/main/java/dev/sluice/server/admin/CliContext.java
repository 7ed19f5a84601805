package dev.sluice.server.admin;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The world as commands see it. Immutable.
 *
 * @param environment the process's variables
 * @param out for results
 * @param err for progress and complaints
 * @param launcher yields what starts a server; asked only by the command that does
 */
record CliContext(
        Map<String, String> environment, PrintWriter out, PrintWriter err, Supplier<ServerLauncher> launcher) {
    /** Creates a context. */
    CliContext {
        environment = Map.copyOf(environment);
    }

    /** Returns the world of this process. */
    static CliContext ofProcess() {
        return new CliContext(
                System.getenv(),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                ServerLauncher::installed);
    }
}
