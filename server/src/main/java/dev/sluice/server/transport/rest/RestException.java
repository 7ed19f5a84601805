package dev.sluice.server.transport.rest;

import dev.sluice.server.auth.TokenCheck;
import dev.sluice.server.config.Limit;
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
    private final @Nullable Limit exceeded;
    private final transient TokenCheck.@Nullable Refused token;

    private RestException(
            int status,
            String text,
            @Nullable String internalErrorCode,
            @Nullable Duration retryAfter,
            @Nullable Limit exceeded,
            TokenCheck.@Nullable Refused token) {
        super(text, null, false, false);
        this.status = status;
        this.text = text;
        this.internalErrorCode = internalErrorCode;
        this.retryAfter = retryAfter;
        this.exceeded = exceeded;
        this.token = token;
    }

    static RestException of(int status, String text) {
        return new RestException(status, text, null, null, null, null);
    }

    static RestException of(int status, String text, String internalErrorCode) {
        return new RestException(status, text, internalErrorCode, null, null, null);
    }

    static RestException of(TokenCheck.Refused token) {
        String code = token.internalErrorCode().orElse(null);
        return new RestException(token.status(), token.message(), code, null, null, token);
    }

    static RestException badRequest(String text) {
        return of(400, text);
    }

    static RestException notFound(String what) {
        return of(404, "Could not find " + what + ".");
    }

    static RestException tooLarge(Limit exceeded, String text) {
        return over(exceeded, 413, text);
    }

    static RestException tooDeep(int maxDepth) {
        return over(Limit.JSON_DEPTH, 400, "JSON over a limit: it is nested deeper than " + maxDepth);
    }

    static RestException over(Limit exceeded, int status, String text) {
        return new RestException(status, text, null, null, exceeded, null);
    }

    static RestException throttled(Duration retryAfter) {
        return new RestException(429, "Too many requests; wait before the next one.", null, retryAfter, null, null);
    }

    static RestException throttled(Limit exceeded, Duration retryAfter) {
        return new RestException(429, "The service is busy; try again later.", null, retryAfter, exceeded, null);
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

    /** Returns the limit that the request is over, if that is why. */
    Optional<Limit> exceeded() {
        return Optional.ofNullable(exceeded);
    }

    /** Returns what is wrong with the token, if that is why. */
    Optional<TokenCheck.Refused> token() {
        return Optional.ofNullable(token);
    }
}
