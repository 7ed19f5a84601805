package dev.sluice.server.metrics;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Answers {@code /metrics}; the work is done on a worker thread. Safe for use by many threads. */
public final class MetricsHandler implements Handler<RoutingContext> {
    private final ServerMetrics metrics;

    /** Creates a handler. */
    public MetricsHandler(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext context) {
        context.vertx()
                .executeBlocking(metrics::scrape, false)
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", ServerMetrics.CONTENT_TYPE)
                        .end(text))
                .onFailure(context::fail);
    }
}
