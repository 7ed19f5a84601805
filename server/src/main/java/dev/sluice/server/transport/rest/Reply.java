package dev.sluice.server.transport.rest;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered. Immutable.
 *
 * @param status the HTTP status
 * @param contentType the type of the body, if there is one
 * @param body the body
 * @param caching whether it may be kept
 * @param headers further headers
 */
record Reply(int status, @Nullable String contentType, Body body, Caching caching, Map<String, String> headers) {
    static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/html; charset=utf-8";

    /** The body of an answer. */
    sealed interface Body {
        /** No body. */
        record None() implements Body {}

        /**
         * Bytes at hand.
         *
         * @param share what is taken of the budget for them until they are sent; {@code null} if nothing is
         */
        record Bytes(Encoded encoded, ReplyBudget.@Nullable Share share) implements Body {
            /** Gives back what is taken of the budget. */
            void release() {
                if (share != null) {
                    share.close();
                }
            }
        }

        /** Bytes that are produced while they are sent. */
        record Streamed(ContentStream content) implements Body {}
    }

    /** Who may keep an answer, and for how long. */
    enum Caching {
        /** It may differ the next time. */
        NONE("no-store"),
        /** It is named by its hash. Private, since a shared cache would not look at tokens. */
        FOREVER("private, max-age=31536000, immutable");

        private final String header;

        Caching(String header) {
            this.header = header;
        }

        String header() {
            return header;
        }
    }

    static Reply json(int status, byte[] body) {
        return new Reply(status, JSON, bytes(body), Caching.NONE, Map.of());
    }

    static Reply json(int status, Encoded body) {
        return new Reply(status, JSON, bytes(body, null), Caching.NONE, Map.of());
    }

    /** Returns a body for which a part of the budget is taken already. */
    static Reply json(int status, Encoded body, ReplyBudget.Share share) {
        return new Reply(status, JSON, bytes(body, share), Caching.NONE, Map.of());
    }

    static Reply text(int status, String body) {
        return new Reply(status, TEXT, bytes(body.getBytes(StandardCharsets.UTF_8)), Caching.NONE, Map.of());
    }

    static Reply bytes(String contentType, byte[] body) {
        return new Reply(200, contentType, bytes(body), Caching.NONE, Map.of());
    }

    static Reply empty(int status) {
        return new Reply(status, null, new Body.None(), Caching.NONE, Map.of());
    }

    static Reply streamed(String contentType, ContentStream content) {
        return new Reply(200, contentType, new Body.Streamed(content), Caching.NONE, Map.of());
    }

    /** Returns this answer as one that may be kept, unless the request asked that it be not. */
    Reply cacheableFor(RestRequest request) {
        Caching asked = request.query("disableCache").isPresent() ? Caching.NONE : Caching.FOREVER;
        return new Reply(status, contentType, body, asked, headers);
    }

    Reply withHeader(String name, String value) {
        return new Reply(status, contentType, body, caching, Map.of(name, value));
    }

    /** Returns this answer as one whose body is so much of the budget. */
    Reply holding(ReplyBudget.Share share) {
        return body instanceof Body.Bytes bytes
                ? new Reply(status, contentType, bytes(bytes.encoded(), share), caching, headers)
                : this;
    }

    private static Body bytes(byte[] body) {
        return bytes(new Encoded(Buffer.buffer(body), null), null);
    }

    private static Body bytes(Encoded body, ReplyBudget.@Nullable Share share) {
        return new Body.Bytes(body, share);
    }
}
