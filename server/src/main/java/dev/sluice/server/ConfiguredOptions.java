package dev.sluice.server;

import dev.sluice.protocol.Json;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.driver.DirectDriver;
import dev.sluice.server.ordering.OrderingOptions;
import dev.sluice.server.ordering.SequencerOptions;
import dev.sluice.server.summary.TreeLimits;
import dev.sluice.server.transport.deltastream.DeltaStreamOptions;
import dev.sluice.server.transport.engineio.EngineIoOptions;
import dev.sluice.server.transport.socketio.SocketIoOptions;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Translates the configuration into the options of each part. Pure. */
final class ConfiguredOptions {
    /** Longer than any request waits in silence for its body, or for the disk. */
    private static final Duration IDLE_MIN = Duration.ofMinutes(2);

    private ConfiguredOptions() {}

    static int eventLoops(ServerConfig config) {
        int configured = config.operation().eventLoopThreads();
        return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    }

    static VertxOptions vertx(ServerConfig config) {
        return new VertxOptions()
                .setEventLoopPoolSize(eventLoops(config))
                .setWorkerPoolSize(config.operation().workerThreads());
    }

    static HttpServerOptions http(ServerConfig config) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.listening().host())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(idle(config.sockets()).toMillis()));
        config.listening()
                .tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(tls.certificateFile().toString())
                                .setKeyPath(tls.keyFile().toString())));
        return options;
    }

    /** A connection on which neither side says anything for so long has nobody behind it: sockets have their heartbeats. */
    private static Duration idle(ServerConfig.Sockets sockets) {
        Duration beats = sockets.pingInterval().plus(sockets.pingTimeout()).multipliedBy(2);
        return beats.compareTo(IDLE_MIN) > 0 ? beats : IDLE_MIN;
    }

    static SocketIoOptions sockets(ServerConfig config) {
        ServerConfig.Sockets sockets = config.sockets();
        EngineIoOptions defaults = EngineIoOptions.defaults();
        EngineIoOptions engine = defaults.withHeartbeat(sockets.pingInterval(), sockets.pingTimeout())
                .withMaxPayload(sockets.messageMaxBytes())
                .withQueue(sockets.outboundQueueMaxBytes(), defaults.maxQueueAge())
                .withSessions(sockets.connectionsMax(), 0);
        return SocketIoOptions.defaults()
                .withEngine(engine)
                .withConnectTimeout(sockets.connectTimeout())
                .withMaxJsonDepth(Math.min(config.rest().jsonMaxDepth(), Json.MAX_DEPTH));
    }

    static DeltaStreamOptions deltaStream(ServerConfig config) {
        ServerConfig.Rates rates = config.rates();
        return new DeltaStreamOptions(
                rates.opMaxBytes(),
                rates.opSizeCheck(),
                rates.batchMaxOps(),
                rates.clientOps(),
                rates.clientSignals(),
                config.documents().noopTimeFrequency(),
                config.documents().noopCountFrequency());
    }

    /** What the server opens itself. */
    static DirectDriver.Limits opened(ServerConfig config) {
        return new DirectDriver.Limits(trees(config), config.summarizers().documentMaxBytes());
    }

    private static TreeLimits trees(ServerConfig config) {
        return new TreeLimits(config.rest().treeMaxDepth(), config.rest().treeMaxEntries());
    }

    static OrderingOptions ordering(ServerConfig config) {
        ServerConfig.Documents documents = config.documents();
        return new OrderingOptions(
                new SequencerOptions(
                        documents.clientTimeout(),
                        documents.activityTimeout(),
                        documents.noopConsolidation(),
                        documents.clientLagMaxOps()),
                documents.idleClose(),
                documents.checkpointOps(),
                documents.queueMaxBytes(),
                documents.clientsPerDocumentMax(),
                documents.quorumMaxBytes(),
                documents.openMax(),
                trees(config),
                true);
    }
}
