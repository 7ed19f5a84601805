package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.agent.Attempt;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.PlanInput.Detail;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.driver.Version;
import dev.sluice.inspect.DocumentGraph;
import dev.sluice.inspect.Explanation;
import dev.sluice.inspect.GcHistory;
import dev.sluice.inspect.HistoryEntry;
import dev.sluice.inspect.StateTotal;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.restore.Keep;
import dev.sluice.restore.RestoreRequest;
import dev.sluice.server.pool.PoolEntry;
import dev.sluice.server.pool.SummarizerPool;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What operators see of garbage over HTTP, and do about it: the same as with {@code sluice gc}, in JSON.
 *
 * <p>Called on the operator's worker threads; calls block. Safe for use by many threads.
 */
final class CollectionRoutes {
    private static final int HISTORY = 20;

    private final InsideClient inside;
    private final Optional<SummarizerPool> pool;

    CollectionRoutes(InsideClient inside, Optional<SummarizerPool> pool) {
        this.inside = inside;
        this.pool = pool;
    }

    /** Returns what tells of reference graphs. */
    GraphRoutes graphs() {
        return new GraphRoutes(inside);
    }

    /** Collects and summarizes; one line says what came of it. */
    void run(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        Attempt attempt = inside.summarize(key, new QueryParameters(context).collection());
        if (attempt.outcome() instanceof SummaryOutcome.Refused refused) {
            throw AdminException.conflict(key + " was not summarized: the service refused it: " + refused.reason());
        }
        if (attempt.outcome() instanceof SummaryOutcome.Lost lost) {
            throw AdminException.failed(key + " was not summarized: " + lost.reason());
        }
        SummaryOutcome.Acknowledged acknowledged = (SummaryOutcome.Acknowledged) attempt.outcome();
        Optional<CollectionReport> report =
                attempt.run().map(run -> new CollectionReport(run.plan(), StateTotal.of(run.plan())));
        lines.line(Json.bytes(CollectionJson.summarized(key, acknowledged, report)));
    }

    /** Shows what a run would do: a line for each node, and a last one with the totals. */
    void plan(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        QueryParameters query = new QueryParameters(context);
        Duration ahead = query.time("in");
        Detail detail = query.isSet("all") ? Detail.EVERYTHING : Detail.GARBAGE;
        CollectionReport report = inside.ask(key, query.text("version"), query.collection(), (stored, document) -> {
            CollectionPlan plan = document.preview()
                    .orElseThrow(() -> InsideClient.notCollected(key))
                    .plan(ahead, detail);
            return new CollectionReport(plan, StateTotal.of(plan, DocumentGraph.of(document, stored)));
        });
        report.writeLines(lines);
    }

    /** Explains one node, in one line. */
    void explain(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        QueryParameters query = new QueryParameters(context);
        String node = query.node();
        Explanation explanation = inside.ask(
                key,
                query.text("version"),
                query.collection(),
                (stored, document) -> Explanation.of(
                                stored,
                                document,
                                document.preview().orElseThrow(() -> InsideClient.notCollected(key)),
                                node)
                        .orElseThrow(() ->
                                AdminException.notFound(node + " is no node of " + key + ", and was never deleted")));
        line(lines, explanation.toJson());
    }

    /** Tells what collection did so far, newest first: a line for each summary, sweep and recovery. */
    void history(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        QueryParameters query = new QueryParameters(context);
        int limit = query.limit(HISTORY);
        for (HistoryEntry entry : inside.ask(
                key, Optional.empty(), query.collection(), (stored, document) -> GcHistory.read(stored, limit))) {
            line(lines, entry.toJson());
        }
    }

    /** Brings a node back; one line says as what. */
    void restore(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        QueryParameters query = new QueryParameters(context);
        RestoreRequest request =
                new RestoreRequest(query.node(), query.text("version").map(Version::ofId), keep(query));
        line(lines, inside.restore(key, query.collection(), request).toJson());
    }

    private static Keep keep(QueryParameters query) {
        Optional<String> alias = query.text("alias");
        Optional<String> into = query.text("into");
        Optional<String> under = query.text("key");
        if (alias.isPresent() && into.isEmpty() && under.isEmpty()) {
            return new Keep.Alias(alias.get());
        }
        if (alias.isEmpty() && into.isPresent() && under.isPresent()) {
            return new Keep.Key(into.get(), under.get());
        }
        throw AdminException.badRequest("expected either alias, or into and key: what is to hold the node");
    }

    private static void line(Lines lines, JsonObject object) throws IOException {
        lines.line(object.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** Adds to what is shown of a document what the pool has to do with it. */
    byte[] withPool(DocumentKey key, byte[] shown) throws IOException {
        Optional<PoolEntry> entry = pool.flatMap(running -> running.entry(key));
        if (entry.isPresent() && Json.parse(shown) instanceof ObjectNode document) {
            ObjectNode told = CollectionJson.poolEntry(entry.get());
            told.remove("document");
            return Json.bytes(document.set("pool", told));
        }
        return shown;
    }

    /** Tells what the pool attends to, and what it could not summarize. */
    void pool(Lines lines) throws IOException {
        List<ObjectNode> entries = new ArrayList<>();
        pool.ifPresent(running -> running.tell(entry -> entries.add(CollectionJson.poolEntry(entry))));
        for (ObjectNode entry : entries) {
            lines.line(Json.bytes(entry));
        }
        ObjectNode totals = Json.object().put("enabled", pool.isPresent());
        pool.ifPresent(running -> totals.put("waiting", running.waiting())
                .put("attended", running.attended())
                .put("ageing", running.ageing())
                .put("leftAlone", running.leftAlone()));
        lines.line(Json.bytes(Json.object().set("pool", totals)));
    }
}
