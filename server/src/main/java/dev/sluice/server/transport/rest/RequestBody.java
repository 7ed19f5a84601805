package dev.sluice.server.transport.rest;

import dev.sluice.server.config.Limit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, not yet read, or read only so far as it took to understand the envelope around it.
 *
 * <p>Exactly one of {@link #collect}, {@link #feed} and {@link #pump} may be called, once. {@link #close} must be called when
 * the request has been answered: it gives memory back and disposes of what was not read. Confined to the request's event loop.
 */
final class RequestBody {
    /** Bodies up to this size are handled where they arrive; more is worth a change of thread. */
    static final int SMALL_BYTES = 128 * 1024;

    private static final long LINGER_MS = 2_000;

    private final HttpServerRequest http;
    private final Vertx vertx;
    private final RestLimits limits;
    private final BodyBudget budget;
    private final @Nullable RestlessDecoder envelope;
    private final ByteBuffer prefix;
    private final boolean complete;
    private long takenBytes;
    private long rawBytes;

    private RequestBody(
            HttpServerRequest http,
            Vertx vertx,
            RestLimits limits,
            BodyBudget budget,
            @Nullable RestlessDecoder envelope,
            ByteBuffer prefix,
            boolean complete) {
        this.http = http;
        this.vertx = vertx;
        this.limits = limits;
        this.budget = budget;
        this.envelope = envelope;
        this.prefix = prefix;
        this.complete = complete;
    }

    /** Returns the body of a plain request, which is paused if it has one. */
    static RequestBody plain(HttpServerRequest http, Vertx vertx, RestLimits limits, BodyBudget budget) {
        boolean none = !http.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && !http.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        if (!none) {
            http.pause();
        }
        return new RequestBody(http, vertx, limits, budget, null, ByteBuffer.allocate(0), none);
    }

    /**
     * Returns the body inside an envelope.
     *
     * @param decoded the body as far as it is decoded
     * @param all whether that is all of it; else the request is paused
     */
    RequestBody inside(RestlessDecoder decoder, ByteBuffer decoded, boolean all) {
        return new RequestBody(http, vertx, limits, budget, decoder, decoded, all);
    }

    /** Tells whether the body is known to be small. */
    boolean isSmall() {
        long length = contentLength();
        return complete || (envelope == null && length >= 0 && length <= SMALL_BYTES);
    }

    /**
     * Reads the body into memory.
     *
     * @param limit what a body of more than {@code maxBytes} is over
     * @return fails with a {@link RestException} if it is too large or comes too slowly
     */
    Future<byte[]> collect(Limit limit, int maxBytes) {
        GatheredBytes all = new GatheredBytes(complete ? prefix.remaining() : 0);
        return feed(all, limit, maxBytes).map(end -> all.toArray());
    }

    /**
     * Passes the body through {@code sink} on the event loop, for bodies that are small or cheap to take.
     *
     * @param limit what a body of more than {@code maxBytes} is over
     * @return fails with a {@link RestException} if it is too large, comes too slowly, or is refused by the sink
     */
    Future<Void> feed(BodySink sink, Limit limit, int maxBytes) {
        if (contentLength() > maxBytes && envelope == null) {
            return Future.failedFuture(tooLarge(limit, maxBytes));
        }
        BodySink bounded = part -> {
            if (takenBytes + part.remaining() > maxBytes) {
                throw tooLarge(limit, maxBytes);
            }
            take(part.remaining());
            sink.accept(part);
        };
        Promise<Void> whole = Promise.promise();
        try {
            bounded.accept(prefix);
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
        if (complete) {
            return Future.succeededFuture();
        }
        new BodyReading(http, vertx, limits.bodyIdle())
                .start(
                        chunk -> {
                            if (envelope != null) {
                                arrived(chunk.length());
                            }
                            decode(chunk.getBytes(), bounded);
                        },
                        () -> {
                            endEnvelope();
                            whole.tryComplete();
                        },
                        whole::tryFail);
        return whole.future();
    }

    /**
     * Streams the body through {@code sink} on worker threads, a few pieces at a time, as fast as the sink takes them.
     *
     * @param limit what a body of more than {@code maxRawBytes} is over
     * @param maxRawBytes the most bytes that may arrive, decoded or not
     * @return completes when the sink has seen everything; when it completes, no thread is in the sink any more
     */
    Future<Void> pump(BodySink sink, Limit limit, long maxRawBytes) {
        BodyPump pump = new BodyPump(http, vertx, chunk -> decode(chunk, sink), this::endEnvelope, limit, maxRawBytes);
        return pump.start(() -> sink.accept(prefix), complete, limits.bodyIdle());
    }

    /** Disposes of what was not read: a client that still sends gets a moment to notice the answer. */
    void close() {
        budget.giveBack(takenBytes);
        takenBytes = 0;
        if (complete || http.isEnded() || http.response().closed()) {
            return;
        }
        long timer = vertx.setTimer(LINGER_MS, late -> http.connection().close());
        http.exceptionHandler(gone -> vertx.cancelTimer(timer));
        http.endHandler(end -> vertx.cancelTimer(timer));
        http.handler(unread -> {});
        http.resume();
    }

    /** Counts what arrives of a form: fields that nobody knows are skipped, but not without end. */
    void arrived(int bytes) {
        rawBytes += bytes;
        if (rawBytes > limits.envelopeMaxBytes()) {
            throw tooLarge(Limit.ENVELOPE_BYTES, limits.envelopeMaxBytes());
        }
    }

    private void decode(byte[] raw, BodySink sink) {
        if (envelope == null) {
            sink.accept(ByteBuffer.wrap(raw));
        } else {
            envelope.accept(ByteBuffer.wrap(raw), sink);
        }
    }

    private void endEnvelope() {
        if (envelope != null) {
            envelope.end();
        }
    }

    private void take(int bytes) {
        budget.take(bytes);
        takenBytes += bytes;
    }

    private long contentLength() {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static RestException tooLarge(Limit limit, long maxBytes) {
        return RestException.tooLarge(limit, "the body is over " + maxBytes + " bytes");
    }
}
