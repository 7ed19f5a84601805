package dev.sluice.server;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.auth.TokenCheck;
import dev.sluice.server.config.Limit;
import dev.sluice.server.metrics.ServerMetrics;
import dev.sluice.server.ordering.OrderingListener;
import dev.sluice.server.transport.deltastream.DeltaStreamListener;
import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.EngineIoMetrics;
import dev.sluice.server.transport.engineio.Refusal;
import dev.sluice.server.transport.engineio.TransportKind;
import dev.sluice.server.transport.rest.RestListener;
import java.time.Duration;
import java.util.function.Consumer;

/** Counts what the layers report, and hands on which documents have new ops. Safe for use by many threads. */
final class MeasuredEvents implements OrderingListener, DeltaStreamListener, RestListener, EngineIoMetrics {
    private final ServerMetrics metrics;
    private volatile Consumer<DocumentKey> onAdvanced = document -> {};

    MeasuredEvents(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void committed(int ops, Duration sinceFirstWasSequenced) {
        metrics.opsSequenced(ops);
        metrics.opLatency(sinceFirstWasSequenced.toNanos());
    }

    /** Hands documents that have new ops to somebody, who must not block. */
    void onAdvanced(Consumer<DocumentKey> handler) {
        onAdvanced = handler;
    }

    @Override
    public void advanced(DocumentKey document) {
        onAdvanced.accept(document);
    }

    @Override
    public void nacked(int code) {
        metrics.nacked(code);
    }

    @Override
    public void summaryAnswered(boolean accepted) {
        if (accepted) {
            metrics.summaryAcked();
        } else {
            metrics.summaryNacked();
        }
    }

    @Override
    public void refused(Limit limit) {
        metrics.refused(limit);
    }

    @Override
    public void tokenRefused(TokenCheck.Refused refusal) {
        metrics.tokenRefused(refusal.status());
        refusal.exceeded().ifPresent(metrics::refused);
    }

    @Override
    public RouteListener route(String pattern) {
        return metrics.route(pattern)::record;
    }

    @Override
    public void received(long bytes) {
        metrics.receivedOverRest(bytes);
    }

    @Override
    public void sent(long bytes) {
        metrics.sentOverRest(bytes);
    }

    @Override
    public void connected() {
        metrics.clientConnected();
    }

    @Override
    public void disconnected() {
        metrics.clientDisconnected();
    }

    @Override
    public void connectRefused(int code) {
        metrics.connectRefused(code);
    }

    @Override
    public void signals(int count) {
        metrics.signals(count);
    }

    @Override
    public void opened(TransportKind transport) {
        metrics.connectionOpened();
    }

    @Override
    public void refused(Refusal refusal) {
        if (refusal == Refusal.TOO_MANY_SESSIONS) {
            metrics.refused(Limit.CONNECTIONS);
        }
    }

    @Override
    public void closed(TransportKind transport, CloseReason reason) {
        metrics.connectionClosed();
        if (reason == CloseReason.PAYLOAD_TOO_LARGE) {
            metrics.refused(Limit.MESSAGE_BYTES);
        } else if (reason == CloseReason.NESTED_TOO_DEEP) {
            metrics.refused(Limit.JSON_DEPTH);
        }
    }

    @Override
    public void received(TransportKind transport, int bytes) {
        metrics.receivedOverSocket(bytes);
    }

    @Override
    public void sent(TransportKind transport, int packets, long bytes) {
        metrics.sentOverSocket(bytes);
    }

    @Override
    public void droppedSlow(TransportKind transport, long queuedBytes) {
        metrics.receiverDropped();
    }
}
