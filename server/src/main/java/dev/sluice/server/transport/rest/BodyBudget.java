package dev.sluice.server.transport.rest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bodies that are held in memory at one moment, whatever each of them may be, by what they cost there.
 *
 * <p>Safe for use by many threads.
 */
final class BodyBudget {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /**
     * Heap for each byte of a body: the buffer it is gathered in, which was twice as long when it last grew, the whole, the
     * text of its blobs, their bytes, and the transaction with which these are stored.
     */
    static final int HEAP_PER_BYTE = 6;

    private final long maxHeapBytes;
    private final AtomicLong usedHeapBytes = new AtomicLong();

    BodyBudget(long maxHeapBytes) {
        this.maxHeapBytes = maxHeapBytes;
    }

    /**
     * Takes bytes of a body out of the budget.
     *
     * @throws RestException if others have taken too many; the client may try again soon
     */
    void take(long bytes) {
        long heapBytes = bytes * HEAP_PER_BYTE;
        if (usedHeapBytes.addAndGet(heapBytes) > maxHeapBytes) {
            usedHeapBytes.addAndGet(-heapBytes);
            throw RestException.throttled(RETRY_AFTER);
        }
    }

    void giveBack(long bytes) {
        usedHeapBytes.addAndGet(-bytes * HEAP_PER_BYTE);
    }
}
