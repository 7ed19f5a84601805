package dev.sluice.server.transport.engineio;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves engine.io sessions to the HTTP requests it is given, WebSocket upgrades included.
 *
 * <p>One server may take the requests of several HTTP servers and event loops: a session is found from any of them. Safe for
 * use by many threads.
 */
public final class EngineIoServer {
    private static final Logger LOG = LoggerFactory.getLogger(EngineIoServer.class);

    private final EngineIoOptions options;
    private final SessionListener.Factory listeners;
    private final EngineIoMetrics metrics;
    private final SessionIds ids;
    private final LongSupplier monotonicMs;
    private final Map<EventLoop, SessionLoop> loops = new ConcurrentHashMap<>();
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, Integer> sessionsByAddress = new ConcurrentHashMap<>();
    private final AtomicInteger slotsTaken = new AtomicInteger();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean draining;

    /**
     * Makes a server that asks {@code listeners} what to do with its sessions.
     *
     * @param monotonicMs a clock that never goes back, in milliseconds since any moment
     */
    public EngineIoServer(
            EngineIoOptions options,
            SessionListener.Factory listeners,
            EngineIoMetrics metrics,
            SessionIds ids,
            LongSupplier monotonicMs) {
        this.options = options;
        this.listeners = listeners;
        this.metrics = metrics;
        this.ids = ids;
        this.monotonicMs = monotonicMs;
    }

    EngineIoOptions options() {
        return options;
    }

    EngineIoMetrics metrics() {
        return metrics;
    }

    /** Returns how many sessions are open or not yet quite closed. */
    public int sessionCount() {
        return slotsTaken.get();
    }

    /** Returns what waits to be sent in the queues of all sessions, as their bound counts it; looks at every session. */
    public long queuedBytes() {
        return sessions.values().stream().mapToLong(EngineSession::queuedBytes).sum();
    }

    /**
     * Takes a request, whose body must not have been read. Call on the request's context.
     *
     * @throws IllegalStateException outside an event loop context
     */
    public void handle(HttpServerRequest request) {
        ContextInternal context = ContextInternal.current();
        if (context == null || !context.isEventLoopContext()) {
            throw new IllegalStateException("requests must be handled on an event loop context, not " + context);
        }
        HttpExchange exchange = new HttpExchange(request, context, options.corsOrigin());
        if (request.method().equals(HttpMethod.OPTIONS)) {
            exchange.preflight();
            return;
        }
        boolean upgrade = request.headers().contains(HttpHeaders.UPGRADE, "websocket", true);
        HandshakeQuery query;
        try {
            query = new HandshakeQuery(Optional.ofNullable(request.query()).orElse(""));
        } catch (IllegalArgumentException undecodable) {
            refuse(exchange, upgrade, Refusal.BAD_REQUEST);
            return;
        }
        route(exchange, context, query, upgrade);
    }

    private void route(HttpExchange exchange, ContextInternal context, HandshakeQuery query, boolean upgrade) {
        Optional<String> sid = query.first("sid").filter(value -> !value.isEmpty());
        EngineSession session = sid.map(sessions::get).orElse(null);
        HttpMethod method = exchange.request().method();
        Optional<Refusal> refusal = Admission.judge(
                new Admission.Request(method.name(), upgrade, query.first("transport"), sid, query.first("EIO")),
                Optional.ofNullable(session).map(EngineSession::standing));
        if (refusal.isPresent()) {
            refuse(exchange, upgrade, refusal.get());
        } else if (session == null) {
            open(exchange, context, query, upgrade);
        } else if (upgrade) {
            probe(exchange, context, session);
        } else if (method.equals(HttpMethod.GET)) {
            poll(exchange, session);
        } else {
            deliver(exchange, session);
        }
    }

    private void refuse(HttpExchange exchange, boolean upgrade, Refusal refusal) {
        metrics.refused(refusal);
        if (upgrade) {
            exchange.refuseUpgrade(refusal);
        } else {
            exchange.refuse(refusal);
        }
    }

    // Opening a session.

    private void open(HttpExchange exchange, ContextInternal context, HandshakeQuery query, boolean upgrade) {
        SocketAddress address = exchange.request().remoteAddress();
        Optional<Refusal> refusal = takeSlot(address);
        if (refusal.isPresent()) {
            refuse(exchange, upgrade, refusal.get());
            return;
        }
        ContextInternal home = context.unwrap();
        EngineSession session = new EngineSession(this, loopOf(home), home, ids.next(), query, address);
        if (upgrade) {
            exchange.request()
                    .toWebSocket()
                    .onComplete(socket -> openWebSocket(session, socket, context), failure -> releaseSlot(address));
        } else {
            openPolling(session, exchange);
        }
    }

    private void openWebSocket(EngineSession session, ServerWebSocket socket, ContextInternal context) {
        WebSocketTransport transport;
        try {
            transport = new WebSocketTransport(session, socket, context);
        } catch (RuntimeException unusable) {
            releaseSlot(session.remoteAddress());
            throw unusable;
        }
        session.send(openPacket(session, ""));
        begin(session, transport);
        session.drain();
    }

    private void openPolling(EngineSession session, HttpExchange exchange) {
        begin(session, new PollingTransport(session));
        exchange.packets(openPacket(session, "\"websocket\"").bytes());
    }

    private void begin(EngineSession session, EngineTransport transport) {
        sessions.put(session.id(), session);
        session.open(transport, listeners);
        if (draining) {
            // Admitted just before the drain looked for sessions, and not yet there to be found.
            session.close(CloseReason.SERVER_SHUTDOWN);
        }
    }

