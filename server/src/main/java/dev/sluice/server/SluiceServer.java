package dev.sluice.server;

import dev.sluice.client.ClientThreads;
import dev.sluice.server.admin.AdminRoutes;
import dev.sluice.server.admin.InsideClient;
import dev.sluice.server.admin.ServerLauncher;
import dev.sluice.server.admin.Stores;
import dev.sluice.server.auth.RestAuthenticator;
import dev.sluice.server.auth.RevocationFile;
import dev.sluice.server.auth.Revocations;
import dev.sluice.server.auth.Tenants;
import dev.sluice.server.auth.TokenMinter;
import dev.sluice.server.auth.TokenVerifier;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.driver.DirectDriver;
import dev.sluice.server.metrics.MetricsHandler;
import dev.sluice.server.metrics.ServerMetrics;
import dev.sluice.server.ordering.Documents;
import dev.sluice.server.pool.SummarizerPool;
import dev.sluice.server.storage.Store;
import dev.sluice.server.summary.DocumentErasure;
import dev.sluice.server.transport.deltastream.DeltaStreamHandler;
import dev.sluice.server.transport.deltastream.DeltaStreamServices;
import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.files.StaticFiles;
import dev.sluice.server.transport.rest.RestServer;
import dev.sluice.server.transport.rest.RestServices;
import dev.sluice.server.transport.rest.RestSettings;
import dev.sluice.server.transport.rest.TokenRevocation;
import dev.sluice.server.transport.socketio.SocketIoServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running service: a store, the documents in it, and the surfaces through which they are reached.
 *
 * <p>Starting goes from the store outwards, closing the other way: nothing new is let in, members leave, what is decided is
 * stored, and the store closes last. Safe for use by many threads.
 */
