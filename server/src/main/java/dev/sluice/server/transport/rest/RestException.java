package dev.sluice.server.transport.rest;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request is refused. Carries what the client is told and no stack trace, since refusing must be cheap.
 *
 * <p>Immutable.
 */
final class RestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;
    private final @Nullable String internalErrorCode;
    private final @Nullable Duration retryAfter;

    private RestException(int status, String text, @Nullable String internalErrorCode, @Nullable Duration retryAfter) {
        super(text, null, false, false);
        this.status = status;
        this.text = text;
        this.internalErrorCode = internalErrorCode;
        this.retryAfter = retryAfter;
    }

    static RestException of(int status, String text) {
        return new RestException(status, text, null, null);
    }

    static RestException of(int status, String text, Optional<String> internalErrorCode) {
        return new RestException(status, text, internalErrorCode.orElse(null), null);
    }

    static RestException badRequest(String text) {
        return of(400, text);
    }

    static RestException notFound(String what) {
        return of(404, "Could not find " + what + ".");
    }

    static RestException tooLarge(String text) {
        return of(413, text);
    }

    static RestException throttled(Duration retryAfter) {
        return new RestException(429, "Too many requests; wait before the next one.", null, retryAfter);
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }

    Optional<String> internalErrorCode() {
        return Optional.ofNullable(internalErrorCode);
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
