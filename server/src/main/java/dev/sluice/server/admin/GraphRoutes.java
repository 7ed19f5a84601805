package dev.sluice.server.admin;

import dev.sluice.inspect.DocumentGraph;
import dev.sluice.inspect.Share;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A document's reference graph over HTTP: the same as with {@code sluice gc graph}, {@code retainers} and {@code cycles}.
 *
 * <p>Called on the operator's worker threads; calls block. Safe for use by many threads.
 */
final class GraphRoutes {
    private static final int RETAINERS = 20;

    private final InsideClient inside;

    GraphRoutes(InsideClient inside) {
        this.inside = inside;
    }

    /** Returns the media type of the language that a request asks for. */
    static String mediaType(RoutingContext context) {
        return switch (format(context)) {
            case DOT -> "text/vnd.graphviz";
            case GRAPHML -> "application/graphml+xml";
        };
    }

    private static DocumentGraph.Format format(RoutingContext context) {
        return new QueryParameters(context)
                .converted("format", text -> new GcGraphCommand.FormatName().convert(text))
                .orElse(DocumentGraph.Format.DOT);
    }

    /** Writes the graph, or a part of it, for tools that draw. */
    void graph(DocumentKey key, RoutingContext context, OutputStream answer) throws IOException {
        QueryParameters query = new QueryParameters(context);
        DocumentGraph.Format format = format(context);
        GraphPart part = new GraphPart(query.text("from"), query.isSet("garbage"));
        String written = ask(key, query, graph -> {
            StringWriter text = new StringWriter();
            part.write(graph, format, text);
            return text.toString();
        });
        answer.write(written.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells without which nodes most would be garbage, the largest first: a line for each. */
    void retainers(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        QueryParameters query = new QueryParameters(context);
        int limit = query.limit(RETAINERS);
        for (Share share : ask(key, query, graph -> graph.largestRetainers(limit))) {
            line(lines, share.toJson());
        }
    }

    /** Tells which data stores refer to each other in circles, the largest circle first: a line for each. */
    void cycles(DocumentKey key, RoutingContext context, Lines lines) throws IOException {
        QueryParameters query = new QueryParameters(context);
        boolean isGarbageOnly = query.isSet("garbage");
        for (List<String> cycle :
                ask(key, query, graph -> graph.cycles(isGarbageOnly ? graph.garbage() : graph.nodes()))) {
            line(
                    lines,
                    JsonObject.of(
                            "stores",
                            JsonValue.of(cycle.stream().map(JsonValue::of).toList())));
        }
    }

    private <T> T ask(DocumentKey key, QueryParameters query, Function<DocumentGraph, T> question) {
        Optional<String> version = query.text("version");
        return inside.ask(
                key,
                version,
                query.collection(),
                (stored, document) -> question.apply(DocumentGraph.of(document, stored)));
    }

    private static void line(Lines lines, JsonObject object) throws IOException {
        lines.line(object.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
