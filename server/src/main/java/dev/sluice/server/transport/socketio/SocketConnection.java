package dev.sluice.server.transport.socketio;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.TransportKind;
import io.vertx.core.Context;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/** A client's connection to the root namespace. Safe for use by many threads. */
public interface SocketConnection {
    /** Returns the connection's id, unique and unguessable. */
    String id();

    /** Returns the event loop context on which its handler is called. */
    Context context();

    /**
     * Sends an event, after those that the same thread sent before; does nothing if the connection is not open.
     *
     * <p>Never blocks: a client that takes too little for too long is closed as {@link CloseReason#SLOW_RECEIVER}.
     */
    void send(EventFrame frame);

    /** Sends events in order, as {@link #send} does, with one flush. */
    void sendAll(List<EventFrame> frames);

    /** Sends an event that has no other receivers; the packet is as {@link EventFrame#of} expects it. */
    default void sendEvent(byte[] packet) {
        send(EventFrame.of(packet));
    }

    /** Answers an event with an acknowledgement that carries nothing; does nothing if the client awaits none. */
    void acknowledge(EventPacket packet);

    /**
     * Closes the connection and its transport: what was sent before is still delivered, then a DISCONNECT packet.
     *
     * <p>Events are not handed up any more when this returns; {@link SocketHandler#closed} follows, never within this call.
     */
    void close(CloseReason reason);

    /** Tells whether events still go through. */
    boolean isOpen();

    /** Returns the address the client came from, or that of the last proxy before it. */
    SocketAddress remoteAddress();

    /** Returns what carries the connection at the moment; changes when a client upgrades. */
    TransportKind transport();
}
