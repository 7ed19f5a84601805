package dev.sluice.samples.collection;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.inspect.Hold;
import dev.sluice.inspect.Removal;
import dev.sluice.inspect.Step;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what happens, with the names that people gave in place of paths, and days in place of times. */
final class Narrator {
    private final PrintWriter out;
    private final Map<String, String> names = new LinkedHashMap<>();

    Narrator(PrintWriter out) {
        this.out = out;
    }

    /** Says how a node is called from now on. */
    void name(String path, String name) {
        names.put(path, name);
    }

    /** Tells that there is a copy of a node, which has the same name but for a star. */
    void copied(String from, String to) {
        String name = named(from);
        tell("  " + name + " is restored as " + name + "*");
        names.put(to, name + "*");
    }

    /** Goes on, on the same day. */
    void next(String what) {
        out.printf("%n%s%n", what);
    }

    /** Begins a day. */
    void day(long day, String what) {
        out.printf("%nDay %d. %s%n", day, what);
    }

    /** Tells something. */
    void tell(String what) {
        out.println("  " + named(what));
    }

    private String named(String text) {
        String named = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }

    /** Tells how a node is held, step by step from the root. */
    void tellPath(List<Step> path) {
        for (Step step : path) {
            String holder = step.heldBy().map(Hold::text).orElse("the root");
            tell("  %-13s %s".formatted(named(step.node()), holder));
        }
    }

    /** Tells how a node came to be garbage. */
    void tell(Removal removal) {
        if (removal instanceof Removal.ByOp known) {
            tell("  " + known.op().text() + " ended the last way to it:");
            tellPath(known.lastPath());
        } else {
            removal.lines().forEach(line -> tell("  " + line));
        }
    }

    /** Tells what a plan says of each node that has a name. */
    void tell(CollectionPlan plan) {
        Map<String, NodePlan> nodes = new LinkedHashMap<>();
        plan.nodes().forEach(node -> nodes.put(node.id(), node));
        names.forEach((path, name) -> {
            NodePlan node = nodes.get(path);
            tell("  %-10s %s".formatted(name, node == null ? "unknown" : state(node)));
        });
    }

    private static String state(NodePlan node) {
        StringBuilder text = new StringBuilder(node.state().kind().label());
        node.state().sinceMs().ifPresent(since -> text.append(" since day ").append(Calendar.dayOf(since)));
        node.next()
                .ifPresent(next -> text.append(", ")
                        .append(next.kind().label())
                        .append(" from day ")
                        .append(Calendar.dayOf(next.atMs())));
        return text.append(" (").append(node.reason().text()).append(')').toString();
    }

    void flush() {
        out.flush();
    }
}
