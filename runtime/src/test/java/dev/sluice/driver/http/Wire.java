package dev.sluice.driver.http;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What the platform's socket does, at once. */
final class Wire implements WebSocket {
    final List<String> sent = new ArrayList<>();
    Supplier<CompletableFuture<WebSocket>> sending = () -> CompletableFuture.completedFuture(this);
    long requested;
    boolean isAborted;

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
        sent.add(data.toString());
        return sending.get();
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
        throw new UnsupportedOperationException("nothing binary is sent");
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
        throw new UnsupportedOperationException("pings are text");
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
        throw new UnsupportedOperationException("pongs are text");
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int status, String reason) {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void request(long n) {
        requested += n;
    }

    @Override
    public String getSubprotocol() {
        return "";
    }

    @Override
    public boolean isOutputClosed() {
        return isAborted;
    }

    @Override
    public boolean isInputClosed() {
        return isAborted;
    }

    @Override
    public void abort() {
        isAborted = true;
    }
}
