package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.inspect.StateTotal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a plan comes to, for people and for programs; the members of the JSON are part of the stable interface. Immutable.
 *
 * @param plan of a document
 * @param totals of it
 */
record CollectionReport(CollectionPlan plan, List<StateTotal> totals) {
    private static final String ROW = "%-12s  %9s  %9s  %9s  %15s  %s";

    /** Copies the list. */
    CollectionReport {
        totals = List.copyOf(totals);
    }

    /** Writes a table with a line for each state, and one for all. */
    void print(PrintWriter out) {
        out.println(String.format(ROW, "state", "nodes", "stores", "blobs", "bytes", "next"));
        totals.forEach(total -> out.println(row(total)));
        out.printf(
                "at %s: %d nodes, %d unreferenced, %d tombstoned, %d to be swept%s%n",
                Instant.ofEpochMilli(plan.referenceMs()),
                plan.statistics().nodes().nodes(),
                plan.statistics().unreferenced().nodes(),
                plan.tombstones().size(),
                plan.swept().size(),
                switch (plan.mode()) {
                    case ON -> "";
                    case OFF -> " (sweep is off for this document or these settings)";
                    case TEST -> " (test mode)";
                });
    }

    private String row(StateTotal total) {
        return String.format(
                ROW,
                total.state().label(),
                number(total.counts().nodes()),
                number(total.counts().stores()),
                number(total.counts().blobs()),
                bytes(total),
                total.next().map(this::next).orElse("-"));
    }

    private static String bytes(StateTotal total) {
        OptionalLong bytes = total.bytes();
        return total.state() == NodeState.Kind.DELETED || bytes.isEmpty() ? "-" : number(bytes.getAsLong());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private String next(NodePlan.Next next) {
        Duration ahead = Duration.ofMillis(next.atMs() - plan.referenceMs());
        return next.kind().label() + " "
                + Instant.ofEpochMilli(next.atMs()).truncatedTo(ChronoUnit.SECONDS) + ", "
                + (ahead.isZero() ? "now" : "in " + rounded(ahead));
    }

    /** In the largest unit of which there are at least two. */
    private static String rounded(Duration time) {
        for (ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES)) {
            long number =
                    Math.round((double) time.toMillis() / unit.getDuration().toMillis());
            if (number > 1) {
                return number + unit.name().substring(0, 1).toLowerCase(Locale.ROOT);
            }
        }
        return time.toSeconds() + "s";
    }

    /** Returns the totals as JSON. */
    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("at", Instant.ofEpochMilli(plan.referenceMs()).toString())
                .put("nodes", plan.statistics().nodes().nodes())
                .put("unreferenced", plan.statistics().unreferenced().nodes())
                .put("tombstoned", plan.tombstones().size())
                .put("swept", plan.swept().size())
                .put("sweep", plan.mode().name().toLowerCase(Locale.ROOT));
        ArrayNode states = json.putArray("states");
        totals.forEach(total -> states.addRawValue(new RawValue(total.toJson().toJson())));
        return json;
    }

    /** Writes a line of JSON for each node, and a last one with the totals. */
    void writeLines(Lines lines) throws IOException {
        for (NodePlan node : plan.nodes()) {
            lines.line(node.toJson().toJson().getBytes(StandardCharsets.UTF_8));
        }
        lines.line(Json.bytes(Json.object().set("plan", toJson())));
    }
}
