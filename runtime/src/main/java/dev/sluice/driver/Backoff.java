package dev.sluice.driver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time, up to a limit, and never in step with others. Immutable.
 *
 * @param first the wait after the first failure
 * @param limit the longest wait
 * @since 0.1
 */
public record Backoff(Duration first, Duration limit) {
    /** What suits a person who waits for a document. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(8));

    private static final int MAX_DOUBLINGS = 30;

    /** Checks the waits. */
    public Backoff {
        if (first.isNegative() || first.isZero() || limit.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "back-off from " + first + " to " + limit + "; expected 0 < first <= limit");
        }
    }

    /**
     * Returns a wait between half of what is due and all of it, or what the service asked for if that is longer.
     *
     * @param failures how often it has failed in a row, from 1
     */
    public Duration delay(int failures, DriverError error, RandomGenerator random) {
        long due = Math.min(limit.toMillis(), first.toMillis() << Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1)));
        Duration own = Duration.ofMillis(due / 2 + random.nextLong(due / 2 + 1));
        return error.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
    }
}
