package dev.sluice.server.transport.rest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bodies that are held in memory at one moment, whatever each of them may be.
 *
 * <p>Safe for use by many threads.
 */
final class BodyBudget {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    BodyBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes bytes out of the budget.
     *
     * @throws RestException if others have taken too many; the client may try again soon
     */
    void take(long bytes) {
        if (usedBytes.addAndGet(bytes) > maxBytes) {
            usedBytes.addAndGet(-bytes);
            throw RestException.throttled(RETRY_AFTER);
        }
    }

    void giveBack(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    long usedBytes() {
        return usedBytes.get();
    }
}
