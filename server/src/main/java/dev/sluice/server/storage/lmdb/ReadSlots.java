package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * Lends read transactions, and keeps the map still while one is open.
 *
 * <p>A transaction that was reset holds no snapshot but keeps its place in LMDB's reader table, so that the next read only
 * renews it. The map may be remapped only while nobody reads: readers share a lock that resizing takes alone. The lock lets
 * a thread read while it reads, even if a resize is waiting.
 *
 * <p>Safe for use by many threads.
 */
final class ReadSlots implements AutoCloseable {
    /** Each takes 64 bytes of the reader table; far more than threads that read at one time. */
    static final int MAX_READERS = 1024;

    private final Env<ByteBuffer> env;
    private final ReentrantReadWriteLock map = new ReentrantReadWriteLock();
    /** Held while a copy is under way, and taken before {@link #map}: a resize that waits for a copy holds up no reader. */
    private final ReentrantReadWriteLock copies = new ReentrantReadWriteLock();

    private final ConcurrentLinkedDeque<Slot> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    ReadSlots(Env<ByteBuffer> env) {
        this.env = env;
    }

    /** Borrows a slot whose transaction sees the newest commit; it must be given back by the same thread. */
    Slot acquire() {
        map.readLock().lock();
        try {
            requireOpen();
            Slot slot = idle.pollFirst();
            if (slot == null) {
                return new Slot(env.txnRead(), new Keys());
            }
            slot.txn.renew();
            return slot;
        } catch (RuntimeException failed) {
            map.readLock().unlock();
            throw failed;
        }
    }

    void release(Slot slot) {
        slot.txn.reset();
        idle.offerFirst(slot);
        map.readLock().unlock();
    }

    /** Runs {@code copy}, which takes long, needs the map to stay where it is, and opens transactions of its own. */
    void holdingMap(Runnable copy) {
        copies.readLock().lock();
        try {
            requireOpen();
            copy.run();
        } finally {
            copies.readLock().unlock();
        }
    }

    /** Runs {@code work} while no read transaction or copy is under way, waiting for those that are. */
    void withoutReaders(Runnable work) {
        copies.writeLock().lock();
        map.writeLock().lock();
        try {
            work.run();
        } finally {
            map.writeLock().unlock();
            copies.writeLock().unlock();
        }
    }

    /** Runs {@code work} if no read transaction or copy is under way just now. */
    void ifWithoutReaders(Runnable work) {
        if (copies.writeLock().tryLock()) {
            try {
                ifWithoutTransactions(work);
            } finally {
                copies.writeLock().unlock();
            }
        }
    }

    private void ifWithoutTransactions(Runnable work) {
        if (map.writeLock().tryLock()) {
            try {
                work.run();
            } finally {
                map.writeLock().unlock();
            }
        }
    }

    /** Ends reading for good, after the reads that are under way. */
    @Override
    public void close() {
        withoutReaders(() -> {
            closed = true;
            for (Slot slot = idle.pollFirst(); slot != null; slot = idle.pollFirst()) {
                slot.txn.close();
            }
        });
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
    }

    /**
     * A read transaction and a buffer for its keys.
     *
     * @param txn open between {@link #acquire} and {@link #release}
     */
    record Slot(Txn<ByteBuffer> txn, Keys keys) {}
}
