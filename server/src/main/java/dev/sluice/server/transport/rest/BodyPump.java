package dev.sluice.server.transport.rest;

import dev.sluice.server.config.Limit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries a body from the event loop to worker threads, with back-pressure.
 *
 * <p>A worker is taken only while there is something to do: a client that sends a byte a minute costs a queue, not a thread.
 * What arrives while a worker is busy is queued; when the queue is full the connection is paused, and TCP tells the client.
 *
 * <p>Confined to the request's event loop, but for the sink, which one worker at a time runs.
 */
final class BodyPump {
    private static final int QUEUE_BYTES = 256 * 1024;

    private final HttpServerRequest http;
    private final Vertx vertx;
    private final Consumer<byte[]> sink;
    private final Runnable sinkEnd;
    private final Limit limit;
    private final long maxRawBytes;
    private final Promise<Void> finished = Promise.promise();
    private List<byte[]> queue = new ArrayList<>();
    private int queuedBytes;
    private long rawBytes;
    private boolean working;
    private boolean ended;
    private boolean paused;
    private @Nullable Throwable failure;
    private @Nullable BodyReading reading;

    BodyPump(
            HttpServerRequest http,
            Vertx vertx,
            Consumer<byte[]> sink,
            Runnable sinkEnd,
            Limit limit,
            long maxRawBytes) {
        this.http = http;
        this.vertx = vertx;
        this.sink = sink;
        this.sinkEnd = sinkEnd;
        this.limit = limit;
        this.maxRawBytes = maxRawBytes;
    }

    /**
     * Begins.
     *
     * @param first what the sink must see before anything that arrives; runs on a worker
     * @param complete whether nothing more will arrive
     */
    Future<Void> start(Runnable first, boolean complete, Duration idle) {
        ended = complete;
        work(first, false);
        if (!complete) {
            BodyReading started = new BodyReading(http, vertx, idle);
            reading = started;
            started.start(chunk -> arrived(chunk.getBytes()), this::inputEnded, this::failed);
        }
        return finished.future();
    }

    private void arrived(byte[] chunk) {
        rawBytes += chunk.length;
        if (rawBytes > maxRawBytes) {
            throw RestException.tooLarge(limit, "the body is over " + maxRawBytes + " bytes");
        }
        queue.add(chunk);
        queuedBytes += chunk.length;
        if (queuedBytes > QUEUE_BYTES && !paused && reading != null) {
            paused = true;
            reading.pause();
        }
        workOnQueue();
    }

    private void inputEnded() {
        ended = true;
        workOnQueue();
    }

    private void workOnQueue() {
        if (working || failure != null || (queue.isEmpty() && !ended)) {
            return;
        }
        List<byte[]> batch = queue;
        boolean last = ended;
        queue = new ArrayList<>();
        queuedBytes = 0;
        work(
                () -> {
                    batch.forEach(sink);
                    if (last) {
                        sinkEnd.run();
                    }
                },
                last);
    }

    private void work(Runnable step, boolean last) {
        working = true;
        vertx.executeBlocking(
                        () -> {
                            step.run();
                            return null;
                        },
                        false)
                .onComplete(done -> worked(last), this::failedWorking);
    }

    private void worked(boolean last) {
        working = false;
        if (failure != null) {
            finished.tryFail(failure);
        } else if (last) {
            finished.complete();
        } else {
            if (paused && reading != null) {
                paused = false;
                reading.resume();
            }
            workOnQueue();
        }
    }

    private void failedWorking(Throwable cause) {
        working = false;
        failure = failure == null ? cause : failure;
        if (reading != null) {
            reading.stop();
        }
        finished.tryFail(failure);
    }

    /** The worker may still be in the sink: whoever waits for the end must not be told before it has left. */
    private void failed(Throwable cause) {
        failure = failure == null ? cause : failure;
        if (!working) {
            finished.tryFail(failure);
        }
    }
}
