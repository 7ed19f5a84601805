package dev.sluice.server.transport.rest;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What load balancers and people ask first (SVC §1.12). Safe for use by many event loops. */
final class ServiceRoutes {
    private static final String BANNER = "Sluice: a Fluid-compatible document service.\n";

    private final BooleanSupplier readiness;

    ServiceRoutes(BooleanSupplier readiness) {
        this.readiness = readiness;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/", Access.OPEN, request -> reply(200, BANNER)),
                Route.get("/api/v1/ping", Access.OPEN, request -> reply(200, "OK")),
                Route.get("/repos/ping", Access.OPEN, request -> reply(200, "OK")),
                Route.get("/healthz/ping", Access.OPEN, request -> reply(200, "OK")),
                Route.get("/healthz/startup", Access.OPEN, request -> ready()),
                Route.get("/healthz/ready", Access.OPEN, request -> ready()));
    }

    private Future<Reply> ready() {
        return readiness.getAsBoolean() ? reply(200, "OK") : reply(503, "not ready");
    }

    private static Future<Reply> reply(int status, String text) {
        return Future.succeededFuture(Reply.text(status, text));
    }
}
