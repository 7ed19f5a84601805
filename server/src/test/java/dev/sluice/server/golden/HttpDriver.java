package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends recorded requests the way they were sent, form-encoded or plain. Immutable. */
final class HttpDriver {

    private static final Set<String> MADE_BY_CLIENT = Set.of("content-length", "accept-encoding", "host", "connection");

    /** No answer takes longer, not even on a machine that has much else to do. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final HttpClient client;
    private final URI base;
    private final UnaryOperator<String> fill;

    /**
     * @param fill puts live names and tokens into a text of the recording
     */
    HttpDriver(HttpClient client, URI base, UnaryOperator<String> fill) {
        this.client = client;
        this.base = base;
        this.fill = fill;
    }

    /**
     * Sends a request.
     *
     * @param authorization value of a header to be added, if the recorded request had none
     */
    CompletableFuture<Answer> send(Row.HttpRequest row, @Nullable String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(row.path(), row.query())).timeout(LONGEST);
        Row.Envelope envelope = row.envelope();
        if (envelope == null) {
            row.headers().forEach((name, value) -> {
                if (!MADE_BY_CLIENT.contains(name)) {
                    request.setHeader(name, fill.apply(value));
                }
            });
            request.method(row.method(), plainBody(row.body()));
        } else {
            request.setHeader("content-type", RestLess.CONTENT_TYPE);
            request.method(row.method(), BodyPublishers.ofString(form(envelope)));
        }
        if (authorization != null) {
            request.setHeader("authorization", authorization);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(HttpDriver::answer);
    }

    private String form(Row.Envelope envelope) {
        List<String> headers = envelope.headers().stream().map(fill).toList();
        JsonNode body = envelope.body();
        return RestLess.form(envelope.method(), headers, body == null ? null : fill.apply(body.toString()));
    }

    private BodyPublisher plainBody(@Nullable JsonNode body) {
        if (body == null) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.ofString(fill.apply(body.isTextual() ? body.textValue() : body.toString()));
    }

    /** The address of a recorded path and query. */
    URI uri(String path, Map<String, String> query) {
        String search = query.entrySet().stream()
                .map(entry -> RestLess.encode(entry.getKey()) + "=" + RestLess.encode(fill.apply(entry.getValue())))
                .collect(Collectors.joining("&"));
        return base.resolve(fill.apply(path) + (search.isEmpty() ? "" : "?" + search));
    }

    static Answer answer(HttpResponse<String> response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new Answer(response.statusCode(), headers, response.body());
    }
}
