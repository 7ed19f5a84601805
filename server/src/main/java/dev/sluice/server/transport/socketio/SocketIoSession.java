package dev.sluice.server.transport.socketio;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.EngineSession;
import dev.sluice.server.transport.engineio.OutboundPacket;
import dev.sluice.server.transport.engineio.SessionListener;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What socket.io makes of one session: at most one connection at a time, to the root namespace.
 *
 * <p>A client may leave the namespace and connect again over the same session; the deadline to connect then starts anew.
 * Confined to the session's event loop.
 */
final class SocketIoSession implements SessionListener {
    private static final OutboundPacket DISCONNECT = OutboundPacket.ofText("41");
    private static final Set<String> RESERVED_NAMES =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private final SocketIoServer server;
    private final EngineSession session;
    private @Nullable RootConnection connection;

    SocketIoSession(SocketIoServer server, EngineSession session) {
        this.server = server;
        this.session = session;
        session.setConnectDeadline(server.options().connectTimeout().toMillis());
    }

    @Override
    public void message(byte[] array, int offset, int length) {
        SocketPacket packet = SocketPacket.decode(array, offset, length);
        switch (packet.type()) {
            case CONNECT -> connect(packet, array);
            case DISCONNECT -> disconnect(packet);
            case EVENT -> event(packet, array);
            case ACK -> ack(packet, array);
            case CONNECT_ERROR, BINARY_EVENT, BINARY_ACK, MALFORMED -> refuse();
        }
    }

    private void refuse() {
        session.close(CloseReason.PROTOCOL_ERROR);
    }

    private void refuse(Optional<JsonCheck.Finding> finding) {
        session.close(is(JsonCheck.Shape.TOO_DEEP, finding) ? CloseReason.NESTED_TOO_DEEP : CloseReason.PROTOCOL_ERROR);
    }

    private void connect(SocketPacket packet, byte[] array) {
        Optional<JsonCheck.Finding> finding = read(packet, array);
        if (packet.jsonLength() > 0 && !is(JsonCheck.Shape.OBJECT, finding)) {
            refuse(finding);
        } else if (!packet.isRoot()) {
            session.send(OutboundPacket.ofText("44" + packet.namespace() + ",{\"message\":\"Invalid namespace\"}"));
        } else if (connection != null) {
            refuse();
        } else {
            session.setConnectDeadline(-1);
            RootConnection connected = new RootConnection(server.nextId(), session);
            connection = connected;
            session.send(OutboundPacket.ofText("40{\"sid\":\"" + connected.id() + "\"}"));
            server.handler().connected(connected, session.query());
        }
    }

    private Optional<JsonCheck.Finding> read(SocketPacket packet, byte[] array) {
        return server.json().read(array, packet.jsonOffset(), packet.jsonLength());
    }

    private static boolean is(JsonCheck.Shape shape, Optional<JsonCheck.Finding> finding) {
        return finding.filter(found -> found.shape() == shape).isPresent();
    }

    private void disconnect(SocketPacket packet) {
        RootConnection left = connection;
        if (left == null || !packet.isRoot() || packet.jsonLength() > 0) {
            refuse();
            return;
        }
        connection = null;
        session.setConnectDeadline(server.options().connectTimeout().toMillis());
        left.leave();
        server.handler().closed(left, CloseReason.CLIENT_LEFT);
    }

    private void event(SocketPacket packet, byte[] array) {
        RootConnection receiver = connection;
        if (receiver == null || !packet.isRoot()) {
            refuse();
            return;
        }
        Optional<JsonCheck.Finding> finding = read(packet, array);
        if (finding.isEmpty() || !isEvent(finding.get())) {
            refuse(finding);
            return;
        }
        String name = finding.get().name();
        EventPacket event = new EventPacket(name, packet.ackId(), array, packet.jsonOffset(), packet.jsonLength());
        if (name.equals("ping")) {
            receiver.acknowledge(event);
        } else if (!name.isEmpty()) {
            server.handler().event(receiver, event);
        }
    }

    private static boolean isEvent(JsonCheck.Finding finding) {
        return switch (finding.shape()) {
            case ARRAY_OF_NAME -> !RESERVED_NAMES.contains(finding.name());
            case ARRAY_OF_NUMBER -> true;
            case ARRAY_OTHER, OBJECT, OTHER, TOO_DEEP -> false;
        };
    }

    /** The server awaits no acknowledgements, so one that is well-formed is ignored. */
    private void ack(SocketPacket packet, byte[] array) {
        Optional<JsonCheck.Finding> finding = read(packet, array);
        boolean isArray = finding.map(found -> switch (found.shape()) {
                    case ARRAY_OF_NAME, ARRAY_OF_NUMBER, ARRAY_OTHER -> true;
                    case OBJECT, OTHER, TOO_DEEP -> false;
                })
                .orElse(false);
        if (connection == null || !packet.isRoot() || !isArray) {
            refuse(finding);
        }
    }

    @Override
    public Optional<OutboundPacket> closed(CloseReason reason) {
        RootConnection left = connection;
        connection = null;
        if (left == null) {
            return Optional.empty();
        }
        left.leave();
        server.handler().closed(left, reason);
        return switch (reason) {
            case SERVER_CLOSED, SERVER_SHUTDOWN -> Optional.of(DISCONNECT);
            case CLIENT_LEFT,
                    TRANSPORT_CLOSED,
                    TRANSPORT_ERROR,
                    PING_TIMEOUT,
                    PROTOCOL_ERROR,
                    PAYLOAD_TOO_LARGE,
                    NESTED_TOO_DEEP,
                    CONNECT_TIMEOUT,
                    SLOW_RECEIVER,
                    HANDLER_FAILED -> Optional.empty();
        };
    }
}
