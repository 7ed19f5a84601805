package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreStatistics;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * A store that is only looked at: nothing in its directory changes, which may be on a medium that cannot be written.
 *
 * <p>It is read without LMDB's reader table, so no store may have the directory open meanwhile. Content that a store which was
 * not closed would remove or repair when it is opened stays as it is. Safe for use by many threads.
 */
public final class LmdbArchive implements Store {
    private final Path directory;
    private final ReadingLock lock;
    private final Env<ByteBuffer> env;
    private final ReadSlots readers;
    private final Snapshots snapshots;

    private LmdbArchive(Path directory, ReadingLock lock, Env<ByteBuffer> env) {
        this.directory = directory;
        this.lock = lock;
        this.env = env;
        Tables tables = Tables.openExisting(env, directory);
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            LargeFiles files = LargeFiles.openForReading(directory, tables, txn);
            PendingWrites pending = RecoveredLog.read(directory, tables, txn).pending();
            this.readers = new ReadSlots(env);
            this.snapshots = new Snapshots(directory, tables, new TenantOrdinals(tables), files, pending, readers);
        }
    }

    /**
     * Opens the store in a directory, which must hold one.
     *
     * @throws StoreException if it holds none, a store has it open, or it was written in a format we do not know
     */
    public static LmdbArchive open(Path directory) {
        if (!LmdbStore.isIn(directory)) {
            throw new StoreException(directory.toAbsolutePath() + " holds no store");
        }
        ReadingLock lock = ReadingLock.acquire(directory, DirectoryLock::inUse);
        try {
            return open(directory, lock);
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static LmdbArchive open(Path directory, ReadingLock lock) {
        Env<ByteBuffer> env = Environments.openForReading(directory);
        try {
            return new LmdbArchive(directory, lock, env);
        } catch (RuntimeException failed) {
            env.close();
            throw failed;
        }
    }

    @Override
    public <T> T read(Function<? super StoreView, T> work) {
        return snapshots.read(work);
    }

    @Override
    public CompletableFuture<Void> write(Transaction transaction) {
        return CompletableFuture.failedFuture(notWritten());
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public BlobSpool spool() {
        throw notWritten();
    }

    private StoreException notWritten() {
        return new StoreException("the store in " + directory + " is open for reading only");
    }

    @Override
    public StoreStatistics statistics() {
        return snapshots.statistics(Snapshots.WriteCounts.NONE);
    }

    @Override
    public void backup(Path target, BackupProgress progress) {
        readers.holdingMap(() -> Backup.writeAtRest(env, directory, target, progress));
    }

    @Override
    public synchronized void close() {
        if (env.isClosed()) {
            return;
        }
        try (lock) {
            readers.close();
        } finally {
            env.close();
        }
    }
}
