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
    static final String FILE = "store.lock";
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
            if (!enter(real)) {
                throw inUse(real, ReadingLock.InUse.Where.THIS_PROCESS);
            }
            try {
                return lock(real);
            } catch (IOException | RuntimeException failed) {
                leave(real);
                throw failed;
            }
        } catch (IOException failed) {
            throw new StoreException("cannot lock the store in " + directory, failed);
        }
    }

    /** Notes that a store has a directory open in this process; tells whether none had. */
    static boolean enter(Path real) {
        return OPEN_HERE.add(real);
    }

    static void leave(Path real) {
        OPEN_HERE.remove(real);
    }

    /** Returns what is thrown where a directory is asked for that a store has open. */
    static StoreException inUse(Path real, ReadingLock.InUse.Where where) {
        return new StoreException(
                switch (where) {
                    case THIS_PROCESS -> "the store in " + real + " is open already in this process";
                    case ANOTHER_PROCESS -> "the store in " + real + " is open in another process; stop that one first";
                });
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
            leave(directory);
        }
    }

    private static DirectoryLock lock(Path real) throws IOException {
        FileChannel channel = FileChannel.open(real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(real, ReadingLock.InUse.Where.ANOTHER_PROCESS);
            }
            return new DirectoryLock(real, channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }
}
