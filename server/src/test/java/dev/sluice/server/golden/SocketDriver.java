package dev.sluice.server.golden;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that speaks engine.io text frames. Answers heartbeats by itself. Packets arrive on threads of the HTTP
 * client; everything else is confined to the replay's thread.
 */
final class SocketDriver implements Connection {

    private static final Packet PONG = Packet.parse("3");
    private static final long PATIENCE_S = 30;

    private final Receiver receiver;
    private final Runnable closed;
    /** The last frame sent; the JDK wants each to be through before the next. Guarded by this. */
    private CompletableFuture<WebSocket> sent = new CompletableFuture<>();

    private SocketDriver(Receiver receiver, Runnable closed) {
        this.receiver = receiver;
        this.closed = closed;
    }

    static SocketDriver open(HttpClient client, URI http, Receiver receiver, Runnable closed) {
        URI uri = URI.create("ws" + http.toString().substring("http".length()));
        SocketDriver driver = new SocketDriver(receiver, closed);

        synchronized (driver) {
            driver.sent = client.newWebSocketBuilder()
                    .buildAsync(uri, driver.new Frames())
                    .orTimeout(PATIENCE_S, TimeUnit.SECONDS);
        }
        return driver;
    }

    /** The status with which the server refused the upgrade; empty if it did not. */
    OptionalInt refusal() {
        try {
            last().join();
            return OptionalInt.empty();
        } catch (CompletionException e) {
            return e.getCause() instanceof WebSocketHandshakeException refused
                    ? OptionalInt.of(refused.getResponse().statusCode())
                    : OptionalInt.empty();
        }
    }

    @Override
    public void send(Packet packet) {
        queue(packet);
        last().join();
    }

    private synchronized CompletableFuture<WebSocket> last() {
        return sent;
    }

    private synchronized void queue(Packet packet) {
        sent = sent.thenCompose(socket -> socket.sendText(packet.text(), true));
    }

    @Override
    public synchronized void close() {
        sent = sent.thenCompose(
                socket -> socket.isOutputClosed() ? last() : socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    @Override
    public synchronized void cut() {
        sent = sent.thenApply(socket -> {
            socket.abort();
            return socket;
        });
    }

    private final class Frames implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            socket.request(1);
            if (last) {
                Packet packet = Packet.parse(text.toString());
                text.setLength(0);
                receiver.receive(List.of(packet));
                if (packet.kind() == Packet.Kind.PING) {
                    queue(PONG);
                }
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.run();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.run();
        }
    }
}
