package dev.sluice.server.transport.engineio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One HTTP request, answered at most once. Safe for use by many threads; the request itself is touched on its context only. */
final class HttpExchange {
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String HTML = "text/html";
    private static final String JSON = "application/json";

    private final HttpServerRequest request;
    private final ContextInternal context;
    private final Optional<String> corsOrigin;
    private final AtomicBoolean answered = new AtomicBoolean();

    HttpExchange(HttpServerRequest request, ContextInternal context, Optional<String> corsOrigin) {
        this.request = request;
        this.context = context;
        this.corsOrigin = corsOrigin;
    }

    HttpServerRequest request() {
        return request;
    }

    /** Calls {@code action} on the request's context if the client goes away before the answer. */
    void onAbort(Runnable action) {
        Runnable once = () -> {
            if (answered.compareAndSet(false, true)) {
                action.run();
            }
        };
        request.exceptionHandler(failure -> once.run());
        request.response().exceptionHandler(failure -> once.run());
        request.response().closeHandler(closed -> once.run());
    }

    /** Answers a poll with packets. */
    void packets(byte[] body) {
        answer(200, TEXT, body);
    }

    /** Acknowledges a request that carried packets. */
    void ok() {
        // Browsers offer to save text/plain that a form or frame received; the reference implementation says HTML too.
        answer(200, HTML, bytes("ok"));
    }

    void badRequest() {
        answer(400, HTML, bytes(""));
    }

    void tooLarge() {
        answer(413, HTML, bytes(""));
    }

    void refuse(Refusal refusal) {
        answer(refusal.status(), JSON, bytes(refusal.json()));
    }

    /** Refuses a WebSocket: browsers do not show the body, so it is for people. */
    void refuseUpgrade(Refusal refusal) {
        answer(refusal.status(), HTML, bytes(refusal.message()));
    }

    /** Answers a CORS preflight. */
    void preflight() {
        answer(204, null, bytes(""));
    }

    private void answer(int status, @Nullable String contentType, byte[] body) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        if (context.isRunningOnContext()) {
            write(status, contentType, body);
        } else {
            context.runOnContext(ignored -> write(status, contentType, body));
        }
    }

    private void write(int status, @Nullable String contentType, byte[] body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        corsOrigin.ifPresent(origin -> putCors(response, origin));
        if (contentType != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        }
        if (status == 413) {
            // The rest of the body is not read, so the connection is of no further use.
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        response.end(Buffer.buffer(body));
    }

    private void putCors(HttpServerResponse response, String origin) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if (!origin.equals("*")) {
            response.putHeader(HttpHeaders.VARY, "Origin");
        }
        if (request.method().name().equals("OPTIONS")) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST,OPTIONS");
            String wanted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
            if (wanted != null) {
                response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
            }
            response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
