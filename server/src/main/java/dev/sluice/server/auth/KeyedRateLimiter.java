package dev.sluice.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.server.config.RateLimit;
import java.util.function.LongSupplier;

/**
 * A {@link TokenBucket} for each of many keys, such as documents or addresses.
 *
 * <p>At most a fixed number of buckets is kept; the least used is forgotten, which can only ever allow more. Safe for use by
 * many threads.
 */
public final class KeyedRateLimiter<K> {
    private static final int KEYS_MAX = 100_000;

    private final RateLimit limit;
    private final LongSupplier nanoTime;
    private final Cache<K, TokenBucket> buckets;

    /** Creates a limiter that applies {@code limit} to each key by itself. */
    public KeyedRateLimiter(RateLimit limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(KEYS_MAX)
                .executor(Runnable::run)
                .build();
    }

    /** Takes one for {@code key} and returns 0, or returns how many milliseconds to wait before trying again. */
    public long tryTake(K key) {
        if (limit.isUnlimited()) {
            return 0;
        }
        TokenBucket bucket = buckets.get(key, unseen -> new TokenBucket(limit, nanoTime));
        synchronized (bucket) {
            return bucket.tryTake(1);
        }
    }
}
