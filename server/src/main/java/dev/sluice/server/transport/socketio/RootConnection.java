package dev.sluice.server.transport.socketio;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.EngineSession;
import dev.sluice.server.transport.engineio.OutboundPacket;
import dev.sluice.server.transport.engineio.TransportKind;
import io.vertx.core.Context;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/** A connection over a session, which may outlive it. Safe for use by many threads. */
final class RootConnection implements SocketConnection {
    private final String id;
    private final EngineSession session;
    private volatile boolean left;

    RootConnection(String id, EngineSession session) {
        this.id = id;
        this.session = session;
    }

    /** The client left, or the session ended: nothing goes through any more. */
    void leave() {
        left = true;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Context context() {
        return session.context();
    }

    @Override
    public void send(EventFrame frame) {
        if (!left) {
            session.send(frame.packet());
        }
    }

    @Override
    public void sendAll(List<EventFrame> frames) {
        if (left) {
            return;
        }
        for (EventFrame frame : frames) {
            if (!session.enqueue(frame.packet())) {
                break;
            }
        }
        session.flush();
    }

    @Override
    public void acknowledge(EventPacket packet) {
        if (packet.wantsAck() && !left) {
            session.send(OutboundPacket.ofText("43" + packet.ackId() + "[]"));
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (!left) {
            session.close(reason);
        }
    }

    @Override
    public boolean isOpen() {
        return !left && session.isOpen();
    }

    @Override
    public SocketAddress remoteAddress() {
        return session.remoteAddress();
    }

    @Override
    public TransportKind transport() {
        return session.transportKind();
    }

    @Override
    public String toString() {
        return "connection " + id + " of " + remoteAddress();
    }
}
