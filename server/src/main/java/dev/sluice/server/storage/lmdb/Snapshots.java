package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreStatistics;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.log.StoreLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/** Runs reads, each on a snapshot of its own. Safe for use by many threads. */
final class Snapshots {
    private final Path directory;
    private final Tables tables;
    private final TenantOrdinals tenants;
    private final LargeFiles files;
    private final PendingWrites pending;
    private final ReadSlots readers;

    Snapshots(
            Path directory,
            Tables tables,
            TenantOrdinals tenants,
            LargeFiles files,
            PendingWrites pending,
            ReadSlots readers) {
        this.directory = directory;
        this.tables = tables;
        this.tenants = tenants;
        this.files = files;
        this.pending = pending;
        this.readers = readers;
    }

    /** Does as {@link dev.sluice.server.storage.Store#read}. */
    <T> T read(Function<? super StoreView, T> work) {
        try {
            // Before the transaction: what is carried over in between is in both then, never in neither.
            PendingWrites.Snapshot logged = pending.snapshot();
            ReadSlots.Slot slot = readers.acquire();
            try {
                return read(new LmdbView(tables, tenants, files, uncarried(logged, slot), slot), work);
            } finally {
                readers.release(slot);
            }
        } catch (LmdbException failed) {
            throw new StoreException("cannot read the store in " + directory, failed);
        }
    }

    private static <T> T read(LmdbView view, Function<? super StoreView, T> work) {
        try {
            return work.apply(view);
        } finally {
            view.expire();
        }
    }

    /**
     * Returns sizes and counts.
     *
     * @param writes what became of the writes so far
     */
    StoreStatistics statistics(WriteCounts writes) {
        PendingWrites.Snapshot before = pending.snapshot();
        ReadSlots.Slot slot = readers.acquire();
        try {
            PendingWrites.Snapshot logged = uncarried(before, slot);
            Txn<ByteBuffer> txn = slot.txn();
            return new StoreStatistics(
                    tables.documents().stat(txn).entries,
                    new LmdbView(tables, tenants, files, logged, slot).objectCount(),
                    tables.usedBytes(txn) + files.storedBytes() + logged.bytes(),
                    size(DataFile.NAME) + size(StoreLog.FILE) + files.storedBytes(),
                    writes.commits(),
                    writes.finished(),
                    Math.max(0, writes.submitted() - writes.finished()));
        } catch (IOException failed) {
            throw new StoreException("cannot tell the size of the store in " + directory, failed);
        } finally {
            readers.release(slot);
        }
    }

    /** Returns what is not in LMDB either, as the slot's transaction sees it. */
    private PendingWrites.Snapshot uncarried(PendingWrites.Snapshot logged, ReadSlots.Slot slot) {
        boolean isCarried =
                !logged.isEmpty() && tables.carriedGeneration(slot.txn(), slot.keys()) >= logged.generation();
        return isCarried ? PendingWrites.Snapshot.empty(logged.generation()) : logged;
    }

    private long size(String name) throws IOException {
        try {
            return Files.size(directory.resolve(name));
        } catch (NoSuchFileException notNeededYet) {
            return 0;
        }
    }

    /** What a writer did: commits, transactions that it finished, and transactions that were submitted to it. */
    record WriteCounts(long commits, long finished, long submitted) {
        static final WriteCounts NONE = new WriteCounts(0, 0, 0);
    }
}
