package dev.sluice.server.transport.rest;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * One entry of the route table. Immutable.
 *
 * @param method the request's method, as the envelope has it
 * @param pattern segments: literals, <code>{name}</code> for one segment, and as the last <code>{name*}</code> for one or more
 * @param access what the token must allow
 * @param handler answers the request
 */
record Route(HttpMethod method, List<String> pattern, Access access, Handler handler) {
    /** Answers a request; runs on its event loop. */
    @FunctionalInterface
    interface Handler {
        Future<Reply> handle(RestRequest request);
    }

    /** Returns method and path as the table has them. */
    String label() {
        return method + " /" + String.join("/", pattern);
    }

    static Route get(String path, Access access, Handler handler) {
        return of(HttpMethod.GET, path, access, handler);
    }

    static Route post(String path, Access access, Handler handler) {
        return of(HttpMethod.POST, path, access, handler);
    }

    static Route of(HttpMethod method, String path, Access access, Handler handler) {
        return new Route(method, List.of(path.substring(1).split("/")), access, handler);
    }
}
