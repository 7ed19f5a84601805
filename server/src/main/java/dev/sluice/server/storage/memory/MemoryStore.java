package dev.sluice.server.storage.memory;

import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreStatistics;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store without a disk.
 *
 * <p>A snapshot is the state itself, which no transaction changes while a read is under way. Safe for use by many threads.
 */
public final class MemoryStore implements Store {
    private final MemoryState state = new MemoryState();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(MemoryStore::writerThread);
    private final AtomicLong submitted = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable StoreException broken;

    /** Creates an empty store. */
    public MemoryStore() {}

    @Override
    public <T> T read(Function<? super StoreView, T> work) {
        lock.readLock().lock();
        try {
            requireOpen();
            MemoryView view = new MemoryView(state);
            try {
                return work.apply(view);
            } finally {
                view.expire();
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public CompletableFuture<Void> write(Transaction transaction) {
        transaction.mutations().forEach(this::requireOwnSpool);
        transaction.mutations().forEach(MemoryStore::submitSpool);
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            writer.execute(() -> apply(transaction, done));
            submitted.incrementAndGet();
        } catch (RejectedExecutionException afterClose) {
            done.completeExceptionally(new StoreException("the store is closed", afterClose));
        }
        return done;
    }

    @Override
    public boolean isWritable() {
        return broken == null;
    }

    @Override
    public BlobSpool spool() {
        return new MemorySpool(this);
    }

    @Override
    public StoreStatistics statistics() {
        lock.readLock().lock();
        try {
            requireOpen();
            long bytes = state.bytes();
            long done = finished.get();
            return new StoreStatistics(
                    state.documentCount(),
                    state.objectCount(),
                    bytes,
                    bytes,
                    done,
                    done,
                    Math.max(0, submitted.get() - done));
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void backup(Path target, BackupProgress progress) {
        throw new UnsupportedOperationException("a store in memory has nothing on disk to copy");
    }

    @Override
    public void close() {
        writer.shutdown();
        boolean interrupted = false;
        while (!writer.isTerminated()) {
            try {
                writer.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException notNow) {
                // What was submitted must be finished first; whoever interrupts learns of it afterwards.
                interrupted = true;
            }
        }
        closed = true;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply(Transaction transaction, CompletableFuture<Void> done) {
        StoreException failure = broken;
        lock.writeLock().lock();
        try {
            if (failure == null) {
                new MemoryWriter(state).apply(transaction.mutations());
            }
        } catch (StoreException refused) {
            failure = refused;
        } catch (RuntimeException | Error unexplained) {
            failure = new StoreException(
                    "the store in memory stopped writing after a failure that nobody can explain", unexplained);
            broken = failure;
        } finally {
            lock.writeLock().unlock();
        }
        finished.incrementAndGet();
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }

    private static Thread writerThread(Runnable task) {
        Thread thread = new Thread(task, "sluice-memory-store-writer");
        thread.setDaemon(true);
        return thread;
    }

    private void requireOwnSpool(Mutation mutation) {
        if (mutation instanceof Mutation.AdoptSpool adopt
                && !(adopt.spool() instanceof MemorySpool spool && spool.belongsTo(this))) {
            throw new IllegalArgumentException("a spool can be adopted only by the store that made it");
        }
    }

    private static void submitSpool(Mutation mutation) {
        if (mutation instanceof Mutation.AdoptSpool adopt && adopt.spool() instanceof MemorySpool spool) {
            spool.submit();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
    }
}
