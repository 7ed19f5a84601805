package dev.sluice.server.transport.engineio;

/**
 * Decides when to ping a client and when to give it up. Confined to its session's event loop.
 *
 * <p>A ping is due one interval after the last answer; the answer is due one timeout after the ping. Any other packet proves
 * that the client lives and extends the wait for the answer, once: the answer may be held up behind a large message.
 */
final class HeartbeatClock {
    /** What a {@link #tick} asks for. */
    enum Due {
        NOTHING,
        PING,
        LOST
    }

    private final int intervalMs;
    private final int timeoutMs;
    private long dueMs;
    private boolean awaitingAnswer;
    private boolean extended;

    HeartbeatClock(EngineIoOptions options, long now) {
        intervalMs = (int) options.pingInterval().toMillis();
        timeoutMs = (int) options.pingTimeout().toMillis();
        dueMs = now + intervalMs;
    }

    Due tick(long now) {
        if (now < dueMs) {
            return Due.NOTHING;
        }
        if (awaitingAnswer) {
            return Due.LOST;
        }
        awaitingAnswer = true;
        extended = false;
        dueMs = now + timeoutMs;
        return Due.PING;
    }

    /** The client answered; an answer nobody asked for changes nothing. */
    void answered(long now) {
        if (awaitingAnswer) {
            awaitingAnswer = false;
            dueMs = now + intervalMs;
        }
    }

    /** Something else than an answer came from the client. */
    void heard(long now) {
        if (awaitingAnswer && !extended) {
            extended = true;
            dueMs = now + timeoutMs;
        }
    }
}
