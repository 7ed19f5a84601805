package dev.sluice.server.transport.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes replies, and the headers all of them have. Safe for use by many event loops. */
final class ReplyWriter {
    private final Vertx vertx;

    ReplyWriter(Vertx vertx) {
        this.vertx = vertx;
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
            Buffer body = chosen(bytes, http);
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
            return isHead ? response.end() : response.end(body);
        }
        if (reply.body() instanceof Reply.Body.Streamed streamed) {
            response.putHeader(
                    HttpHeaders.CONTENT_LENGTH,
                    String.valueOf(streamed.content().length()));
            if (isHead) {
                discard(reply);
                return response.end();
            }
            return new ContentSender(vertx, response, streamed.content())
                    .start()
                    .onFailure(broken -> http.connection().close());
        }
        return response.end();
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

    private static Buffer chosen(Reply.Body.Bytes bytes, HttpServerRequest http) {
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
        }
    }
}
