package dev.sluice.server.transport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.EngineIoMetrics;
import dev.sluice.server.transport.engineio.EngineIoOptions;
import dev.sluice.server.transport.engineio.HandshakeQuery;
import dev.sluice.server.transport.engineio.Refusal;
import dev.sluice.server.transport.engineio.TransportKind;
import dev.sluice.server.transport.socketio.EventFrame;
import dev.sluice.server.transport.socketio.EventPacket;
import dev.sluice.server.transport.socketio.SocketConnection;
import dev.sluice.server.transport.socketio.SocketHandler;
import dev.sluice.server.transport.socketio.SocketIoOptions;
import dev.sluice.server.transport.socketio.SocketIoServer;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * A server on loopback with two event loops, whose handler knows a few events: {@code echo} sends its arguments back,
 * {@code kick} closes the connection, {@code fail} throws. Closing it checks that nothing unexpected was logged.
 */
final class TestService implements SocketHandler, EngineIoMetrics, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int EVENT_LOOPS = 2;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger expectedErrors = new AtomicInteger();
    private final AtomicInteger port = new AtomicInteger();

    final SocketIoServer server;
    final Map<String, SocketConnection> connections = new ConcurrentHashMap<>();
    final BlockingQueue<SocketConnection> connected = new LinkedBlockingQueue<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    final BlockingQueue<CloseReason> sessionsClosed = new LinkedBlockingQueue<>();
    final BlockingQueue<Refusal> refused = new LinkedBlockingQueue<>();
    final ConcurrentLinkedQueue<HandshakeQuery> queries = new ConcurrentLinkedQueue<>();
    final AtomicLong receivedBytes = new AtomicLong();
    final AtomicLong sentBytes = new AtomicLong();
    final AtomicLong droppedBytes = new AtomicLong();
    final AtomicBoolean failNextSending = new AtomicBoolean();
    final AtomicInteger upgrades = new AtomicInteger();
    final AtomicInteger misplacedCalls = new AtomicInteger();

    private TestService(SocketIoOptions options) {
        server = new SocketIoServer(options, this, this);
        log.start();
        rootLogger().addAppender(log);
    }

    static TestService start() {
        return start(EngineIoOptions.defaults());
    }

    static TestService start(EngineIoOptions options) {
        // Not every client of a test stays to say goodbye.
        return start(SocketIoOptions.defaults()
                .withEngine(options.withTimeouts(options.upgradeTimeout(), Duration.ofMillis(500))));
    }

    static TestService start(SocketIoOptions options) {
        TestService service = new TestService(options);
        DeploymentOptions deployment = new DeploymentOptions().setInstances(EVENT_LOOPS);
        await(service.vertx.deployVerticle(service::listener, deployment));
        return service;
    }

    private AbstractVerticle listener() {
        return new AbstractVerticle() {
            @Override
            public void start(Promise<Void> started) {
                // -1: the instances of one deployment share a port that the system chooses.
                vertx.createHttpServer(server.applyTo(new HttpServerOptions()))
                        .requestHandler(server.inFrontOf(
                                request -> request.response().setStatusCode(404).end()))
                        .listen(-1, "127.0.0.1")
                        .onSuccess(http -> port.set(http.actualPort()))
                        .<Void>mapEmpty()
                        .onComplete(started);
            }
        };
    }

    int port() {
        return port.get();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static <T> T next(BlockingQueue<T> queue) {
        try {
            T value = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (value == null) {
                throw new AssertionError("nothing came within " + PATIENCE);
            }
            return value;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void broadcast(EventFrame frame) {
        connections.values().forEach(connection -> connection.send(frame));
    }

    static EventFrame frame(String json) {
        return EventFrame.of(("42" + json).getBytes(StandardCharsets.UTF_8));
    }

    void expectErrors(int count) {
        expectedErrors.addAndGet(count);
    }

    // The handler.

    @Override
    public void connected(SocketConnection connection, HandshakeQuery query) {
        checkContext(connection);
        queries.add(query);
        connections.put(connection.id(), connection);
        connected.add(connection);
    }

    @Override
    public void event(SocketConnection connection, EventPacket packet) {
        checkContext(connection);
        String json = new String(packet.array(), packet.offset(), packet.length(), StandardCharsets.UTF_8);
        switch (packet.name()) {
            case "echo" -> connection.sendEvent(("42" + json).getBytes(StandardCharsets.UTF_8));
            case "kick" -> connection.close(CloseReason.SERVER_CLOSED);
            case "fail" -> throw new IllegalStateException("asked to fail");
            case "ackme" -> connection.acknowledge(packet);
            default -> events.add(json);
        }
    }

    @Override
    public void closed(SocketConnection connection, CloseReason reason) {
        checkContext(connection);
        if (connection.isOpen()) {
            misplacedCalls.incrementAndGet();
        }
        connections.remove(connection.id());
        closed.add(reason);
    }

    private void checkContext(SocketConnection connection) {
        if (!connection.context().equals(Vertx.currentContext())) {
            misplacedCalls.incrementAndGet();
        }
    }

    // The metrics.

    @Override
    public void closed(TransportKind transport, CloseReason reason) {
        sessionsClosed.add(reason);
    }

    @Override
    public void upgraded() {
        upgrades.incrementAndGet();
    }

    @Override
    public void refused(Refusal refusal) {
        refused.add(refusal);
    }

    @Override
    public void received(TransportKind transport, int bytes) {
        receivedBytes.addAndGet(bytes);
    }

    @Override
    public void sent(TransportKind transport, int packets, long bytes) {
        if (failNextSending.compareAndSet(true, false)) {
            throw new IllegalStateException("asked to fail");
        }
        sentBytes.addAndGet(bytes);
    }

    @Override
    public void droppedSlow(TransportKind transport, long queuedBytes) {
        droppedBytes.addAndGet(queuedBytes);
    }

    @Override
    public void close() {
        await(server.drain(CloseReason.SERVER_SHUTDOWN));
        await(vertx.close());
        rootLogger().detachAppender(log);
        List<String> errors = List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::toString)
                .toList();
        if (errors.size() != expectedErrors.get() || misplacedCalls.get() != 0 || server.sessionCount() != 0) {
            throw new AssertionError("unexpected: " + errors + ", " + misplacedCalls.get() + " misplaced calls, "
                    + server.sessionCount() + " sessions left");
        }
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
