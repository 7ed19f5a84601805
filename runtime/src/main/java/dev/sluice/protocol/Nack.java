package dev.sluice.protocol;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a message (SVC §3.8).
 *
 * <p>Immutable.
 *
 * @param operation the refused message; absent if it was refused before it reached the sequencer
 * @param sequenceNumber the minimum sequence number at the time, or -1
 * @param code an HTTP-like code: 400, 403, 413, 429
 * @param type the kind of refusal
 * @param message for people
 * @param retryAfter how long to wait; sent in seconds
 * @since 0.1
 */
public record Nack(
        @Nullable DocumentMessage operation,
        long sequenceNumber,
        int code,
        NackType type,
        String message,
        Optional<Duration> retryAfter) {
    /** Returns the refusal of a message that makes no sense, before it reached the sequencer. */
    public static Nack badRequest(String message) {
        return new Nack(null, -1, 400, NackType.BAD_REQUEST, message, Optional.empty());
    }

    /** Returns the refusal of a message that the token does not allow, before it reached the sequencer. */
    public static Nack invalidScope(String message) {
        return new Nack(null, -1, 403, NackType.INVALID_SCOPE, message, Optional.empty());
    }

    /** Returns the refusal of a message over a size limit, before it reached the sequencer. */
    public static Nack tooLarge(String message) {
        return new Nack(null, -1, 413, NackType.BAD_REQUEST, message, Optional.empty());
    }

    /** Returns the refusal of a client that sends too fast, before it reached the sequencer. */
    public static Nack throttled(String message, Duration retryAfter) {
        return new Nack(null, -1, 429, NackType.THROTTLING, message, Optional.of(retryAfter));
    }

    /** Appends this nack as JSON. */
    public void write(JsonWriter out) {
        out.ascii("{");
        if (operation != null) {
            out.ascii("\"operation\":");
            operation.write(out);
            out.ascii(",");
        }
        out.ascii("\"sequenceNumber\":").number(sequenceNumber);
        out.ascii(",\"content\":{\"code\":").number(code);
        out.ascii(",\"type\":").string(type.wireName());
        out.ascii(",\"message\":").string(message);
        retryAfter.ifPresent(wait -> out.ascii(",\"retryAfter\":")
                .number(Math.max(1, wait.plusMillis(999).toSeconds())));
        out.ascii("}}");
    }
}
