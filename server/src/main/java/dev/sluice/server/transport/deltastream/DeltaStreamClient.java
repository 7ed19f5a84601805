package dev.sluice.server.transport.deltastream;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.server.auth.TokenBucket;
import dev.sluice.server.auth.TokenClaims;
import dev.sluice.server.ordering.ClientMode;
import dev.sluice.server.ordering.OpenDocument;
import dev.sluice.server.ordering.SignalMessage;
import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.socketio.SocketConnection;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * One client of a document: what it submits goes to the document's thread.
 *
 * <p>Called on the connection's context or the document's thread.
 */
final class DeltaStreamClient {
    private final String clientId;
    private final OpenDocument document;
    private final SocketConnection connection;
    private final DeltaStreamServices services;
    private final TokenClaims claims;
    private final StoredClient stored;
    private final boolean supportsSignalsV2;
    private final TokenBucket opRate;
    private final TokenBucket signalRate;
    private volatile long expiryTimer = -1;
    /** Confined to the document's thread. */
    private boolean isAdmitted;

    DeltaStreamClient(
            String clientId,
            OpenDocument document,
            SocketConnection connection,
            DeltaStreamServices services,
            TokenClaims claims,
            StoredClient stored,
            ConnectRequest request) {
        this.clientId = clientId;
        this.document = document;
        this.connection = connection;
        this.services = services;
        this.claims = claims;
        this.stored = stored;
        this.supportsSignalsV2 = request.supportsSignalsV2();
        this.opRate = new TokenBucket(services.options().ops(), services.nanoTime());
        this.signalRate = new TokenBucket(services.options().signals(), services.nanoTime());
    }

    TokenClaims claims() {
        return claims;
    }

    ClientMode mode() {
        return stored.mode();
    }

    boolean supportsSignalsV2() {
        return supportsSignalsV2;
    }

    TokenBucket opRate() {
        return opRate;
    }

    TokenBucket signalRate() {
        return signalRate;
    }

    void submit(List<DocumentMessage> messages) {
        document.thread().execute(() -> document.submit(clientId, messages));
    }

    void signal(List<SubmittedSignals.Signal> signals) {
        document.thread().execute(() -> {
            for (SubmittedSignals.Signal signal : signals) {
                SignalMessage message = new SignalMessage(signal.json());
                signal.target()
                        .ifPresentOrElse(target -> document.signalTo(target, message), () -> document.signal(message));
            }
        });
    }

    /** Closes the connection when the token expires (SVC §2). Called on the document's thread. */
    void endWithToken() {
        claims.expiresAt().ifPresent(expiry -> {
            long remainingMs =
                    Duration.between(services.clock().instant(), expiry).toMillis();
            Vertx vertx = connection.context().owner();
            expiryTimer =
                    vertx.setTimer(Math.max(1, remainingMs), timer -> connection.close(CloseReason.SERVER_CLOSED));
        });
    }

    /** The document has let the client in. Called on the document's thread. */
    void admitted() {
        isAdmitted = true;
        services.listener().connected();
    }

    /** The connection is gone; may be told twice, and before the client was admitted. */
    void disconnect() {
        connection.context().owner().cancelTimer(expiryTimer);
        document.thread().execute(() -> {
            if (isAdmitted) {
                isAdmitted = false;
                services.listener().disconnected();
                document.disconnect(clientId);
            }
        });
    }
}
