package dev.sluice.server.admin;

import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.lmdb.Durability;
import dev.sluice.server.storage.lmdb.LmdbArchive;
import dev.sluice.server.storage.lmdb.LmdbOptions;
import dev.sluice.server.storage.lmdb.LmdbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Opens stores as the configuration says. */
public final class Stores {
    private Stores() {}

    /**
     * Opens the configured store, or makes it.
     *
     * @throws StoreException if it cannot be opened, or another process has it open
     */
    public static Store open(ServerConfig.Storage storage) {
        return LmdbStore.open(new LmdbOptions(
                storage.data(),
                durability(storage),
                storage.mapInitialBytes(),
                storage.mapMaxBytes(),
                storage.preallocateBytes(),
                storage.largeBlobThresholdBytes(),
                storage.commitMaxBytes(),
                storage.commitQueueMaxBytes()));
    }

    /**
     * Opens the configured store, which must be there, to change something in it.
     *
     * @throws StoreException if there is none, it cannot be opened, or another process has it open
     */
    public static Store openExisting(ServerConfig.Storage storage) {
        requireStore(storage);
        return open(storage);
    }

    /**
     * Opens the configured store, which must be there, to look at it: nothing in its folder changes.
     *
     * @throws StoreException if there is none, it cannot be opened, or another process has it open
     */
    static Store openForReading(ServerConfig.Storage storage) {
        requireStore(storage);
        return LmdbArchive.open(storage.data());
    }

    private static void requireStore(ServerConfig.Storage storage) {
        if (!LmdbStore.isIn(storage.data())) {
            throw new StoreException(storage.data().toAbsolutePath() + " holds no store; name its folder with --data");
        }
    }

    /** Tells whether a folder is missing or has nothing in it. */
    static boolean isEmpty(Path folder) {
        if (Files.notExists(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException unreadable) {
            throw new StoreException("cannot look into " + folder, unreadable);
        }
    }

    private static Durability durability(ServerConfig.Storage storage) {
        return switch (storage.durability()) {
            case COMMIT -> Durability.COMMIT;
            case LOSE_NEWEST_ON_POWER_CUT -> Durability.LOSE_LAST_COMMIT;
        };
    }
}
