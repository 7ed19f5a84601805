package dev.sluice.server.transport.rest;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.server.config.Limit;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the answers that are held in memory at one moment while their clients read them, however slowly.
 *
 * <p>An answer that many are sent at once counts once. One is let through whatever its size if there is no other: else a budget
 * that is too small for it would refuse it for ever.
 *
 * <p>Safe for use by many threads.
 */
final class ReplyBudget {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final long maxBytes;

    @GuardedBy("this")
    private final IdentityHashMap<Encoded, Integer> readers = new IdentityHashMap<>();

    @GuardedBy("this")
    private long usedBytes;

    ReplyBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A part of the budget that is taken; closing it gives it back, once. */
    @FunctionalInterface
    interface Share extends AutoCloseable {
        /** Nothing of the budget. */
        Share NONE = () -> {};

        @Override
        void close();
    }

    /**
     * Takes memory before it is used.
     *
     * @throws RestException if others have taken too much; the client may try again soon
     */
    synchronized Share take(long bytes) {
        reserve(bytes);
        return once(() -> giveBack(bytes));
    }

    /**
     * Takes what an answer costs that is at hand, unless others are reading the same already.
     *
     * @throws RestException if others have taken too much; the client may try again soon
     */
    synchronized Share take(Encoded answer) {
        if (!readers.containsKey(answer)) {
            reserve(answer.weight());
        }
        readers.merge(answer, 1, Integer::sum);
        return once(() -> giveBack(answer));
    }

    synchronized long usedBytes() {
        return usedBytes;
    }

    @GuardedBy("this")
    private void reserve(long bytes) {
        if (usedBytes > 0 && usedBytes + bytes > maxBytes) {
            throw RestException.throttled(Limit.REPLIES_BYTES, RETRY_AFTER);
        }
        usedBytes += bytes;
    }

    private synchronized void giveBack(long bytes) {
        usedBytes -= bytes;
    }

    private synchronized void giveBack(Encoded answer) {
        if (readers.merge(answer, -1, Integer::sum) == 0) {
            readers.remove(answer);
            usedBytes -= answer.weight();
        }
    }

    private static Share once(Share share) {
        AtomicBoolean isClosed = new AtomicBoolean();
        return () -> {
            if (isClosed.compareAndSet(false, true)) {
                share.close();
            }
        };
    }
}
