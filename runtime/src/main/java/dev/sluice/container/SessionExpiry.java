package dev.sluice.container;

import dev.sluice.event.Registration;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ends a session that lasted as long as the document allows (RT-090): what was swept meanwhile must not be referred to by
 * anybody who has not heard of it. Confined to the document's thread.
 */
final class SessionExpiry {
    static final String STARTED = "sessionExpiryTimerStarted";

    private final Instant started;
    private final Optional<Registration> timer;

    /**
     * Starts the timer.
     *
     * @param pending of an earlier session, whose time counts
     * @throws ContainerException if that alone lasted too long
     */
    SessionExpiry(RuntimeContext context, OptionalLong timeoutMs, JsonObject pending) {
        Instant now = context.clock().instant();
        started = pending.number(STARTED)
                .filter(JsonNumber::isInteger)
                .map(number -> Instant.ofEpochMilli((long) number.value()))
                .orElse(now);
        if (timeoutMs.isEmpty()) {
            timer = Optional.empty();
            return;
        }
        Duration left = Duration.ofMillis(timeoutMs.getAsLong()).minus(Duration.between(started, now));
        if (left.isNegative() || left.isZero()) {
            throw expired(timeoutMs.getAsLong());
        }
        timer = Optional.of(context.timers().after(left, () -> context.close(expired(timeoutMs.getAsLong()))));
    }

    Optional<Instant> started() {
        return timer.map(running -> started);
    }

    void stop() {
        timer.ifPresent(Registration::close);
    }

    private static ContainerException expired(long timeoutMs) {
        return new ContainerException(
                Kind.SESSION_EXPIRED, "the session lasted " + timeoutMs + " ms; load the document anew");
    }
}
