package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import java.util.Set;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;

/** Tells failures for lack of room, which pass, from those that nobody can explain. Confined to the writer's thread. */
final class Room {
    /** ENOSPC and EDQUOT. */
    private static final Set<Integer> DISK_FULL = Set.of(28, 122);

    private static final int EIO = 5;

    private final LmdbOptions options;
    private final DataFile dataFile;

    Room(LmdbOptions options, DataFile dataFile) {
        this.options = options;
        this.dataFile = dataFile;
    }

    /** Returns what to tell whoever asked for more than there is room for; any other failure is thrown on. */
    StoreException explain(LmdbException failed) {
        if (failed instanceof Env.MapFullException) {
            return new StoreException(
                    "the store in " + options.directory() + " has reached its maximum of " + options.maximumMapBytes()
                            + " bytes; raise the maximum and restart",
                    failed);
        }
        if (failed instanceof LmdbNativeException disk && isDiskFull(disk.getResultCode())) {
            return new StoreException(
                    "no room is left on the disk of the store in " + options.directory() + "; make room", failed);
        }
        throw failed;
    }

    private boolean isDiskFull(int code) {
        // LMDB cannot tell a write that was cut short for lack of room from any other, and calls it EIO.
        return DISK_FULL.contains(code) || (code == EIO && dataFile.isDiskFull());
    }
}
