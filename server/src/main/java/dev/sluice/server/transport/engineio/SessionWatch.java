package dev.sluice.server.transport.engineio;

import org.jspecify.annotations.Nullable;

/**
 * Watches what may run out while a session is open: the answer to a ping, the time to connect, the patience with a receiver.
 *
 * <p>Confined to the session's event loop.
 */
final class SessionWatch {
    private final HeartbeatClock heartbeat;
    private final ReceiverProgress progress;
    private long connectDeadlineMs = Long.MAX_VALUE;

    SessionWatch(EngineIoOptions options, long now) {
        heartbeat = new HeartbeatClock(options, now);
        progress = new ReceiverProgress(options, now);
    }

    /** Sets the time by which the layer above must have taken its deadline back; a negative delay does so. */
    void setConnectDeadline(long delayMs, long now) {
        connectDeadlineMs = delayMs < 0 ? Long.MAX_VALUE : now + delayMs;
    }

    /** The client answered a ping. */
    void answered(long now) {
        heartbeat.answered(now);
    }

    /** Something else came from the client. */
    void heard(long now) {
        heartbeat.heard(now);
    }

    /** Takes the transport that the session has from now on. */
    void follow(EngineTransport transport) {
        progress.follow(transport);
    }

    /**
     * Looks at the time.
     *
     * @param ping sends a ping
     * @return why the session must end, or {@code null} if it goes on
     */
    @Nullable
    CloseReason tick(long now, EngineTransport transport, Outbox outbox, Runnable ping) {
        switch (heartbeat.tick(now)) {
            case NOTHING -> {}
            case PING -> ping.run();
            case LOST -> {
                return CloseReason.PING_TIMEOUT;
            }
        }
        if (now >= connectDeadlineMs) {
            return CloseReason.CONNECT_TIMEOUT;
        }
        return progress.isStuck(transport, outbox, now) ? CloseReason.SLOW_RECEIVER : null;
    }
}
