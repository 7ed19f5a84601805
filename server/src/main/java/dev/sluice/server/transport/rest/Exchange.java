package dev.sluice.server.transport.rest;

import dev.sluice.server.transport.rest.RestListener.RouteListener;
import io.vertx.core.http.HttpServerRequest;

/**
 * One request from its head to the end of its answer, as far as it is measured. Confined to the request's event loop.
 */
final class Exchange {
    private final HttpServerRequest http;
    private final RestListener listener;
    private final long startedNanos = System.nanoTime();
    private RouteListener route;

    /** Begins an exchange that belongs to {@code unmatched} unless a route is found. */
    Exchange(HttpServerRequest http, RestListener listener, RouteListener unmatched) {
        this.http = http;
        this.listener = listener;
        this.route = unmatched;
    }

    HttpServerRequest http() {
        return http;
    }

    void matched(RouteListener found) {
        route = found;
    }

    void refused(RestException refusal) {
        refusal.exceeded().ifPresent(listener::refused);
        refusal.token().ifPresent(listener::tokenRefused);
    }

    /** The answer is written, or the client is gone. */
    void ended(int status) {
        listener.received(http.bytesRead());
        listener.sent(http.response().bytesWritten());
        route.answered(status, System.nanoTime() - startedNanos);
    }
}
