package dev.sluice.server.admin;

import dev.sluice.collector.plan.NodePlan;
import java.time.Instant;
import java.util.OptionalLong;

/** What is planned, in lines for people. */
final class GcLines {
    private GcLines() {}

    static String of(NodePlan node) {
        OptionalLong since = node.state().sinceMs();
        String next = node.next()
                .map(known -> known.kind().label() + " " + Instant.ofEpochMilli(known.atMs()))
                .orElse("-");
        return String.format(
                "%-12s  %-24s  %-38s  %s  (%s)",
                node.state().kind().label(),
                since.isPresent() ? "since " + Instant.ofEpochMilli(since.getAsLong()) : "-",
                "next: " + next,
                node.id(),
                node.reason().text());
    }
}
