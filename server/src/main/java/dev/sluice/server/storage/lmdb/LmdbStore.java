package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreStatistics;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The store that keeps everything in one directory of this machine, in LMDB.
 *
 * <p>Reads are snapshots of LMDB's own, and of what is on its way there, taken on the calling thread; they block nobody and are
 * blocked only while the map grows. Writes are queued for one thread, see {@link GroupWriter}. Safe for use by many threads.
 */
public final class LmdbStore implements Store {
    private final LmdbOptions options;
    private final DirectoryLock lock;
    private final Env<ByteBuffer> env;
    private final Tables tables;
    private final LargeFiles files;
    private final ReadSlots readers;
    private final PendingWrites pending;
    private final Snapshots snapshots;
    private final LoggedWrites logged;
    private final DataFile dataFile;
    private final WriteQueue queue;
    private final GroupWriter writer;
    private final Thread writerThread;
    private final AtomicLong submitted = new AtomicLong();

    private LmdbStore(LmdbOptions options, DirectoryLock lock, Env<ByteBuffer> env, LongSupplier nanoTime)
            throws IOException {
        this.options = options;
        this.lock = lock;
        this.env = env;
        this.tables = Tables.openOrCreate(env, options.directory());
        TenantOrdinals tenants = new TenantOrdinals(tables);
        RecoveredLog recovered;
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            this.files = LargeFiles.open(options.directory(), tables, txn, lock.isUnclean());
            recovered = RecoveredLog.read(options.directory(), tables, txn);
        }
        // What a store before this one left to be flushed must be on the disk before the log gives it up.
        env.sync(true);
        this.pending = recovered.pending();
        this.readers = new ReadSlots(env);
        this.snapshots = new Snapshots(options.directory(), tables, tenants, files, pending, readers);
        this.dataFile = new DataFile(env, readers, options);
        this.logged = new LoggedWrites(options, recovered, snapshots, dataFile, nanoTime);
        this.queue = new WriteQueue(options.queueBytes());
        Room room = new Room(options, dataFile);
        this.writer = new GroupWriter(
                env,
                options,
                queue,
                dataFile,
                room,
                new TransactionApplier(tables, tenants),
                logged,
                new Eraser(env::txnWrite, tables, dataFile, room, nanoTime));
        this.writerThread = new Thread(writer, "sluice-store-writer");
        writerThread.setDaemon(true);
    }

    /**
     * Opens the store in a directory, or makes one.
     *
     * @throws StoreException if the directory is in use, holds something else, or was written in a format we do not know
     */
    public static LmdbStore open(LmdbOptions options) {
        return open(options, System::nanoTime);
    }

    /** Does as {@link #open(LmdbOptions)}, with a clock that says when work that can wait has to be done. */
    static LmdbStore open(LmdbOptions options, LongSupplier nanoTime) {
        Path directory = options.directory();
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new StoreException("cannot make the directory " + directory, failed);
        }
        DirectoryLock lock = DirectoryLock.acquire(directory);
        try {
            LmdbStore store = open(options, lock, nanoTime);
            store.writerThread.start();
            return store;
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /** Tells whether a directory holds a database, be it a store of ours or not; one that was only begun does not count. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(DataFile.NAME));
    }

    private static LmdbStore open(LmdbOptions options, DirectoryLock lock, LongSupplier nanoTime) {
        Env<ByteBuffer> env = Environments.openForWriting(options);
        try {
            return new LmdbStore(options, lock, env, nanoTime);
        } catch (IOException failed) {
            env.close();
            throw new StoreException("cannot open the store in " + options.directory(), failed);
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
        transaction.mutations().forEach(this::requireOwnSpool);
        PendingTransaction pending = new PendingTransaction(transaction);
        pending.submitSpools();
        StoreException broken = writer.broken();
        try {
            if (broken != null) {
                throw broken;
            }
            queue.add(pending);
            submitted.incrementAndGet();
        } catch (StoreException refused) {
            pending.failure = refused;
            pending.complete();
        }
        return pending.done;
    }

    @Override
    public boolean isWritable() {
        return writer.broken() == null;
    }

    @Override
    public BlobSpool spool() {
        return new LmdbSpool(files, options.largeBlobBytes());
    }

    @Override
    public StoreStatistics statistics() {
        long finished = writer.transactions();
        return snapshots.statistics(new Snapshots.WriteCounts(writer.commits(), finished, submitted.get()));
    }

    @Override
    public void backup(Path target, BackupProgress progress) {
        PendingWrites.Snapshot logged = pending.snapshot();
        readers.holdingMap(() -> Backup.write(env, options.directory(), target, logged, progress));
    }

    /**
     * Copies a backup into an empty or missing directory, where it can then be opened.
     *
     * @param progress is told how many of how many bytes are written
     * @throws StoreException if {@code backup} is not a complete store or is in use, or {@code directory} is not empty
     */
    public static void restore(Path backup, Path directory, BackupProgress progress) {
        Backup.copy(backup, directory, progress);
    }

    @Override
    public synchronized void close() {
        if (writerThread.equals(Thread.currentThread())) {
            throw new IllegalStateException("the store cannot be closed from a completion of its own");
        }
        if (env.isClosed()) {
            return;
        }
        queue.close();
        joinWriter();
        readers.close();
        closeFiles();
    }

    private void closeFiles() {
        try (lock;
                logged) {
            dataFile.close();
            if (writer.broken() == null) {
                env.sync(true);
                logged.removeIfCarried();
                lock.markClean();
            }
        } catch (IOException | LmdbException failed) {
            throw new StoreException("cannot close the store in " + options.directory(), failed);
        } finally {
            env.close();
        }
    }

    private void joinWriter() {
        boolean interrupted = false;
        while (writerThread.isAlive()) {
            try {
                writerThread.join();
            } catch (InterruptedException notNow) {
                // What was submitted must be finished first; whoever interrupts learns of it afterwards.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOwnSpool(Mutation mutation) {
        if (mutation instanceof Mutation.AdoptSpool adopt
                && !(adopt.spool() instanceof LmdbSpool spool && spool.belongsTo(files))) {
            throw new IllegalArgumentException("a spool can be adopted only by the store that made it");
        }
    }
}
