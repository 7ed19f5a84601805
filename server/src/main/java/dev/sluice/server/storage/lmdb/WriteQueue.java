package dev.sluice.server.storage.lmdb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreOverloadedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Transactions that wait for the writer, in order of submission and bounded in bytes.
 *
 * <p>Safe for use by many threads; one thread takes.
 */
final class WriteQueue {
    private final long maximumBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<PendingTransaction> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private long waitingBytes;

    @GuardedBy("lock")
    private boolean closed;

    WriteQueue(long maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    /**
     * Adds a transaction; one that alone exceeds the bound is taken when nothing else waits.
     *
     * @throws StoreOverloadedException if too much waits already
     * @throws StoreException if the queue is closed
     */
    void add(PendingTransaction transaction) {
        lock.lock();
        try {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            if (!waiting.isEmpty() && waitingBytes + transaction.bytes > maximumBytes) {
                throw new StoreOverloadedException(waitingBytes, maximumBytes);
            }
            waiting.add(transaction);
            waitingBytes += transaction.bytes;
            if (waiting.size() == 1) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves what waits into {@code group}, up to {@code groupBytes} but at least one; waits for the first.
     *
     * @param waitMs how long to wait; then nothing is moved
     * @return {@code false} once the queue is closed and empty
     */
    boolean take(List<PendingTransaction> group, long groupBytes, long waitMs) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (waiting.isEmpty() && !closed && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
            if (waiting.isEmpty()) {
                return !closed;
            }
            move(group, groupBytes);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes later; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes later, and returns what waits. */
    List<PendingTransaction> closeAndTakeAll() {
        lock.lock();
        try {
            closed = true;
            List<PendingTransaction> all = new ArrayList<>();
            move(all, Long.MAX_VALUE);
            return all;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void move(List<PendingTransaction> group, long groupBytes) {
        long bytes = 0;
        PendingTransaction next = waiting.peek();
        while (next != null && (bytes == 0 || bytes + next.bytes <= groupBytes)) {
            waiting.remove();
            group.add(next);
            bytes += next.bytes;
            next = waiting.peek();
        }
        waitingBytes -= bytes;
    }
}
