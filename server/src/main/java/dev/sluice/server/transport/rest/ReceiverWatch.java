package dev.sluice.server.transport.rest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;

/**
 * Closes the connection of a client that takes nothing of its answer for too long.
 *
 * <p>The idle timeout of connections is not enough: whoever goes on sending is not idle. Confined to the connection's event loop.
 */
final class ReceiverWatch {
    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Duration patience;
    private boolean isWaiting;
    private long timer;

    ReceiverWatch(Vertx vertx, HttpServerRequest request, Duration patience) {
        this.vertx = vertx;
        this.request = request;
        this.patience = patience;
    }

    /** The client has been sent as much as it gets before it has taken some of that. */
    void waiting() {
        received();
        timer = vertx.setTimer(patience.toMillis(), late -> abort());
        isWaiting = true;
    }

    /** The client has taken something, or there is nothing to take any more. */
    void received() {
        if (isWaiting) {
            isWaiting = false;
            vertx.cancelTimer(timer);
        }
    }

    /** Does not wait for what is queued, as closing the connection would: the client does not take it. */
    private void abort() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            var unused = ((HttpServerConnection) request.connection())
                    .channelHandlerContext()
                    .close();
        }
    }
}
