package dev.sluice.server.transport.rest;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads a paused request to its end, and gives up on a client that falls silent.
 *
 * <p>Only silence counts, not slowness: whoever sends something in each period may take all day. Nor does
 * the time count in which the client is kept waiting. Confined to the request's event loop.
 */
final class BodyReading {
    private final HttpServerRequest http;
    private final Vertx vertx;
    private final long idleMs;
    private Consumer<Throwable> onFailure = failure -> {};
    private boolean progressed;
    private boolean isHeld;
    private boolean done;
    private long timer = -1;

    BodyReading(HttpServerRequest http, Vertx vertx, Duration idle) {
        this.http = http;
        this.vertx = vertx;
        this.idleMs = idle.toMillis();
    }

    /**
     * Begins. Exactly one of {@code onEnd} and {@code onFailure} is called at last; what either handler throws is a failure.
     */
    void start(Handler<Buffer> onChunk, Runnable onEnd, Consumer<Throwable> failed) {
        onFailure = failed;
        http.exceptionHandler(broken -> fail(RestException.badRequest("the connection broke inside the body")));
        http.endHandler(end -> guarded(() -> {
            stop();
            onEnd.run();
        }));
        http.handler(chunk -> guarded(() -> {
            progressed = true;
            onChunk.handle(chunk);
        }));
        if ("100-continue".equalsIgnoreCase(http.getHeader(HttpHeaders.EXPECT))) {
            http.response().writeContinue();
        }
        http.resume();
        if (!done) {
            watch();
        }
    }

    /** Stops the flow: from now on the client is kept waiting, not the other way round. */
    void pause() {
        isHeld = true;
        http.pause();
    }

    /** Lets the flow go on. */
    void resume() {
        isHeld = false;
        progressed = true;
        http.resume();
    }

    /** Ends reading; what still arrives is ignored. */
    void stop() {
        done = true;
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private void guarded(Runnable step) {
        if (done) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException failure) {
            done = false;
            fail(failure);
        }
    }

    private void fail(Throwable failure) {
        if (!done) {
            stop();
            http.pause();
            onFailure.accept(failure);
        }
    }

    private void watch() {
        timer = vertx.setTimer(idleMs, fired -> {
            timer = -1;
            if (progressed || isHeld) {
                progressed = false;
                watch();
            } else {
                fail(RestException.of(408, "nothing of the body arrived for " + idleMs + " ms"));
            }
        });
    }
}
