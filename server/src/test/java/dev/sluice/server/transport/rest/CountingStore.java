package dev.sluice.server.transport.rest;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreStatistics;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Knows how many of its spools nobody has closed, and how often it was read. */
final class CountingStore implements Store {
    final AtomicInteger reads = new AtomicInteger();

    private final MemoryStore store = new MemoryStore();
    private final AtomicInteger openSpools = new AtomicInteger();

    int openSpools() {
        return openSpools.get();
    }

    @Override
    public <T> T read(Function<? super StoreView, T> work) {
        reads.incrementAndGet();
        return store.read(work);
    }

    @Override
    public CompletableFuture<Void> write(Transaction transaction) {
        return store.write(transaction);
    }

    @Override
    public BlobSpool spool() {
        openSpools.incrementAndGet();
        BlobSpool spool = store.spool();
        return new BlobSpool() {
            private boolean closed;

            @Override
            public void write(ByteBuffer part) {
                spool.write(part);
            }

            @Override
            public long size() {
                return spool.size();
            }

            @Override
            public GitId seal() {
                return spool.seal();
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    openSpools.decrementAndGet();
                }
                spool.close();
            }
        };
    }

    @Override
    public boolean isWritable() {
        return store.isWritable();
    }

    @Override
    public StoreStatistics statistics() {
        return store.statistics();
    }

    @Override
    public void backup(Path target, BackupProgress progress) {
        store.backup(target, progress);
    }

    @Override
    public void close() {
        store.close();
    }
}
