package dev.sluice.server.transport.deltastream;

import dev.sluice.protocol.TenantId;
import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.HandshakeQuery;
import dev.sluice.server.transport.socketio.EventPacket;
import dev.sluice.server.transport.socketio.SocketConnection;
import dev.sluice.server.transport.socketio.SocketHandler;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Gives every connection its {@link DeltaStreamSocket} and events to it. Safe for use by many threads. */
public final class DeltaStreamHandler implements SocketHandler {
    private final DeltaStreamServices services;
    private final ConcurrentMap<String, DeltaStreamSocket> sockets = new ConcurrentHashMap<>();

    /** Creates a handler. */
    public DeltaStreamHandler(DeltaStreamServices services) {
        this.services = services;
    }

    /** Closes every connection that was made with the given token (SVC §1.12). */
    public void tokenRevoked(TenantId tenant, String tokenId) {
        sockets.values().forEach(socket -> socket.tokenRevoked(tenant, tokenId));
    }

    @Override
    public void connected(SocketConnection connection, HandshakeQuery query) {
        sockets.put(connection.id(), new DeltaStreamSocket(connection, services));
    }

    @Override
    public void event(SocketConnection connection, EventPacket packet) {
        DeltaStreamSocket socket = sockets.get(connection.id());
        if (socket == null) {
            return;
        }
        switch (packet.name()) {
            case "submitOp" -> socket.submitOps(packet);
            case "submitSignal" -> socket.submitSignals(packet);
            case "connect_document" -> socket.connect(packet);
            default -> {
                // Unknown events are ignored (SVC §3.2); client_disconnect only explains what follows anyway.
            }
        }
        if (packet.wantsAck()) {
            connection.acknowledge(packet);
        }
    }

    @Override
    public void closed(SocketConnection connection, CloseReason reason) {
        DeltaStreamSocket socket = sockets.remove(connection.id());
        if (socket != null) {
            socket.closed();
        }
    }
}
