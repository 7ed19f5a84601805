package dev.sluice.server.transport.rest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Sends bytes that are at hand in pieces: the next is handed over when the client has taken most of the last.
 *
 * <p>Handed over whole, each receiver would cost a copy outside the heap, and whether a slow one takes anything could not be told.
 *
 * <p>Confined to the response's event loop.
 */
final class BytesSender {
    /** What a connection is given without asking whether it takes it. */
    static final int PIECE_BYTES = 64 * 1024;

    private final HttpServerResponse response;
    private final Buffer bytes;
    private final ReceiverWatch watch;
    private final Promise<Void> finished = Promise.promise();
    private int position;

    BytesSender(HttpServerResponse response, Buffer bytes, ReceiverWatch watch) {
        this.response = response;
        this.bytes = bytes;
        this.watch = watch;
    }

    /** Sends everything; completes when it is handed over or the client is gone. */
    Future<Void> start() {
        response.exceptionHandler(finished::tryFail);
        response.closeHandler(gone -> finished.tryComplete());
        proceed();
        return finished.future().onComplete(done -> watch.received());
    }

    private void proceed() {
        while (!response.closed() && bytes.length() - position > PIECE_BYTES) {
            if (response.writeQueueFull()) {
                awaitDrained();
                return;
            }
            response.write(bytes.slice(position, position + PIECE_BYTES));
            position += PIECE_BYTES;
        }
        if (response.closed()) {
            finished.tryComplete();
            return;
        }
        watch.waiting();
        response.end(bytes.slice(position, bytes.length())).onComplete(finished);
    }

    private void awaitDrained() {
        watch.waiting();
        response.drainHandler(drained -> {
            response.drainHandler(null);
            watch.received();
            proceed();
        });
    }
}
