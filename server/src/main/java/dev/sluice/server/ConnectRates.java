package dev.sluice.server;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.auth.KeyedRateLimiter;
import dev.sluice.server.config.Limit;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.metrics.ServerMetrics;
import dev.sluice.server.transport.deltastream.DeltaStreamServices;
import dev.sluice.server.transport.socketio.SocketConnection;
import java.util.function.LongSupplier;

/** Limits how often one address, and one document, is connected to. Safe for use by many threads. */
final class ConnectRates implements DeltaStreamServices.ConnectLimiter {
    private final KeyedRateLimiter<String> byAddress;
    private final KeyedRateLimiter<DocumentKey> byDocument;
    private final ServerMetrics metrics;

    ConnectRates(ServerConfig.Rates rates, ServerMetrics metrics, LongSupplier nanoTime) {
        this.byAddress = new KeyedRateLimiter<>(rates.addressConnects(), nanoTime);
        this.byDocument = new KeyedRateLimiter<>(rates.documentConnects(), nanoTime);
        this.metrics = metrics;
    }

    @Override
    public long tryAsk(SocketConnection connection) {
        long wait = byAddress.tryTake(String.valueOf(connection.remoteAddress().hostAddress()));
        if (wait > 0) {
            metrics.refused(Limit.ADDRESS_CONNECTS_RATE);
        }
        return wait;
    }

    @Override
    public long tryConnect(DocumentKey document) {
        long wait = byDocument.tryTake(document);
        if (wait > 0) {
            metrics.refused(Limit.DOCUMENT_CONNECTS_RATE);
        }
        return wait;
    }
}
