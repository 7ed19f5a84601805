package dev.sluice.server.transport.engineio;

import java.util.Optional;

/** Receives what happens to one {@link EngineSession}; always called on the session's context. */
public interface SessionListener {
    /**
     * Takes a message.
     *
     * @param array holds the message, well-formed UTF-8; is never changed, and may hold other bytes around it
     */
    void message(byte[] array, int offset, int length);

    /**
     * The session ended; called once and last.
     *
     * @return a last packet for the client, sent if the reason allows
     */
    Optional<OutboundPacket> closed(CloseReason reason);

    /** Decides what to do with a new session. */
    @FunctionalInterface
    interface Factory {
        /** Returns the listener of a session that was just opened; called on the session's context. */
        SessionListener opened(EngineSession session);
    }
}
