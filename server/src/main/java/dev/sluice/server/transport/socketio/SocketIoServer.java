package dev.sluice.server.transport.socketio;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.EngineIoMetrics;
import dev.sluice.server.transport.engineio.EngineIoServer;
import dev.sluice.server.transport.engineio.SessionIds;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Serves socket.io connections to the HTTP requests it is given, WebSocket upgrades included.
 *
 * <p>One server may be mounted on any number of HTTP servers and event loops. Safe for use by many threads.
 */
public final class SocketIoServer {
    private static final String PATH = "/socket.io";

    private final SocketIoOptions options;
    private final SocketHandler handler;
    private final JsonCheck json;
    private final SessionIds ids;
    private final EngineIoServer engine;

    /** Makes a server with unguessable ids and the system's monotonic clock. */
    public SocketIoServer(SocketIoOptions options, SocketHandler handler, EngineIoMetrics metrics) {
        this(options, handler, metrics, new SecureRandom(), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /**
     * Makes a server.
     *
     * @param random where ids come from; must be safe for use by many threads
     * @param monotonicMs a clock that never goes back, in milliseconds since any moment
     */
    public SocketIoServer(
            SocketIoOptions options,
            SocketHandler handler,
            EngineIoMetrics metrics,
            RandomGenerator random,
            LongSupplier monotonicMs) {
        this.options = options;
        this.handler = handler;
        this.json = new JsonCheck(options.maxJsonDepth());
        this.ids = new SessionIds(random);
        this.engine = new EngineIoServer(
                options.engine(), session -> new SocketIoSession(this, session), metrics, ids, monotonicMs);
    }

    /** Sets on {@code http} what an HTTP server needs to carry these connections, and returns it. */
    public HttpServerOptions applyTo(HttpServerOptions http) {
        return options.engine().applyTo(http);
    }

    /**
     * Returns a request handler that takes what is under {@code /socket.io/} and leaves the rest to {@code others}.
     *
     * <p>It goes in front of a router and not into one: vertx-web wraps WebSockets so that their channel cannot be reached.
     * The HTTP server must have no WebSocket handler of its own, which would see the upgrades first.
     */
    public Handler<HttpServerRequest> inFrontOf(Handler<HttpServerRequest> others) {
        return request -> {
            String path = request.path();
            if (path != null && (path.startsWith(PATH + "/") || path.equals(PATH))) {
                handle(request);
            } else {
                others.handle(request);
            }
        };
    }

    /** Takes one request, on its event loop context, with its body unread and not wrapped by a router. */
    public void handle(HttpServerRequest request) {
        engine.handle(request);
    }

    /** Returns what waits to be sent in the queues of all sessions, as their bound counts it; looks at every session. */
    public long queuedBytes() {
        return engine.queuedBytes();
    }

    /** Returns how many sessions are open or not yet quite closed, connected or not. */
    public int sessionCount() {
        return engine.sessionCount();
    }

    /**
     * Refuses new sessions from now on and closes those that are open.
     *
     * @return completes when the last one has ended, which the close timeout bounds
     */
    public Future<Void> drain(CloseReason reason) {
        return engine.drain(reason);
    }

    SocketIoOptions options() {
        return options;
    }

    SocketHandler handler() {
        return handler;
    }

    JsonCheck json() {
        return json;
    }

    String nextId() {
        return ids.next();
    }
}
