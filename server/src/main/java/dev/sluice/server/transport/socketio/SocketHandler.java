package dev.sluice.server.transport.socketio;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.HandshakeQuery;

/**
 * Decides what connections and their events mean. Called on the connection's context, which must not be blocked.
 *
 * <p>An exception from {@link #connected} or {@link #event} ends that connection as {@link CloseReason#HANDLER_FAILED}, and no
 * other.
 */
public interface SocketHandler {
    /** A client connected; the first call for a connection. */
    void connected(SocketConnection connection, HandshakeQuery query);

    /** A client sent an event; unknown ones are to be ignored. The latency probe {@code ping} is answered below. */
    void event(SocketConnection connection, EventPacket packet);

    /** The connection ended; the last call for a connection, and the only one of its kind. */
    void closed(SocketConnection connection, CloseReason reason);
}
