package dev.sluice.server.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder beside a backup for the copy of it that a restore reads; closing it removes it.
 *
 * <p>A restore that is killed leaves its folder behind. Whoever lives holds a lock inside, so that what nobody locks can be
 * removed. Confined to one thread.
 */
final class RestoringCopy implements AutoCloseable {
    private static final String PREFIX = ".restoring-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private RestoringCopy(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes one, after having removed what killed restores left. */
    static RestoringCopy in(Path backups) throws IOException {
        deleteStale(backups);
        Path folder = Files.createTempDirectory(backups, PREFIX);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        return new RestoringCopy(folder, channel);
    }

    /** Removes what restores that were killed left in a folder of backups, if there is such a folder. */
    static void deleteStale(Path backups) throws IOException {
        if (Files.notExists(backups)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(backups, PREFIX + "*")) {
            for (Path folder : found) {
                if (!isInUse(folder)) {
                    delete(folder);
                }
            }
        }
    }

    /** Returns the folder to copy into; it is not made yet. */
    Path store() {
        return folder.resolve("store");
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            delete(folder);
        }
    }

    private static boolean isInUse(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (Files.notExists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return true;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }
}
