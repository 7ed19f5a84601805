package dev.sluice.server.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What was measured of one server, over all rounds.
 *
 * <p>Confined to one thread.
 */
final class Results {
    private final String server;
    private final PrintStream progress;
    private final Map<Metric, List<Double>> samples = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /** Results that also tell {@code progress} of every sample as it comes. */
    Results(String server, PrintStream progress) {
        this.server = server;
        this.progress = progress;
    }

    String server() {
        return server;
    }

    void add(Metric metric, double value) {
        samples.computeIfAbsent(metric, unused -> new ArrayList<>()).add(value);
        progress.printf(
                "%-24s %-44s %s: %s%n",
                server, metric.subject(), metric.label(), metric.unit().format(value));
    }

    /** Notes that a scenario could not be measured, and why. */
    void fail(String scenario, String reason) {
        failures.put(scenario, reason);
        progress.printf("%-24s %-44s FAILED: %s%n", server, scenario, reason);
    }

    Set<Metric> metrics() {
        return Collections.unmodifiableSet(samples.keySet());
    }

    Map<String, String> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /** The middle sample, the lower of two middle ones; empty if nothing was measured. */
    OptionalDouble median(Metric metric) {
        Collection<Double> values = samples.getOrDefault(metric, List.of());
        return values.stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .skip((values.size() - 1) / 2)
                .findFirst();
    }
}
