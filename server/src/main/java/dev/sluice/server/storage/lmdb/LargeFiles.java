package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Txn;

/**
 * The folders of large blobs.
 *
 * <p>A file is written under {@code incoming/}, made durable, renamed to {@code blobs/<2 hex>/<id>.<number>}, its folder made
 * durable, and only then named by a row. A crash leaves files without a row, never a row without its file; the former are
 * removed when the store is opened after it was not closed.
 *
 * <p>Safe for use by many threads.
 */
final class LargeFiles {
    static final String BLOBS = "blobs";
    static final String INCOMING = "incoming";

    private static final int BUCKETS = 256;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Path incoming;
    private final Path blobs;
    private final AtomicLong nextNumber = new AtomicLong(1);
    private final AtomicLong storedBytes = new AtomicLong();

    private LargeFiles(Path directory) {
        this.incoming = directory.resolve(INCOMING);
        this.blobs = directory.resolve(BLOBS);
    }

    /**
     * Opens the folders and removes what no transaction can ever adopt.
     *
     * @param txn sees the rows of the files that are to stay
     * @param unclean whether the store was not closed the last time
     */
    static LargeFiles open(Path directory, Tables tables, Txn<ByteBuffer> txn, boolean unclean) {
        LargeFiles files = new LargeFiles(directory);
        try {
            files.createBuckets();
            deleteTree(files.incoming);
            Files.createDirectory(files.incoming);
            sync(directory);
            files.countRows(tables, txn);
            if (unclean) {
                files.deleteUnnamed(tables, txn);
            }
        } catch (IOException failed) {
            throw new StoreException("cannot prepare the folders for large blobs in " + directory, failed);
        }
        return files;
    }

    /** Returns the folders of a store that is only read; nothing is made or removed. */
    static LargeFiles openForReading(Path directory, Tables tables, Txn<ByteBuffer> txn) {
        LargeFiles files = new LargeFiles(directory);
        files.countRows(tables, txn);
        return files;
    }

    Path path(LargeFile file) {
        return blobs.resolve(file.relativePath());
    }

    long nextNumber() {
        return nextNumber.getAndIncrement();
    }

    Path incoming(long number) {
        return incoming.resolve(Long.toString(number));
    }

    /** Gives a finished file its final name, durably. */
    LargeFile publish(long number, GitId id, long size) throws IOException {
        LargeFile file = new LargeFile(number, id, size);
        Path target = path(file);
        Files.move(incoming(number), target, StandardCopyOption.ATOMIC_MOVE);
        sync(target.resolveSibling(""));
        return file;
    }

    void stored(LargeFile file) {
        storedBytes.addAndGet(file.size());
    }

    long storedBytes() {
        return storedBytes.get();
    }

    /** Makes the names in a folder durable. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Makes the folders that files go to, durably. All at once: made by the first upload that needs one, a folder could be used
     * by a second upload and named by its row before its own name was on disk.
     */
    private void createBuckets() throws IOException {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            Files.createDirectories(blobs.resolve(String.format("%02x", bucket)));
        }
        sync(blobs);
    }

    private void countRows(Tables tables, Txn<ByteBuffer> txn) {
        try (Cursor<ByteBuffer> cursor = tables.files().openCursor(txn)) {
            for (boolean found = cursor.first(); found; found = cursor.next()) {
                storedBytes.addAndGet(cursor.val().getLong(LargeFile.VALUE_BYTES - Long.BYTES));
                nextNumber.set(cursor.key().getLong(0) + 1);
            }
        }
    }

    private void deleteUnnamed(Tables tables, Txn<ByteBuffer> txn) throws IOException {
        Keys keys = new Keys();
        try (Stream<Path> found = Files.walk(blobs, 2)) {
            for (Path path : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
                if (!isNamed(path, tables, txn, keys)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Tells whether a row names the file; a file whose name is not ours is left alone. */
    private static boolean isNamed(Path path, Tables tables, Txn<ByteBuffer> txn, Keys keys) {
        String name = String.valueOf(path.getFileName());
        int dot = name.indexOf('.');
        if (dot < 0
                || !GitId.isGitId(name.substring(0, dot))
                || !NUMBER.matcher(name.substring(dot + 1)).matches()) {
            return true;
        }
        ByteBuffer row = tables.files().get(txn, keys.file(Long.parseLong(name.substring(dot + 1))));
        return row != null && GitId.read(row.position(Integer.BYTES)).toHex().equals(name.substring(0, dot));
    }
}
