package dev.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.socketio.EventFrame;
import dev.sluice.server.transport.socketio.SocketConnection;
import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions to which nothing can be sent any more, for a reason nobody foresaw. */
@Timeout(60)
class SendingFailureTest {
    private static final EventFrame FRAME = TestService.frame("[\"hello\"]");

    /** A client, and what the server calls it. */
    private record Client(RawWebSocket socket, SocketConnection connection) {
        static Client connect(TestService service) {
            RawWebSocket socket = RawWebSocket.connect(service);
            return new Client(socket, TestService.next(service.connected));
        }

        EventLoop loop() {
            return ((ContextInternal) connection.context()).nettyEventLoop();
        }
    }

    @Test
    void session_thatCannotSend_endsAloneAndHoldsUpNobody() {
        try (TestService service = TestService.start()) {
            Map<EventLoop, Client> byLoop = new HashMap<>();
            Client second = Client.connect(service);
            for (; !byLoop.containsKey(second.loop()); second = Client.connect(service)) {
                byLoop.put(second.loop(), second);
            }
            Client first = byLoop.get(second.loop());
            SocketConnection behind = second.connection();
            service.expectErrors(1);

            // On their loop, so that both are drained in one turn, the first of them first.
            first.connection().context().runOnContext(nothing -> {
                service.failNextSending.set(true);
                first.connection().send(FRAME);
                behind.send(FRAME);
            });

            assertThat(second.socket().next()).isEqualTo("42[\"hello\"]");
            assertThat(TestService.next(service.closed)).isEqualTo(CloseReason.TRANSPORT_CLOSED);
            behind.send(FRAME);
            assertThat(second.socket().next()).isEqualTo("42[\"hello\"]");
        }
    }
}
