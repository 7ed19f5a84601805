package dev.sluice.gc.session;

import dev.sluice.gc.ageing.Alarms;
import dev.sluice.gc.config.GcConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Ends a session that lasted as long as the document allows (RT-090, GC-029 to GC-035): what was swept meanwhile must not be
 * referred to by anybody who has not heard of it. The one decision of collection that the local clock makes. Confined to the
 * document's thread.
 *
 * @since 0.1
 */
public final class SessionExpiry {
    /** The member of pending state that says when the session began, in milliseconds since 1970. */
    public static final String STARTED = "sessionExpiryTimerStarted";

    private final Instant started;
    private final OptionalLong limitMs;
    private final Duration left;
    private @Nullable Runnable cancel;

    /**
     * Makes one; {@link #start} starts the timer.
     *
     * @param formerlyStarted when an earlier session began whose edits go on here; its time counts, unless the timer is replaced
     *     for tests
     */
    public SessionExpiry(GcConfig config, InstantSource clock, Optional<Instant> formerlyStarted) {
        Instant now = clock.instant();
        started = formerlyStarted.orElse(now);
        limitMs = config.timeouts().sessionExpiryMs();
        left = config.sessionTimerMs().isPresent()
                ? Duration.ofMillis(config.sessionTimerMs().getAsLong())
                : Duration.ofMillis(limitMs.orElse(0)).minus(Duration.between(started, now));
    }

    /** Whether the time was over before the session began. */
    public boolean isOver() {
        return limitMs.isPresent() && (left.isNegative() || left.isZero());
    }

    /**
     * Starts the timer, if the document limits sessions.
     *
     * @param expired told once when the time is over
     */
    public void start(Alarms alarms, Runnable expired) {
        if (limitMs.isPresent()) {
            cancel = alarms.after(left, expired);
        }
    }

    /** How long a session may last. */
    public OptionalLong limitMs() {
        return limitMs;
    }

    /** Returns when the session began, for a later one that goes on with it; empty if its length is not limited. */
    public Optional<Instant> started() {
        return limitMs.isPresent() ? Optional.of(started) : Optional.empty();
    }

    /** Ends the timer. Harmless if it has rung, or was ended. */
    public void stop() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }
}
