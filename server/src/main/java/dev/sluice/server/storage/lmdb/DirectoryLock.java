package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a directory to one store, and remembers whether the one before was closed.
 *
 * <p>A file lock keeps other processes out. It cannot keep out a second store of the same process: there, closing the second
 * channel would release the first one's lock. Hence also a set of the directories open in this process, the only static
 * state of the package.
 */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "store.lock";
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;
    private final Path marker;
    private final boolean unclean;

    private DirectoryLock(Path directory, FileChannel channel) throws IOException {
        this.directory = directory;
        this.channel = channel;
        this.marker = directory.resolve("not-closed");
        this.unclean = Files.exists(marker);
        if (!unclean) {
            Files.createFile(marker);
        }
    }

    /**
     * Locks an existing directory.
     *
     * @throws StoreException if another store has it open
     */
    static DirectoryLock acquire(Path directory) {
        try {
            Path real = directory.toRealPath();
            if (!OPEN_HERE.add(real)) {
                throw new StoreException("the store in " + real + " is open already in this process");
            }
            try {
                return lock(real);
            } catch (IOException | RuntimeException failed) {
                OPEN_HERE.remove(real);
                throw failed;
            }
        } catch (IOException failed) {
            throw new StoreException("cannot lock the store in " + directory, failed);
        }
    }

    /**
     * Runs work that reads a directory which no store has open, and keeps stores out of it meanwhile. Leaves no trace: in a
     * directory that never was a store's, such as a backup's, there is nothing to lock.
     *
     * @throws StoreException if a store has the directory open
     */
    static void whileClosed(Path directory, Runnable work) {
        try {
            Path real = directory.toRealPath();
            if (!OPEN_HERE.add(real)) {
                throw inUse(real);
            }
            try {
                runLocked(real, work);
            } finally {
                OPEN_HERE.remove(real);
            }
        } catch (IOException failed) {
            throw new StoreException("cannot lock the store in " + directory, failed);
        }
    }

    /** Tells whether the store that was here before never closed. */
    boolean isUnclean() {
        return unclean;
    }

    /** Notes that the store is complete on disk and needs no repair. */
    void markClean() throws IOException {
        Files.deleteIfExists(marker);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new StoreException("cannot unlock the store in " + directory, failed);
        } finally {
            OPEN_HERE.remove(directory);
        }
    }

    private static void runLocked(Path real, Runnable work) throws IOException {
        Path file = real.resolve(FILE);
        if (Files.notExists(file)) {
            work.run();
            return;
        }
        // A shared lock is enough against a store's, and can be had where nothing may be written.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            if (lock == null) {
                throw inUse(real);
            }
            work.run();
        }
    }

    private static StoreException inUse(Path real) {
        return new StoreException("the store in " + real
                + " is in use; make a backup of it with \"sluice backup --url\", or stop what has it open first");
    }

    private static DirectoryLock lock(Path real) throws IOException {
        FileChannel channel = FileChannel.open(real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new StoreException("the store in " + real + " is open in another process; stop that one first");
            }
            return new DirectoryLock(real, channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }
}
