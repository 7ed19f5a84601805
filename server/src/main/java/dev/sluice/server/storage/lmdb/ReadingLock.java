package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps stores out of a directory that is only read, and leaves no trace there.
 *
 * <p>In a directory that never was a store's, such as a backup's, there is nothing to lock, and only stores of this process are
 * kept out.
 */
final class ReadingLock implements AutoCloseable {
    private final Path directory;
    private final @Nullable FileChannel channel;

    private ReadingLock(Path directory, @Nullable FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Locks an existing directory.
     *
     * @param inUse makes what is thrown if a store has it open: here if its argument is set, else in another process
     */
    static ReadingLock acquire(Path directory, InUse inUse) {
        try {
            Path real = directory.toRealPath();
            if (!DirectoryLock.enter(real)) {
                throw inUse.in(real, InUse.Where.THIS_PROCESS);
            }
            try {
                return new ReadingLock(real, channel(real, inUse));
            } catch (IOException | RuntimeException failed) {
                DirectoryLock.leave(real);
                throw failed;
            }
        } catch (IOException failed) {
            throw new StoreException("cannot lock the store in " + directory, failed);
        }
    }

    private static @Nullable FileChannel channel(Path real, InUse inUse) throws IOException {
        Path file = real.resolve(DirectoryLock.FILE);
        if (Files.notExists(file)) {
            return null;
        }
        // A shared lock is enough against a store's, and can be had where nothing may be written.
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
                throw inUse.in(real, InUse.Where.ANOTHER_PROCESS);
            }
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failed) {
            throw new StoreException("cannot unlock the store in " + directory, failed);
        } finally {
            DirectoryLock.leave(directory);
        }
    }

    /** Says what to do about a directory that a store has open. */
    @FunctionalInterface
    interface InUse {
        /** Who has it open. */
        enum Where {
            THIS_PROCESS,
            ANOTHER_PROCESS
        }

        StoreException in(Path directory, Where where);
    }
}
