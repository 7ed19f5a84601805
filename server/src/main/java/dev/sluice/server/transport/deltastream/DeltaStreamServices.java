package dev.sluice.server.transport.deltastream;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.auth.TokenVerifier;
import dev.sluice.server.ordering.Documents;
import dev.sluice.server.transport.socketio.SocketConnection;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all connections use. Immutable; its parts are safe for use by many threads.
 *
 * @param documents where documents are ordered
 * @param verifier decides over tokens
 * @param limiter decides over connects
 * @param options limits, and what clients are told
 * @param listener is told what is refused
 * @param clock tells clients the time, and ends connections with their tokens
 * @param nanoTime a clock that only runs forward, for rates
 * @param clientIds makes ids that are unique for ever
 */
public record DeltaStreamServices(
        Documents documents,
        TokenVerifier verifier,
        ConnectLimiter limiter,
        DeltaStreamOptions options,
        DeltaStreamListener listener,
        InstantSource clock,
        LongSupplier nanoTime,
        Supplier<String> clientIds) {
    /** Decides how often clients may connect; its answers are 0 for yes, or else the milliseconds that a client should wait. */
    public interface ConnectLimiter {
        /** Counts that somebody asks to connect, whoever it is. */
        long tryAsk(SocketConnection connection);

        /** Counts a connect with a good token: else strangers could use up what a document's own clients have. */
        long tryConnect(DocumentKey document);
    }
}
