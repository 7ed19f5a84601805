package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;

/** Opens LMDB environments. */
final class Environments {
    private static final int HEADROOM = 2;

    private Environments() {}

    static Env<ByteBuffer> openForWriting(LmdbOptions options) {
        Path directory = options.directory();
        requireWhole(directory);
        try {
            long file = fileBytes(directory);
            // Space that is in use already counts even above the maximum, or the store could not be read.
            long map = Math.max(
                    file, Math.min(options.maximumMapBytes(), Math.max(options.initialMapBytes(), HEADROOM * file)));
            return builder(map).open(directory.toFile(), flags(options.durability()));
        } catch (LmdbException | IOException failed) {
            throw new StoreException("cannot open the store in " + directory, failed);
        }
    }

    /** Opens a store that nobody writes, without leaving a trace in its directory. */
    static Env<ByteBuffer> openForReading(Path directory) {
        try {
            return builder(fileBytes(directory))
                    .open(directory.toFile(), EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK, EnvFlags.MDB_NOTLS);
        } catch (LmdbException | IOException failed) {
            throw new StoreException("cannot open the store in " + directory, failed);
        }
    }

    private static Env.Builder<ByteBuffer> builder(long mapBytes) {
        return Env.create().setMapSize(mapBytes).setMaxDbs(Tables.COUNT).setMaxReaders(ReadSlots.MAX_READERS);
    }

    private static EnvFlags[] flags(Durability durability) {
        // Transactions are not tied to threads: readers borrow them from a pool.
        return switch (durability) {
            case COMMIT -> new EnvFlags[] {EnvFlags.MDB_NOTLS};
            case LOSE_LAST_COMMIT -> new EnvFlags[] {EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOMETASYNC};
            case LOSE_STORE -> new EnvFlags[] {EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOSYNC};
        };
    }

    /** A missing data file beside large blobs is a backup or restore that never finished, not a new store. */
    private static void requireWhole(Path directory) {
        if (Files.notExists(directory.resolve(DataFile.NAME)) && Files.exists(directory.resolve(LargeFiles.BLOBS))) {
            throw new StoreException(directory + " holds large blobs but no " + DataFile.NAME
                    + "; a copy into it was not finished. Empty it and copy again");
        }
    }

    private static long fileBytes(Path directory) throws IOException {
        Path file = directory.resolve(DataFile.NAME);
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
