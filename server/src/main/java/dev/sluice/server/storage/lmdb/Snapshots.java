package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreView;
import java.nio.file.Path;
import java.util.function.Function;
import org.lmdbjava.LmdbException;

/** Runs reads, each on a snapshot of its own. Safe for use by many threads. */
final class Snapshots {
    private final Path directory;
    private final Tables tables;
    private final TenantOrdinals tenants;
    private final LargeFiles files;
    private final ReadSlots readers;

    Snapshots(Path directory, Tables tables, TenantOrdinals tenants, LargeFiles files, ReadSlots readers) {
        this.directory = directory;
        this.tables = tables;
        this.tenants = tenants;
        this.files = files;
        this.readers = readers;
    }

    /** Does as {@link dev.sluice.server.storage.Store#read}. */
    <T> T read(Function<? super StoreView, T> work) {
        try {
            ReadSlots.Slot slot = readers.acquire();
            LmdbView view = new LmdbView(tables, tenants, files, slot);
            try {
                return work.apply(view);
            } finally {
                view.expire();
                readers.release(slot);
            }
        } catch (LmdbException failed) {
            throw new StoreException("cannot read the store in " + directory, failed);
        }
    }
}
