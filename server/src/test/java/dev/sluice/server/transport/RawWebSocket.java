package dev.sluice.server.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that knows nothing of engine.io: it collects the text messages that arrive. */
final class RawWebSocket implements WebSocket.Listener {
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    private RawWebSocket() {}

    static RawWebSocket open(TestService service, String query) {
        RawWebSocket raw = new RawWebSocket();
        URI uri = URI.create("ws://127.0.0.1:" + service.port() + "/socket.io/?EIO=4&transport=websocket" + query);
        raw.socket = HTTP.newWebSocketBuilder().buildAsync(uri, raw).join();
        return raw;
    }

    static RawWebSocket open(TestService service) {
        return open(service, "");
    }

    /** Opens a session and connects to the root namespace. */
    static RawWebSocket connect(TestService service) {
        RawWebSocket raw = open(service);
        raw.next();
        raw.send("40");
        raw.next();
        return raw;
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        return socket;
    }

    void send(String text) {
        socket().sendText(text, true).join();
    }

    void sendPart(String text, boolean last) {
        socket().sendText(text, last).join();
    }

    void sendBinary(byte[] bytes) {
        socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    void close() {
        socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    String next() {
        return TestService.next(messages);
    }

    /** Returns what has arrived and was not taken. */
    BlockingQueue<String> messages() {
        return messages;
    }

    /** Waits for the end; returns the close code, or -1 if there was none. */
    int end() {
        try {
            return ended.get(TestService.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    boolean isEnded() {
        return ended.isDone();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        ended.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.complete(-1);
    }
}
