package dev.sluice.server.auth;

import dev.sluice.server.config.RateLimit;
import java.util.function.LongSupplier;

/**
 * Limits how much of something may happen: a full bucket allows a burst, and it is refilled steadily.
 *
 * <p>Invariants: the level never exceeds the capacity, and in any span of time no more is taken than one capacity plus what
 * was refilled in it, plus what the largest single demand exceeds the capacity by. A demand over the capacity is granted only
 * by a full bucket, which it leaves in debt: else a batch of that size could never pass.
 *
 * <p>Confined to one thread at a time.
 */
public final class TokenBucket {
    /** The level counts billionths, of which one nanosecond refills as many as a second refills wholes: no rounding. */
    private static final long UNIT = 1_000_000_000L;

    private static final long NANOS_PER_MS = 1_000_000L;

    private final RateLimit limit;
    private final LongSupplier nanoTime;
    private long level;
    private long refilledAt;

    /**
     * Creates a full bucket.
     *
     * @param nanoTime a clock that only runs forward, such as {@link System#nanoTime}
     */
    public TokenBucket(RateLimit limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.level = capacity();
        this.refilledAt = nanoTime.getAsLong();
    }

    /**
     * Takes {@code demand} and returns 0, or takes nothing and returns how many milliseconds to wait before trying again.
     *
     * @param demand how much is asked for; 0 is always granted
     * @throws IllegalArgumentException if {@code demand} is negative
     */
    public long tryTake(int demand) {
        if (demand < 0) {
            throw new IllegalArgumentException("a demand of " + demand + "; expected none or more");
        }
        if (limit.isUnlimited() || demand == 0) {
            return 0;
        }
        refill();
        long needed = Math.min(demand * UNIT, capacity());
        if (level >= needed) {
            level -= demand * UNIT;
            return 0;
        }
        long missingNanos = ceilDiv(needed - level, limit.perSecond());
        return ceilDiv(missingNanos, NANOS_PER_MS);
    }

    private long capacity() {
        return limit.burst() * UNIT;
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        long untilFull = ceilDiv(capacity() - level, limit.perSecond());
        long elapsed = Math.min(now - refilledAt, untilFull);
        level = Math.min(capacity(), level + elapsed * limit.perSecond());
        refilledAt = now;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
