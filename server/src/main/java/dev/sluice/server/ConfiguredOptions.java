package dev.sluice.server;

import dev.sluice.protocol.Json;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.ordering.OrderingOptions;
import dev.sluice.server.ordering.SequencerOptions;
import dev.sluice.server.summary.TreeLimits;
import dev.sluice.server.transport.deltastream.DeltaStreamOptions;
import dev.sluice.server.transport.engineio.EngineIoOptions;
import dev.sluice.server.transport.socketio.SocketIoOptions;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;

/** Translates the configuration into the options of each part. Pure. */
final class ConfiguredOptions {
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
        HttpServerOptions options =
                new HttpServerOptions().setHost(config.listening().host());
        config.listening()
                .tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(tls.certificateFile().toString())
                                .setKeyPath(tls.keyFile().toString())));
        return options;
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

    static OrderingOptions ordering(ServerConfig config) {
        ServerConfig.Documents documents = config.documents();
        return new OrderingOptions(
                new SequencerOptions(
                        documents.clientTimeout(), documents.activityTimeout(), documents.noopConsolidation()),
                documents.idleClose(),
                documents.checkpointOps(),
                documents.queueMaxBytes(),
                documents.clientsPerDocumentMax(),
                documents.openMax(),
                new TreeLimits(config.rest().treeMaxDepth(), config.rest().treeMaxEntries()),
                true);
    }
}
