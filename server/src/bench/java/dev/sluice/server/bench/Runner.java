package dev.sluice.server.bench;

import dev.sluice.server.bench.Metric.Unit;

/**
 * Carries out scenarios and keeps the results apart from the failures: one that a server cannot do must not cost the
 * figures of the others.
 */
final class Runner {
    private static final Metric COLD_START =
            new Metric("Cold start", "process start to first document created", Unit.MILLISECONDS);

    private Runner() {}

    /**
     * Measures on a server that is started for it: none inherits another's heap, and some slow down as what they keep
     * grows.
     */
    static void run(Scenario scenario, ServerCommand command, Results results) {
        try (StartedServer server = command.start()) {
            results.add(COLD_START, server.coldStart().toNanos() / 1e6);
            run(scenario, server, results);
        } catch (RuntimeException e) {
            results.fail(scenario.name(), reason(e));
        }
    }

    /** Measures on a server that is running. */
    static void run(Scenario scenario, Server server, Results results) {
        try {
            scenario.measure(server, results);
        } catch (RuntimeException e) {
            results.fail(scenario.name(), reason(e));
        }
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
