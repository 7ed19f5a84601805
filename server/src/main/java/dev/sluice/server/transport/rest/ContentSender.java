package dev.sluice.server.transport.rest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Sends a stream of content, one piece at a time: the next is read when the client has taken most of the last.
 *
 * <p>Confined to the response's event loop, but for the reading, which one worker at a time does.
 */
final class ContentSender {
    private final Vertx vertx;
    private final HttpServerResponse response;
    private final ContentStream content;
    private final ReceiverWatch watch;
    private final Promise<Void> finished = Promise.promise();

    ContentSender(Vertx vertx, HttpServerResponse response, ContentStream content, ReceiverWatch watch) {
        this.vertx = vertx;
        this.response = response;
        this.content = content;
        this.watch = watch;
    }

    /** Sends everything; completes when it is handed over or the client is gone, with the content closed either way. */
    Future<Void> start() {
        response.write(Buffer.buffer(content.before()));
        proceed();
        return finished.future().onComplete(done -> {
            watch.received();
            content.close();
        });
    }

    private void proceed() {
        if (response.closed()) {
            finished.tryComplete();
        } else if (content.isAtEnd()) {
            watch.waiting();
            response.end(Buffer.buffer(content.after())).onComplete(finished);
        } else if (response.writeQueueFull()) {
            response.exceptionHandler(gone -> finished.tryFail(gone));
            watch.waiting();
            response.drainHandler(drained -> {
                response.drainHandler(null);
                watch.received();
                proceed();
            });
        } else {
            vertx.executeBlocking(() -> Buffer.buffer(content.next()), false).onComplete(this::send, this::fail);
        }
    }

    private void send(Buffer piece) {
        if (!response.closed()) {
            response.write(piece);
        }
        proceed();
    }

    private void fail(Throwable cause) {
        finished.tryFail(cause);
    }
}
