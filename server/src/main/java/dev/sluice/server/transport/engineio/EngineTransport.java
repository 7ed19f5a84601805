package dev.sluice.server.transport.engineio;

/** What moves a session's packets. Confined to the session's event loop, but for what says otherwise. */
sealed interface EngineTransport permits WebSocketTransport, PollingTransport {
    /** May be asked by any thread. */
    TransportKind kind();

    /** Hands over as much of the outbox as the peer takes now, and sees to it that the session drains again for the rest. */
    void drain(Outbox outbox);

    /** Does as {@link #drain}; once the outbox is empty, says goodbye and reports the end to the session. */
    void finish(Outbox outbox);

    /** Lets go of everything at once; what was handed over and not yet taken is lost. */
    void abort();

    /** Returns a number that differs from an earlier one if the peer took something in between. */
    long progress();

    /** Returns how many bytes were handed over and not yet taken. */
    long pendingBytes();

    /** Returns the size of the largest packet that was handed over and may be among those bytes. */
    long largestBytes();
}
