package dev.sluice.server;

import dev.sluice.server.config.Limit;
import dev.sluice.server.metrics.ServerMetrics;
import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreOverloadedException;
import dev.sluice.server.storage.StoreStatistics;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A store whose writes are timed and whose refusals are counted. Safe for use by many threads. */
final class MeasuredStore implements Store {
    private final Store store;
    private final ServerMetrics metrics;

    MeasuredStore(Store store, ServerMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    @Override
    public CompletableFuture<Void> write(Transaction transaction) {
        long submittedNanos = System.nanoTime();
        // Not the stage that whenComplete returns: its failures are wrapped, and the contract names them bare.
        CompletableFuture<Void> measured = new CompletableFuture<>();
        var unused = store.write(transaction).whenComplete((durable, failure) -> {
            if (failure == null) {
                metrics.writeLatency(System.nanoTime() - submittedNanos);
                measured.complete(null);
            } else {
                refused(failure);
                measured.completeExceptionally(failure);
            }
        });
        return measured;
    }

    private void refused(Throwable failure) {
        if (failure instanceof StoreOverloadedException) {
            metrics.refused(Limit.COMMIT_QUEUE);
        }
    }

    @Override
    public <T> T read(Function<? super StoreView, T> work) {
        return store.read(work);
    }

    @Override
    public boolean isWritable() {
        return store.isWritable();
    }

    @Override
    public BlobSpool spool() {
        return store.spool();
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
