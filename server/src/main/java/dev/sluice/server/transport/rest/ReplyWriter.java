package dev.sluice.server.transport.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** Writes replies, and the headers all of them have. Safe for use by many event loops. */
final class ReplyWriter {
    private final Vertx vertx;
    private final ReplyBudget budget;
    private final Duration patience;

    ReplyWriter(Vertx vertx, ReplyBudget budget, Duration patience) {
        this.vertx = vertx;
        this.budget = budget;
        this.patience = patience;
    }

    /**
     * Returns the reply with its part of the budget, if it is large and has none yet. It must be written then.
     *
     * @throws RestException if those that are being sent hold too much
     */
    Reply hold(Reply reply) {
        boolean isHeld = !(reply.body() instanceof Reply.Body.Bytes bytes)
                || bytes.share() != null
                || bytes.encoded().plain().length() <= BytesSender.PIECE_BYTES;
        return isHeld ? reply : reply.holding(budget.take(((Reply.Body.Bytes) reply.body()).encoded()));
    }

    /** Writes a reply; completes when it is handed over, or the client is gone. */
    Future<Void> write(Reply reply, HttpServerRequest http) {
        HttpServerResponse response = http.response();
        if (response.closed() || response.ended()) {
            discard(reply);
            return Future.succeededFuture();
        }
        writeHead(reply, response);
        boolean isHead = HttpMethod.HEAD.equals(http.method());
        if (reply.body() instanceof Reply.Body.Bytes bytes) {
            Buffer body = chosen(bytes.encoded(), http);
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
            return (isHead ? response.end() : send(body, http)).onComplete(done -> bytes.release());
        }
        if (reply.body() instanceof Reply.Body.Streamed streamed) {
            streamed.content()
                    .length()
                    .ifPresentOrElse(
                            length -> response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(length)),
                            () -> response.setChunked(true));
            if (isHead) {
                discard(reply);
                return response.end();
            }
            return new ContentSender(vertx, response, streamed.content(), watch(http))
                    .start()
                    .onFailure(broken -> http.connection().close());
        }
        return response.end();
    }

    private Future<Void> send(Buffer body, HttpServerRequest http) {
        HttpServerResponse response = http.response();
        return body.length() <= BytesSender.PIECE_BYTES
                ? response.end(body)
                : new BytesSender(response, body, watch(http)).start();
    }

    private ReceiverWatch watch(HttpServerRequest http) {
        return new ReceiverWatch(vertx, http, patience);
    }

    private static void writeHead(Reply reply, HttpServerResponse response) {
        response.setStatusCode(reply.status());
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        response.putHeader(HttpHeaders.CACHE_CONTROL, reply.caching().header());
        if (reply.contentType() != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType());
        }
        reply.headers().forEach(response::putHeader);
    }

    private static Buffer chosen(Encoded bytes, HttpServerRequest http) {
        if (bytes.gzip() == null) {
            return bytes.plain();
        }
        http.response().putHeader(HttpHeaders.VARY, "Accept-Encoding");
        if (!acceptsGzip(http)) {
            return bytes.plain();
        }
        http.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        return bytes.gzip();
    }

    /** Reads the header of the HTTP request itself: an envelope says nothing of what its carrier can take. */
    private static boolean acceptsGzip(HttpServerRequest http) {
        String accepted = http.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    private static void discard(Reply reply) {
        if (reply.body() instanceof Reply.Body.Streamed streamed) {
            streamed.content().close();
        } else if (reply.body() instanceof Reply.Body.Bytes bytes) {
            bytes.release();
        }
    }
}
