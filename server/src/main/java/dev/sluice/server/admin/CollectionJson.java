package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.collector.Preview;
import dev.sluice.collector.explain.Retention;
import dev.sluice.collector.graph.PathGraph;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.server.pool.PoolEntry;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is told of collection, in JSON; the members are part of the stable interface. Pure. */
final class CollectionJson {
    private CollectionJson() {}

    static ObjectNode totals(CollectionPlan plan) {
        return Json.object()
                .put("at", Instant.ofEpochMilli(plan.referenceMs()).toString())
                .put("nodes", plan.statistics().nodes().nodes())
                .put("unreferenced", plan.statistics().unreferenced().nodes())
                .put("tombstoned", plan.tombstones().size())
                .put("swept", plan.swept().size())
                .put("sweep", plan.mode().name().toLowerCase(Locale.ROOT));
    }

    static ObjectNode node(NodePlan plan) {
        ObjectNode node = Json.object()
                .put("node", plan.id())
                .put("type", plan.type().name())
                .put("state", plan.state().kind().label())
                .put("reason", plan.reason().text());
        plan.state()
                .sinceMs()
                .ifPresent(
                        since -> node.put("since", Instant.ofEpochMilli(since).toString()));
        plan.next()
                .ifPresent(next -> node.putObject("next")
                        .put("state", next.kind().label())
                        .put("at", Instant.ofEpochMilli(next.atMs()).toString()));
        return node;
    }

    /** Returns a node's plan, one of the shortest ways to it, and what it alone keeps; nothing if there is no such node. */
    static Optional<ObjectNode> explanation(Preview preview, String node) {
        return preview.node(node).map(plan -> explanation(preview, plan));
    }

    private static ObjectNode explanation(Preview preview, NodePlan plan) {
        ObjectNode explained = node(plan);
        PathGraph graph = PathGraph.empty();
        int root = graph.paths().intern(NodePath.ROOT.text());
        preview.nodes().forEach(graph::put);
        int id = graph.paths().find(plan.id());
        ArrayNode keptBy = explained.putArray("keptBy");
        ArrayNode alone = explained.putArray("alone");
        if (id >= 0 && graph.graph().contains(id)) {
            Retention retention = new Retention(graph.graph(), root);
            int[] path = retention.shortestPath(id);
            IntStream.of(path)
                    .forEach(
                            step -> keptBy.addObject().put("node", graph.paths().path(step)));
            if (path.length > 0) {
                IntStream.of(retention.keptAliveOnlyBy(id))
                        .filter(other -> other != id)
                        .forEach(other -> alone.add(graph.paths().path(other)));
            }
        }
        return explained;
    }

    static ObjectNode poolEntry(PoolEntry entry) {
        ObjectNode told = Json.object()
                .put("document", entry.document().toString())
                .put("state", entry.state().label());
        entry.reason().ifPresent(reason -> told.put("reason", reason));
        if (entry.failures() > 0) {
            told.put("failures", entry.failures());
        }
        entry.due().ifPresent(due -> told.put("due", due.toString()));
        return told;
    }
}
