package dev.sluice.server.transport.engineio;

import org.jspecify.annotations.Nullable;

/**
 * The handshake by which a session that polls moves to a WebSocket: the client sends {@code 2probe}, is answered
 * {@code 3probe}, and sends {@code 5} once its last poll has come back.
 *
 * <p>Until then nothing of the session goes over the candidate, and giving the candidate up changes nothing for the session.
 * Confined to the session's event loop, but for {@link #isUnderWay}.
 */
final class Upgrade {
    private volatile @Nullable WebSocketTransport candidate;
    private boolean probed;
    private long deadlineMs;

    /** What a packet that came over the candidate leads to. */
    enum Step {
        /** The candidate works, and its client waits for its open poll before it goes on. */
        PROBED,
        /** The candidate is the session's transport from now on. */
        FINISHED,
        /** The client broke the handshake; the candidate is gone. */
        GIVEN_UP
    }

    /** Tells whether there is a candidate; for any thread. */
    boolean isUnderWay() {
        return candidate != null;
    }

    /** Tells whether the transport is the candidate. */
    boolean isTo(EngineTransport transport) {
        return candidate == transport;
    }

    /** Tells whether the client wants its polls back, so that it can finish. */
    boolean isProbed() {
        return probed;
    }

    void begin(WebSocketTransport offered, long untilMs) {
        candidate = offered;
        deadlineMs = untilMs;
    }

    /** Takes a packet of the candidate. */
    Step packet(WebSocketTransport from, byte[] array, int offset, int length) {
        if (PacketText.equals("2probe", array, offset, length)) {
            probed = true;
            from.sendAtOnce(OutboundPacket.PROBE_PONG);
            return Step.PROBED;
        }
        if (PacketText.equals("5", array, offset, length)) {
            candidate = null;
            probed = false;
            return Step.FINISHED;
        }
        giveUp();
        return Step.GIVEN_UP;
    }

    /** Lets go of the candidate, if there is one. */
    void giveUp() {
        WebSocketTransport given = candidate;
        candidate = null;
        probed = false;
        if (given != null) {
            given.close();
        }
    }

    void giveUpIfLate(long now) {
        if (candidate != null && now >= deadlineMs) {
            giveUp();
        }
    }
}
