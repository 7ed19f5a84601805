package dev.sluice.server.transport.engineio;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Limits and times of an {@link EngineIoServer}. Immutable.
 *
 * @param pingInterval time between heartbeats; at least 1 ms
 * @param pingTimeout time a client has to answer a heartbeat; at least 1 ms
 * @param upgradeTimeout time a client has to finish an upgrade from polling to WebSocket
 * @param closeTimeout time an ending session has to deliver what is queued and to close its transport
 * @param maxPayloadBytes largest inbound message, polling body, and polling answer of more than one packet, in bytes
 * @param maxQueuedBytes most bytes that may wait for one client before it counts as a slow receiver
 * @param maxQueueAge longest time in which a client may take nothing while something waits for it
 * @param maxSessions most sessions at a time
 * @param maxSessionsPerAddress most sessions at a time from one remote address; 0 means no such limit
 * @param corsOrigin the origin named in {@code Access-Control-Allow-Origin}; empty sends no CORS headers
 */
public record EngineIoOptions(
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        Duration closeTimeout,
        int maxPayloadBytes,
        long maxQueuedBytes,
        Duration maxQueueAge,
        int maxSessions,
        int maxSessionsPerAddress,
        Optional<String> corsOrigin) {

    private static final Duration LONGEST = Duration.ofDays(1);

    /** Checks the limits. */
    public EngineIoOptions {
        requireDuration("pingInterval", pingInterval);
        requireDuration("pingTimeout", pingTimeout);
        requireDuration("upgradeTimeout", upgradeTimeout);
        requireDuration("closeTimeout", closeTimeout);
        requireDuration("maxQueueAge", maxQueueAge);
        requirePositive("maxPayloadBytes", maxPayloadBytes);
        requirePositive("maxQueuedBytes", maxQueuedBytes);
        requirePositive("maxSessions", maxSessions);
        if (maxSessionsPerAddress < 0) {
            throw new IllegalArgumentException("maxSessionsPerAddress is " + maxSessionsPerAddress + ", below 0");
        }
    }

    /** Returns the times clients expect (SVC §6) and limits fit for one public node. */
    public static EngineIoOptions defaults() {
        return new EngineIoOptions(
                Duration.ofSeconds(25),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                1_000_000,
                16L << 20,
                Duration.ofSeconds(30),
                100_000,
                0,
                Optional.of("*"));
    }

    /** Returns these options with other heartbeats. */
    public EngineIoOptions withHeartbeat(Duration interval, Duration timeout) {
        return new EngineIoOptions(
                interval,
                timeout,
                upgradeTimeout,
                closeTimeout,
                maxPayloadBytes,
                maxQueuedBytes,
                maxQueueAge,
                maxSessions,
                maxSessionsPerAddress,
                corsOrigin);
    }

    /** Returns these options with other times for an upgrade and for closing. */
    public EngineIoOptions withTimeouts(Duration upgrade, Duration close) {
        return new EngineIoOptions(
                pingInterval,
                pingTimeout,
                upgrade,
                close,
                maxPayloadBytes,
                maxQueuedBytes,
                maxQueueAge,
                maxSessions,
                maxSessionsPerAddress,
                corsOrigin);
    }

    /** Returns these options with another limit of inbound messages. */
    public EngineIoOptions withMaxPayload(int bytes) {
        return new EngineIoOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                closeTimeout,
                bytes,
                maxQueuedBytes,
                maxQueueAge,
                maxSessions,
                maxSessionsPerAddress,
                corsOrigin);
    }

    /** Returns these options with other limits of what may wait for a client. */
    public EngineIoOptions withQueue(long bytes, Duration age) {
        return new EngineIoOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                closeTimeout,
                maxPayloadBytes,
                bytes,
                age,
                maxSessions,
                maxSessionsPerAddress,
                corsOrigin);
    }

    /** Returns these options with other limits of sessions. */
    public EngineIoOptions withSessions(int most, int mostPerAddress) {
        return new EngineIoOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                closeTimeout,
                maxPayloadBytes,
                maxQueuedBytes,
                maxQueueAge,
                most,
                mostPerAddress,
                corsOrigin);
    }

    /** Returns these options with another CORS origin; empty sends no CORS headers. */
    public EngineIoOptions withCorsOrigin(Optional<String> origin) {
        return new EngineIoOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                closeTimeout,
                maxPayloadBytes,
                maxQueuedBytes,
                maxQueueAge,
                maxSessions,
                maxSessionsPerAddress,
                origin);
    }

    /**
     * Sets on {@code http} what a server needs so that these options hold, and returns it.
     *
     * <p>Compression stays off: frames are encoded once for all receivers, which a per-connection deflate would undo.
     */
    public HttpServerOptions applyTo(HttpServerOptions http) {
        long closeSeconds = Math.max(1, TimeUnit.MILLISECONDS.toSeconds(closeTimeout.toMillis()));
        return http.setMaxWebSocketFrameSize(maxPayloadBytes)
                .setMaxWebSocketMessageSize(maxPayloadBytes)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setRegisterWebSocketWriteHandlers(false)
                .setWebSocketClosingTimeout((int) closeSeconds);
    }

    /** Returns how often sessions are looked at: often enough for the shortest time, seldom enough for many sessions. */
    long sweepMs() {
        long shortest = Math.min(
                Math.min(pingInterval.toMillis(), pingTimeout.toMillis()),
                Math.min(maxQueueAge.toMillis(), closeTimeout.toMillis()));
        return Math.max(5, Math.min(1000, shortest / 10));
    }

    private static void requireDuration(String name, Duration value) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; expected 1 ms to " + LONGEST);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", below 1");
        }
    }
}
