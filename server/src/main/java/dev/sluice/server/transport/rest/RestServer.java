package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sluice.server.auth.RestAuthenticator;
import dev.sluice.server.auth.TokenCheck;
import dev.sluice.server.auth.TokenClaims;
import dev.sluice.server.transport.rest.RestListener.RouteListener;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the REST surface.
 *
 * <p>Each request goes the same way: take the envelope off, find the route, check the token, the rate and the document, have
 * the handler answer, write the answer. A failure at any step becomes an answer of its own.
 *
 * <p>Safe for use by many event loops.
 */
public final class RestServer {
    private static final String METHODS = "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS";
    private static final String PREFLIGHT_MAX_AGE = "86400";
    private static final int HEADERS_MAX_BYTES = 32 * 1024;
    private static final int REQUEST_LINE_MAX_BYTES = 16 * 1024;
    /** As much as is read from a socket at once: what is handed on in parts costs by the part. */
    private static final int CHUNK_MAX_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final RestServices services;
    private final RestLimits limits;
    private final StoreAccess store;
    private final BodyBudget bodies;
    private final ReplyBudget replyBudget;
    private final ReplyWriter replies;
    private final RouteTable routes;
    private final RouteListener unmatched;
    private final RouteListener preflights;

    /** Sets the routes up; nothing is served before {@link #mount}. */
    public RestServer(Vertx vertx, RestServices services, RestSettings settings) {
        this.vertx = vertx;
        this.services = services;
        this.limits = settings.limits();
        this.store = new StoreAccess(vertx, services.store());
        this.bodies = new BodyBudget(limits.bodiesMaxHeapBytes());
        this.replyBudget = new ReplyBudget(limits.repliesMaxHeapBytes());
        this.replies = new ReplyWriter(vertx, replyBudget, limits.replyIdle());
        this.routes = new RouteTable(routes(settings), services.listener());
        this.unmatched = services.listener().route("unmatched");
        this.preflights = services.listener().route("OPTIONS");
    }

    private List<Route> routes(RestSettings settings) {
        JsonFactory json = JsonMembers.factory(limits.jsonMaxDepth());
        EncodedCache cache = new EncodedCache(vertx, limits.snapshotCacheMaxBytes());
        BlobRoutes blobs = new BlobRoutes(store, limits);
        List<Route> all = new ArrayList<>();
        all.addAll(blobs.routes());
        all.addAll(new TreeRoutes(store, cache, limits, json).routes());
        all.addAll(new CommitRoutes(store, blobs, limits, json).routes());
        all.addAll(new RefRoutes(store, limits, json).routes());
        all.addAll(new SummaryRoutes(store, cache, limits, json).routes());
        all.addAll(new DeltaRoutes(store, limits, replyBudget).routes());
        all.addAll(new ServiceRoutes(services.readiness()).routes());
        all.addAll(new DocumentRoutes(store, services, settings, json).routes());
        all.addAll(new AdminRoutes(store, services, settings, json).routes());
        return all;
    }

    /**
     * Sets what the routes expect of an HTTP server: room for tokens in headers and for long names in paths, bodies in few
     * parts, and no compression, which is done here where it pays.
     */
    public static HttpServerOptions prepare(HttpServerOptions options) {
        options.getInitialSettings().setMaxHeaderListSize(HEADERS_MAX_BYTES);
        return options.setMaxHeaderSize(HEADERS_MAX_BYTES)
                .setMaxInitialLineLength(REQUEST_LINE_MAX_BYTES)
                .setMaxChunkSize(CHUNK_MAX_BYTES)
                .setCompressionSupported(false)
                .setDecompressionSupported(false);
    }

    /**
     * Answers whatever no other route of the router does, at last with 404.
     *
     * <p>No body handler may stand before it: bodies are read here.
     */
    public void mount(Router router) {
        router.route().last().handler(context -> handle(context.request()));
    }

    /** Returns how much of the memory for answers on their way to clients is taken. */
    long repliesBytes() {
        return replyBudget.usedBytes();
    }