    private OutboundPacket openPacket(EngineSession session, String upgrades) {
        return OutboundPacket.ofText("0{\"sid\":\"" + session.id() + "\",\"upgrades\":[" + upgrades
                + "],\"pingInterval\":" + options.pingInterval().toMillis()
                + ",\"pingTimeout\":" + options.pingTimeout().toMillis()
                + ",\"maxPayload\":" + options.maxPayloadBytes() + "}");
    }

    private SessionLoop loopOf(ContextInternal context) {
        return loops.computeIfAbsent(
                context.nettyEventLoop(), loop -> new SessionLoop(loop, monotonicMs, options.sweepMs()));
    }

    private Optional<Refusal> takeSlot(SocketAddress address) {
        if (slotsTaken.incrementAndGet() > options.maxSessions()) {
            giveBack();
            return Optional.of(Refusal.TOO_MANY_SESSIONS);
        }
        // Looked at after the slot was taken: a drain that does not see the slot is seen here.
        if (draining) {
            giveBack();
            return Optional.of(Refusal.DRAINING);
        }
        int most = options.maxSessionsPerAddress();
        if (most > 0 && sessionsByAddress.merge(address.hostAddress(), 1, Integer::sum) > most) {
            releaseSlot(address);
            return Optional.of(Refusal.TOO_MANY_FROM_ADDRESS);
        }
        return Optional.empty();
    }

    private void releaseSlot(SocketAddress address) {
        if (options.maxSessionsPerAddress() > 0) {
            sessionsByAddress.computeIfPresent(address.hostAddress(), (host, count) -> count == 1 ? null : count - 1);
        }
        giveBack();
    }

    private void giveBack() {
        if (slotsTaken.decrementAndGet() == 0 && draining) {
            drained.tryComplete();
        }
    }

    void ended(EngineSession session) {
        sessions.remove(session.id());
        releaseSlot(session.remoteAddress());
    }

    // Requests of a session.

    private void probe(HttpExchange exchange, ContextInternal context, EngineSession session) {
        exchange.request()
                .toWebSocket()
                .onComplete(
                        socket -> {
                            WebSocketTransport candidate = new WebSocketTransport(session, socket, context);
                            session.loop().run(() -> session.beginUpgrade(candidate));
                        },
                        failure -> LOG.debug("session {}: upgrade failed", session.id(), failure));
    }

    private void poll(HttpExchange exchange, EngineSession session) {
        exchange.onAbort(() ->
                session.loop().run(() -> session.requests().fail(exchange, CloseReason.TRANSPORT_CLOSED)));
        session.loop().run(() -> session.requests().poll(exchange));
    }

    private void deliver(HttpExchange exchange, EngineSession session) {
        if (isBinary(exchange.request())) {
            exchange.badRequest();
            session.close(CloseReason.PROTOCOL_ERROR);
            return;
        }
        exchange.onAbort(() ->
                session.loop().run(() -> session.requests().fail(exchange, CloseReason.TRANSPORT_CLOSED)));
        session.loop().run(() -> session.requests().beginDelivery(exchange));
        BoundedBody.read(exchange.request(), options.maxPayloadBytes(), body -> {
            if (body == null) {
                exchange.tooLarge();
                session.loop().run(() -> session.requests().fail(exchange, CloseReason.PAYLOAD_TOO_LARGE));
            } else {
                session.loop().run(() -> session.requests().endDelivery(exchange, body));
            }
        });
    }

    private static boolean isBinary(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("application/octet-stream");
    }

    // Shutting down.

    /**
     * Refuses new sessions from now on and closes those that are open.
     *
     * @return completes when the last session has ended, which the close timeout bounds
     */
    public Future<Void> drain(CloseReason reason) {
        draining = true;
        sessions.values().forEach(session -> session.close(reason));
        if (slotsTaken.get() == 0) {
            drained.tryComplete();
        }
        return drained.future();
    }

    /** Reads a request's body up to a limit. */
    private static final class BoundedBody {
        private final Buffer content = Buffer.buffer();
        private final int limit;
        private @Nullable Receiver receiver;

        /** Takes the body, or {@code null} if it is over the limit; called once. */
        @FunctionalInterface
        interface Receiver {
            void body(byte @Nullable [] content);
        }

        private BoundedBody(int limit, Receiver receiver) {
            this.limit = limit;
            this.receiver = receiver;
        }

        static void read(HttpServerRequest request, int limit, Receiver receiver) {
            BoundedBody body = new BoundedBody(limit, receiver);
            String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            if (announced != null && isOver(announced, limit)) {
                body.finish(null);
                return;
            }
            request.handler(body::append);
            request.endHandler(end -> body.finish(body.content.getBytes()));
            request.resume();
        }

        private static boolean isOver(String announced, int limit) {
            try {
                return Long.parseLong(announced.trim()) > limit;
            } catch (NumberFormatException tooLongForLong) {
                return true;
            }
        }

        private void append(Buffer chunk) {
            if (receiver == null) {
                return;
            }
            if (content.length() + (long) chunk.length() > limit) {
                finish(null);
            } else {
                content.appendBuffer(chunk);
            }
        }

        private void finish(byte @Nullable [] body) {
            Receiver waiting = receiver;
            receiver = null;
            if (waiting != null) {
                waiting.body(body);
            }
        }
    }
}