public final class SluiceServer implements ServerLauncher.Server {
    private static final Logger LOG = LoggerFactory.getLogger(SluiceServer.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ERASE_EVERY = Duration.ofMinutes(10);

    private final Store store;
    private final Vertx vertx;
    private final Documents documents;
    private final SocketIoServer sockets;
    private final AdminRoutes admin;
    private final ClientThreads poolThreads;
    private final Optional<SummarizerPool> pool;
    private final ServerMetrics metrics;
    private final List<HttpServer> listeners = new ArrayList<>();
    private final AtomicBoolean isReady = new AtomicBoolean();
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private final String scheme;
    private final String host;

    private SluiceServer(ServerConfig config, Store opened, Vertx vertx, InstantSource clock) {
        this.metrics = new ServerMetrics();
        this.store = new MeasuredStore(opened, metrics);
        this.vertx = vertx;
        this.scheme = config.listening().tls().isPresent() ? "https" : "http";
        this.host = config.listening().host();
        MeasuredEvents events = new MeasuredEvents(metrics);
        List<Context> eventLoops = EventLoops.open(vertx, ConfiguredOptions.eventLoops(config))
                .toCompletableFuture()
                .join();
        VertxDocumentThreads threads = new VertxDocumentThreads(vertx, eventLoops);
        this.documents = new Documents(store, clock, ConfiguredOptions.ordering(config), events, threads);
        Tenants tenants = Tenants.of(config.security());
        Revocations revocations = new Revocations(
                clock, new RevocationFile(config.storage().data().resolve(Store.REVOKED_TOKENS), clock));
        TokenVerifier verifier = new TokenVerifier(config.security(), tenants, revocations, clock);
        DeltaStreamHandler deltaStreams = new DeltaStreamHandler(new DeltaStreamServices(
                documents,
                verifier,
                new ConnectRates(config.rates(), metrics, System::nanoTime),
                ConfiguredOptions.deltaStream(config),
                events,
                clock,
                System::nanoTime,
                () -> UUID.randomUUID().toString()));
        revocations.onRevoked(revoked -> deltaStreams.tokenRevoked(revoked.tenant(), revoked.tokenId()));
        this.sockets = new SocketIoServer(ConfiguredOptions.sockets(config), deltaStreams, events);
        this.poolThreads = new ClientThreads("summarizer");
        DirectDriver inside = new DirectDriver(
                store,
                documents,
                ConfiguredOptions.opened(config),
                clock,
                () -> UUID.randomUUID().toString());
        this.pool = pool(config, inside, clock);
        pool.ifPresent(running -> events.onAdvanced(running::noted));
        this.admin = new AdminRoutes(
                vertx,
                store,
                config,
                clock,
                new InsideClient(
                        inside,
                        poolThreads,
                        clock,
                        metrics.collections(),
                        config.summarizers().timeout()),
                pool);
        RestServer rest = new RestServer(
                vertx,
                new RestServices(
                        store,
                        new RestAuthenticator(tenants, verifier),
                        new TokenMinter(tenants, clock),
                        documents,
                        Optional.of(revocation(config, tenants, revocations, clock)),
                        new RequestRates(config.rates(), metrics, System::nanoTime),
                        events,
                        () -> isReady.get() && store.isWritable(),
                        clock,
                        () -> UUID.randomUUID().toString()),
                RestSettings.of(config, Runtime.getRuntime().maxMemory()));
        metrics.bindOutboundQueue(sockets::queuedBytes);
        metrics.bindDocuments(documents::openCount);
        metrics.bindStore(store::statistics);
        Router router = Router.router(vertx);
        if (config.operation().metrics()) {
            router.get("/metrics").handler(new MetricsHandler(metrics));
        }
        admin.mountOn(router);
        config.listening().staticFiles().ifPresent(folder -> new StaticFiles(folder).mountOn(router));
        rest.mount(router);
        listen(config, eventLoops, sockets.inFrontOf(router));
        eraseRegularly(clock);
        pool.ifPresent(SummarizerPool::start);
        vertx.executeBlocking(this::measureProcess, false)
                .onFailure(failure -> LOG.warn("the process is not measured", failure));
    }

    private Optional<SummarizerPool> pool(ServerConfig config, DirectDriver inside, InstantSource clock) {
        if (!config.summarizers().poolEnabled()) {
            return Optional.empty();
        }
        SummarizerPool made = new SummarizerPool(
                config.summarizers(),
                store,
                documents,
                inside,
                clock,
                poolThreads,
                metrics.collections(),
                metrics::poolEnded);
        metrics.bindPool(made::waiting, made::attended, made::ageing, made::leftAlone);
        return Optional.of(made);
    }

    /**
     * Starts a server and returns when it can be used.
     *
     * @throws ServerLauncher.StartupException if it cannot start; then nothing of it is left running
     */
    public static SluiceServer start(ServerConfig config, InstantSource clock) {
        return start(config, () -> Stores.open(config.storage()), clock);
    }

    /**
     * Starts a server over a store that is open already, and closes it in the end; else as {@link #start(ServerConfig,
     * InstantSource)}.
     */
    public static SluiceServer start(ServerConfig config, Store store, InstantSource clock) {
        return start(config, () -> store, clock);
    }

    private static SluiceServer start(ServerConfig config, Supplier<Store> store, InstantSource clock) {
        // Two libraries that take long to load, neither of which needs the other.
        CompletableFuture<Vertx> vertx =
                CompletableFuture.supplyAsync(() -> Vertx.vertx(ConfiguredOptions.vertx(config)));
        try {
            return start(config, store.get(), vertx, clock);
        } catch (RuntimeException | Error failure) {
            Deadline.in(START_TIMEOUT)
                    .await(vertx.thenCompose(started -> started.close().toCompletionStage()))
                    .ifPresent(failure::addSuppressed);
            throw failure;
        }
    }

    private static SluiceServer start(
            ServerConfig config, Store store, CompletableFuture<Vertx> vertx, InstantSource clock) {
        try {
            SluiceServer server = new SluiceServer(config, store, vertx.join(), clock);
            server.isReady.set(true);
            return server;
        } catch (RuntimeException | Error failure) {
            try {
                store.close();
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    @Override
    public URI url() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create(scheme + "://" + shown + ":" + listeners.get(0).actualPort());
    }

    @Override
    public void close(Duration notice, Duration timeout) {
        if (!isClosing.compareAndSet(false, true)) {
            return;
        }
        isReady.set(false);
        try {
            TimeUnit.MILLISECONDS.sleep(notice.toMillis());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        Deadline deadline = Deadline.in(timeout);
        // First: what its clients propose is still answered.
        pool.ifPresent(running -> finish("summarizers", running.drain(), deadline));
        finish("connections", sockets.drain(CloseReason.SERVER_SHUTDOWN).toCompletionStage(), deadline);
        finish("documents", documents.drain("the server is shutting down"), deadline);
        admin.close();
        poolThreads.close();
        finish("sockets", vertx.close().toCompletionStage(), deadline);
        store.close();
        metrics.close();
    }

    /** What cannot be closed is reported, and the rest is closed all the same. */
    private static void finish(String what, CompletionStage<?> closing, Deadline deadline) {
        deadline.await(closing).ifPresent(why -> LOG.warn("{} could not be closed: {}", what, why.toString()));
    }

    private void listen(ServerConfig config, List<Context> eventLoops, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = RestServer.prepare(sockets.applyTo(ConfiguredOptions.http(config)));
        int port = config.listening().port();
        SocketAddress address =
                port == 0 ? SocketAddress.sharedRandomPort(1, host) : SocketAddress.inetSocketAddress(port, host);
        Deadline deadline = Deadline.in(START_TIMEOUT);
        for (Context eventLoop : eventLoops) {
            // Servers of one port share it; each serves on the event loop on which it began to listen.
            HttpServer server = vertx.createHttpServer(options).requestHandler(handler);
            Future<HttpServer> listening = Future.future(promise ->
                    eventLoop.runOnContext(nothing -> server.listen(address).onComplete(promise)));
            deadline.await(listening.toCompletionStage()).ifPresent(why -> {
                throw new ServerLauncher.StartupException(
                        "cannot listen on " + host + ":" + port + ": " + why.getMessage(), why);
            });
            listeners.add(server);
        }
    }

    private boolean measureProcess() {
        metrics.bindProcess();
        return true;
    }

    private void eraseRegularly(InstantSource clock) {
        DocumentErasure erasure = new DocumentErasure(store);
        vertx.setPeriodic(
                ERASE_EVERY.toMillis(),
                timer -> vertx.executeBlocking(() -> erasure.sweepErasable(clock.instant()))
                        .onFailure(failure -> LOG.warn("deleted documents could not be erased", failure)));
    }

    private static TokenRevocation revocation(
            ServerConfig config, Tenants tenants, Revocations revocations, InstantSource clock) {
        Duration longest = config.security().tokenLifetimeMax();
        return (key, tokenId) -> revocations.revoke(new Revocations.Revocation(
                key.tenant(), tokenId, tenants.lastExpiry(key.tenant(), clock.instant(), longest)));
    }
}
