package dev.sluice.server.transport.engineio;

/** Is told what an {@link EngineIoServer} does. Called on event loops, so implementations are quick and thread-safe. */
public interface EngineIoMetrics {
    /** Counts nothing. */
    EngineIoMetrics NONE = new EngineIoMetrics() {};

    /** A session was opened over {@code transport}. */
    default void opened(TransportKind transport) {}

    /** A session that was opened by polling now goes by WebSocket. */
    default void upgraded() {}

    /** A session ended; {@code transport} is what moved its packets at the end. */
    default void closed(TransportKind transport, CloseReason reason) {}

    /** A request was refused before it became a session. */
    default void refused(Refusal refusal) {}

    /** So many bytes of packets came in over {@code transport}. */
    default void received(TransportKind transport, int bytes) {}

    /** So many packets of so many bytes in all were handed to {@code transport}. */
    default void sent(TransportKind transport, int packets, long bytes) {}

    /** A slow receiver was dropped, and with it so many bytes that waited for it. */
    default void droppedSlow(TransportKind transport, long queuedBytes) {}
}