    private void handle(HttpServerRequest http) {
        if (HttpMethod.OPTIONS.equals(http.method())) {
            preflight(new Exchange(http, services.listener(), preflights));
            return;
        }
        Exchange exchange = new Exchange(http, services.listener(), unmatched);
        RequestBody body = RequestBody.plain(http, vertx, limits, bodies);
        if (!HttpMethod.POST.equals(http.method())
                || !RestlessDecoder.isRestless(http.getHeader(HttpHeaders.CONTENT_TYPE))) {
            answer(guarded(() -> dispatch(exchange, http.method(), http.headers(), body)), exchange, body);
            return;
        }
        new EnvelopeReader(http, body, vertx, limits.bodyIdle())
                .read()
                .onComplete(
                        inside -> answer(
                                guarded(() -> dispatch(exchange, inside.method(), inside.headers(), inside.body())),
                                exchange,
                                inside.body()),
                        refused -> answer(Future.failedFuture(refused), exchange, body));
    }

    private void answer(Future<Reply> reply, Exchange exchange, RequestBody body) {
        reply.map(replies::hold)
                .otherwise(failure -> refusal(failure, exchange))
                .compose(ready ->
                        replies.write(ready, exchange.http()).onComplete(done -> exchange.ended(ready.status())))
                .onComplete(done -> body.close());
    }

    private static Reply refusal(Throwable failure, Exchange exchange) {
        HttpServerRequest http = exchange.http();
        RestException refusal = RestError.of(failure, http.method() + " " + http.path());
        exchange.refused(refusal);
        return RestError.reply(refusal);
    }

    private Future<Reply> dispatch(Exchange exchange, HttpMethod method, MultiMap headers, RequestBody body) {
        HttpServerRequest http = exchange.http();
        List<String> segments =
                PercentCoding.segments(Optional.ofNullable(http.path()).orElse("/"));
        // HEAD is GET without its body, which is left out where the answer is written.
        HttpMethod asked = HttpMethod.HEAD.equals(method) ? HttpMethod.GET : method;
        RouteTable.Match match = routes.find(asked, segments).orElseThrow(() -> RestException.of(404, "Not Found"));
        exchange.matched(match.listener());
        RestRequest request =
                new RestRequest(match.parameters(), new QueryString(http.query()), headers, body, () -> base(http));
        authorize(match.route(), request);
        return match.route().handler().handle(request);
    }

    private void authorize(Route route, RestRequest request) {
        Access access = route.access();
        if (access.subject() == Access.Subject.ANYBODY) {
            return;
        }
        TokenClaims claims = verified(check(access.subject(), request));
        Optional<String> missing = access.missing(claims);
        if (missing.isPresent()) {
            throw RestException.of(TokenCheck.Refused.missingScope(missing.get()));
        }
        request.authorized(claims);
        Duration delay = services.limiter().delay(request.tenant());
        if (!delay.isZero()) {
            throw RestException.throttled(delay);
        }
        switch (access.subject()) {
            case TENANT, DOCUMENT_OF_TOKEN ->
                request.documentOfToken().ifPresent(key -> store.lookUp(view -> Versions.requireLive(key, view)));
            case ANYBODY, CREATION, DOCUMENT -> {}
        }
    }

    private TokenCheck check(Access.Subject subject, RestRequest request) {
        @Nullable
        String header = request.header(HttpHeaders.AUTHORIZATION.toString()).orElse(null);
        RestAuthenticator authenticator = services.authenticator();
        return switch (subject) {
            case DOCUMENT ->
                authenticator.forDocument(request.tenant(), request.document().document(), header);
            case DOCUMENT_OF_TOKEN -> authenticator.forDocumentOfTenant(request.tenant(), header);
            case ANYBODY, CREATION, TENANT -> authenticator.forTenant(request.tenant(), header);
        };
    }

    private static TokenClaims verified(TokenCheck check) {
        if (check instanceof TokenCheck.Refused refused) {
            throw RestException.of(refused);
        }
        return ((TokenCheck.Verified) check).claims();
    }

    private static void preflight(Exchange exchange) {
        HttpServerRequest http = exchange.http();
        String asked = http.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        http.response()
                .setStatusCode(204)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE)
                .putHeader(HttpHeaders.VARY, "Access-Control-Request-Headers");
        if (asked != null) {
            http.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
        http.response().end().onComplete(done -> exchange.ended(http.response().getStatusCode()));
    }

    /** Returns scheme and host as the client used them, since that is where it can come back to. */
    private static URI base(HttpServerRequest http) {
        HostAndPort authority = http.authority();
        String host = authority == null ? "localhost" : authority.toString();
        try {
            return URI.create(http.scheme() + "://" + host);
        } catch (IllegalArgumentException malformed) {
            throw RestException.badRequest("the Host header is malformed");
        }
    }

    private static Future<Reply> guarded(Supplier<Future<Reply>> step) {
        try {
            return step.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }
}
