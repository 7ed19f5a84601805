package dev.sluice.server.transport.rest;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Reads a RestLess envelope as far as it takes to know what it asks for (SVC-001).
 *
 * <p>A small envelope is read whole, so its fields may come in any order. Of a large one, method and headers must come before
 * the body, as all drivers have it; the body is left to whoever handles the request. Confined to the request's event loop.
 */
final class EnvelopeReader {
    private final HttpServerRequest http;
    private final RequestBody outer;
    private final BodyReading reading;
    private final RestlessDecoder decoder = new RestlessDecoder();
    private final GatheredBytes decoded = new GatheredBytes(0);
    private final Promise<Envelope> read = Promise.promise();

    EnvelopeReader(HttpServerRequest http, RequestBody outer, Vertx vertx, Duration idle) {
        this.http = http;
        this.outer = outer;
        this.reading = new BodyReading(http, vertx, idle);
    }

    /** What an envelope asks for. Immutable, but for the body. */
    record Envelope(HttpMethod method, MultiMap headers, RequestBody body) {}

    Future<Envelope> read() {
        reading.start(
                chunk -> {
                    outer.arrived(chunk.length());
                    // Decoding makes nothing longer.
                    decoded.reserve(chunk.length());
                    decoder.accept(ByteBuffer.wrap(chunk.getBytes()), decoded);
                    if (decoded.size() > RequestBody.SMALL_BYTES) {
                        reading.stop();
                        http.pause();
                        complete(false);
                    }
                },
                () -> {
                    decoder.end();
                    complete(true);
                },
                read::tryFail);
        return read.future();
    }

    private void complete(boolean isWhole) {
        HttpMethod method = decoder.method()
                .orElseThrow(() -> RestException.badRequest("the envelope names no method before its body"));
        RequestBody body = outer.inside(decoder, decoded.view(), isWhole);
        read.complete(new Envelope(method, decoder.headers(), body));
    }
}
