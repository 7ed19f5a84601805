package dev.sluice.server.storage;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The durable state of the service.
 *
 * <p>Invariants a backend keeps:
 *
 * <ul>
 *   <li>A {@link Transaction} takes effect whole or not at all, and transactions take effect in the order in which they
 *       were submitted.
 *   <li>When the future of {@link #write} completes, the transaction survives a power cut (unless the store was opened in a
 *       mode named for what it loses).
 *   <li>A transaction whose precondition does not hold fails alone: its neighbours in the same group commit are unharmed.
 *   <li>The op log of a document is contiguous (I2); an object's bytes hash to its id (I6).
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
public interface Store extends AutoCloseable {
    /** The name of the file in which the service keeps revoked tokens, beside a store on disk; copies of the store have it. */
    String REVOKED_TOKENS = "revoked-tokens";

    /**
     * Runs {@code work} on a consistent snapshot.
     *
     * <p>The view and every buffer it hands out are valid only until {@code work} returns. Work must be short and must not
     * wait for anything: an open snapshot keeps replaced pages from being used again.
     *
     * @throws StoreException if the store cannot be read or is closed
     */
    <T> T read(Function<? super StoreView, T> work);

    /**
     * Submits a transaction and returns at once.
     *
     * <p>The future completes on a thread of the store, which must not be held up. It fails with {@link
     * DocumentExistsException}, {@link SequenceConflictException} or {@link PreconditionFailedException} if a precondition
     * does not hold, with {@link StoreOverloadedException} if too much is waiting already, and with another {@link
     * StoreException} if the store is full, closed or damaged; then nothing of the transaction took effect.
     *
     * @throws IllegalArgumentException if a spool in it is of another store
     * @throws IllegalStateException if a spool in it is not sealed, or was closed or submitted before
     */
    CompletableFuture<Void> write(Transaction transaction);

    /**
     * Tells whether transactions are still carried out. After a failure that nobody can explain they never are again until
     * the store is opened anew, while reading goes on.
     */
    boolean isWritable();

    /**
     * Opens a spool for content whose size is not known or that must not be held in memory.
     *
     * @throws StoreException if no spool can be made
     */
    BlobSpool spool();

    /** Returns sizes and counts for operators; cheap enough to be asked for every few seconds. */
    StoreStatistics statistics();

    /**
     * Writes a consistent copy of the whole store into an empty or missing folder, while the store stays in use.
     *
     * @param progress is told how many of how many bytes are written; called now and then on the calling thread
     * @throws StoreException if the folder is not empty or cannot be written
     * @throws UnsupportedOperationException if this store has nothing on disk
     */
    void backup(Path target, BackupProgress progress);

    /** Finishes what was submitted, then releases everything; idempotent. */
    @Override
    void close();

    /** Receives the progress of a {@link #backup}. */
    @FunctionalInterface
    interface BackupProgress {
        /** Tells that {@code writtenBytes} of about {@code totalBytes} are written. */
        void written(long writtenBytes, long totalBytes);
    }
}
