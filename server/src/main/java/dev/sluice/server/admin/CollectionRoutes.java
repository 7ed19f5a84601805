package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.agent.Attempt;
import dev.sluice.collector.Preview;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.PlanInput.Detail;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.driver.Version;
import dev.sluice.gc.GcException;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.inspect.Explanation;
import dev.sluice.inspect.GcHistory;
import dev.sluice.inspect.HistoryEntry;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.restore.Keep;
import dev.sluice.restore.RestoreRequest;
import dev.sluice.server.pool.CollectionSetup;
import dev.sluice.server.pool.PoolEntry;
import dev.sluice.server.pool.SummarizerPool;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

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

    /** Collects and summarizes; one line says what came of it. */
    void run(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        Attempt attempt = inside.summarize(key, collection(context));
        if (attempt.outcome() instanceof SummaryOutcome.Refused refused) {
            throw AdminException.conflict(key + " was not summarized: the service refused it: " + refused.reason());
        }
        if (attempt.outcome() instanceof SummaryOutcome.Lost lost) {
            throw AdminException.failed(key + " was not summarized: " + lost.reason());
        }
        SummaryOutcome.Acknowledged acknowledged = (SummaryOutcome.Acknowledged) attempt.outcome();
        ObjectNode line = Json.object()
                .put("summarized", key.toString())
                .put("version", acknowledged.handle())
                .put("sequenceNumber", acknowledged.sequenceNumber());
        attempt.run().ifPresent(run -> line.set("collection", CollectionJson.totals(run.plan())));
        lines.line(Json.bytes(line));
    }

    /** Shows what a run would do: a line for each node, and a last one with the totals. */
    void plan(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        Duration ahead = parameter(context, "in").map(CollectionRoutes::time).orElse(Duration.ZERO);
        Detail detail = isSet(context, "all") ? Detail.EVERYTHING : Detail.GARBAGE;
        CollectionPlan plan = look(key, context, preview -> preview.plan(ahead, detail));
        for (NodePlan node : plan.nodes()) {
            line(lines, node.toJson());
        }
        lines.line(Json.bytes(Json.object().set("plan", CollectionJson.totals(plan))));
    }

    /** Explains one node, in one line. */
    void explain(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        String node = node(context);
        Explanation explanation = inside.ask(
                key,
                parameter(context, "version"),
                collection(context),
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
        int limit = parameter(context, "limit").map(CollectionRoutes::limit).orElse(HISTORY);
        for (HistoryEntry entry : inside.ask(
                key, Optional.empty(), collection(context), (stored, document) -> GcHistory.read(stored, limit))) {
            line(lines, entry.toJson());
        }
    }

    /** Brings a node back; one line says as what. */
    void restore(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        RestoreRequest request =
                new RestoreRequest(node(context), parameter(context, "version").map(Version::ofId), keep(context));
        line(lines, inside.restore(key, collection(context), request).toJson());
    }

    private static Keep keep(RoutingContext context) {
        Optional<String> alias = parameter(context, "alias");
        Optional<String> into = parameter(context, "into");
        Optional<String> under = parameter(context, "key");
        if (alias.isPresent() && into.isEmpty() && under.isEmpty()) {
            return new Keep.Alias(alias.get());
        }
        if (alias.isEmpty() && into.isPresent() && under.isPresent()) {
            return new Keep.Key(into.get(), under.get());
        }
        throw AdminException.badRequest("expected either alias, or into and key: what is to hold the node");
    }

    private static String node(RoutingContext context) {
        return parameter(context, "node")
                .orElseThrow(() -> AdminException.badRequest(
                        "node is missing: the path of a data store, channel or blob, /id, /id/channel or /_blobs/id"));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException malformed) {
            throw AdminException.badRequest("limit is \"" + text + "\"; expected a number from 1");
        }
        throw AdminException.badRequest("limit is " + text + "; expected a number from 1");
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

    private <T> T look(DocumentKey key, RoutingContext context, Function<Preview, T> look) {
        return inside.look(key, parameter(context, "version"), collection(context), look);
    }

    private static Duration time(String text) {
        try {
            return new GcPlanCommand.Time().convert(text);
        } catch (TypeConversionException malformed) {
            throw AdminException.badRequest("in: " + malformed.getMessage());
        }
    }

    private static boolean isSet(RoutingContext context, String name) {
        return parameter(context, name)
                .map(value -> switch (value) {
                    case "", "true" -> true;
                    case "false" -> false;
                    default -> throw AdminException.badRequest(name + " is \"" + value + "\"; expected true or false");
                })
                .orElse(false);
    }

    private static GcSetup collection(RoutingContext context) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : context.queryParam("gc")) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw AdminException.badRequest("gc is \"" + setting + "\"; expected KEY=VALUE");
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        try {
            GcSettings.of(settings).over(GcOptions.DEFAULT);
        } catch (GcException malformed) {
            throw AdminException.badRequest("gc: " + malformed.getMessage());
        }
        return CollectionSetup.of(settings);
    }

    private static Optional<String> parameter(RoutingContext context, String name) {
        return context.queryParam(name).stream().findFirst();
    }
}
