package dev.sluice.server.transport.rest;

import dev.sluice.server.storage.DocumentExistsException;
import dev.sluice.server.storage.PreconditionFailedException;
import dev.sluice.server.storage.StoreOverloadedException;
import dev.sluice.server.summary.SummaryTreeWriter;
import dev.sluice.server.summary.UnreadableTreeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what went wrong into an answer (SVC §1.4). Nothing of a stack, a path or a class reaches a client.
 *
 * <p>A failure nobody expected is logged here, once, and answered 500, which drivers try again after a while.
 */
final class RestError {
    /** The code under which unexpected failures are logged and reported. */
    static final String UNEXPECTED = "REST-1";

    private static final Duration OVERLOAD_WAIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(RestError.class);

    private RestError() {}

    /** Returns what a client is told of a failure. */
    static RestException of(Throwable failure, String what) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return known(cause).orElseGet(() -> unexpected(failure, what));
    }

    private static Optional<RestException> known(Throwable cause) {
        if (cause instanceof RestException refused) {
            return Optional.of(refused);
        }
        if (cause instanceof DocumentExistsException exists) {
            return Optional.of(RestException.of(409, String.valueOf(exists.getMessage())));
        }
        if (cause instanceof PreconditionFailedException changed) {
            return Optional.of(RestException.of(409, String.valueOf(changed.getMessage())));
        }
        if (cause instanceof StoreOverloadedException) {
            return Optional.of(RestException.throttled(OVERLOAD_WAIT));
        }
        if (cause instanceof SummaryTreeWriter.UnresolvedException unresolved) {
            return Optional.of(RestException.of(404, String.valueOf(unresolved.getMessage())));
        }
        if (cause instanceof UnreadableTreeException tree) {
            String message = String.valueOf(tree.getMessage());
            return Optional.of(tree.exceeded()
                    .map(limit -> RestException.tooLarge(limit, message))
                    .orElseGet(() -> RestException.of(404, message)));
        }
        return Optional.empty();
    }

    private static RestException unexpected(Throwable failure, String what) {
        LOG.error("{}: {} failed", UNEXPECTED, what, failure);
        return RestException.of(500, "The service failed; its log has the cause under " + UNEXPECTED + ".", UNEXPECTED);
    }

    /** Returns the answer that tells it. */
    static Reply reply(RestException refused) {
        byte[] body = ObjectJson.encode(json -> {
            json.writeStartObject();
            json.writeNumberField("code", refused.status());
            json.writeStringField("message", refused.text());
            if (refused.retryAfter().isPresent()) {
                json.writeStringField("type", "ThrottlingError");
                json.writeNumberField("retryAfter", seconds(refused.retryAfter().get()));
            }
            if (refused.internalErrorCode().isPresent()) {
                json.writeStringField(
                        "internalErrorCode", refused.internalErrorCode().get());
            }
            json.writeEndObject();
        });
        Reply reply = Reply.json(refused.status(), body);
        return refused.retryAfter()
                .map(wait -> reply.withHeader("Retry-After", String.valueOf(seconds(wait))))
                .orElse(reply);
    }

    /** Rounds up: who comes back a moment early is refused again. */
    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
