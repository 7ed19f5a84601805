package dev.sluice.server.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The medians of one or more servers as Markdown tables, one for each subject, with the first server's advantage over
 * each of the others.
 */
final class Report {
    private final List<Results> servers;

    Report(List<Results> servers) {
        this.servers = List.copyOf(servers);
    }

    String toMarkdown() {
        StringBuilder page = new StringBuilder();
        Map<String, Set<Metric>> subjects = new LinkedHashMap<>();
        for (Results server : servers) {
            for (Metric metric : server.metrics()) {
                subjects.computeIfAbsent(metric.subject(), unused -> new LinkedHashSet<>())
                        .add(metric);
            }
        }
        subjects.forEach((subject, metrics) -> table(page, subject, metrics));
        for (Results server : servers) {
            server.failures()
                    .forEach((scenario, reason) -> page.append("- ")
                            .append(server.server())
                            .append(" failed at ")
                            .append(scenario)
                            .append(": ")
                            .append(reason.replace('\n', ' '))
                            .append('\n'));
        }
        return page.toString();
    }

    private void table(StringBuilder page, String subject, Set<Metric> metrics) {
        Results first = servers.get(0);
        List<Results> others = servers.subList(1, servers.size());
        page.append("| ").append(subject);
        servers.forEach(server -> page.append(" | ").append(server.server()));
        others.forEach(other -> page.append(" | against ").append(other.server()));
        page.append(" |\n|---");
        page.append("|--:".repeat(servers.size() + others.size())).append("|\n");
        for (Metric metric : metrics) {
            page.append("| ").append(metric.label());
            page.append(servers.stream()
                    .map(server -> " | " + cell(metric, server.median(metric)))
                    .collect(Collectors.joining()));
            page.append(others.stream()
                    .map(other -> " | " + advantage(metric, first.median(metric), other.median(metric)))
                    .collect(Collectors.joining()));
            page.append(" |\n");
        }
        page.append('\n');
    }

    private static String cell(Metric metric, OptionalDouble value) {
        return value.isPresent() ? metric.unit().format(value.getAsDouble()) : "—";
    }

    private static String advantage(Metric metric, OptionalDouble value, OptionalDouble other) {
        return value.isPresent() && other.isPresent()
                ? metric.unit().advantage(value.getAsDouble(), other.getAsDouble())
                : "";
    }
}
