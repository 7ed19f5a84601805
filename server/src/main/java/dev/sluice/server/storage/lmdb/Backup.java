package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Store.BackupProgress;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.log.StoreLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.lmdbjava.CopyFlags;
import org.lmdbjava.Cursor;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * Copies a store that is in use, or one that is not.
 *
 * <p>Order: what is only in the log was noted before; then LMDB writes a snapshot of its file, under a folder of its own; if that
 * has carried over what was noted, the copy's log is ignored when it is opened; then every file which the <em>copied</em>
 * rows name is linked or copied, and what lies beside them, such as the list of revoked tokens, without which a restored service
 * would accept them again; last the snapshot moves to its place. Files of blobs never change once they are named, so the copy is
 * exactly the snapshot, and a copy that was cut short has no data file and is refused.
 */
final class Backup {
    private static final String PARTIAL = "partial";
    private static final long POLL_MS = 100;

    private final Path source;
    private final Path target;
    private final List<String> beside;
    private final PendingWrites.Snapshot logged;
    private final BackupProgress progress;
    private long written;
    private long total;

    private Backup(
            Path source, Path target, List<String> beside, PendingWrites.Snapshot logged, BackupProgress progress) {
        this.source = source;
        this.target = target;
        this.beside = beside;
        this.logged = logged;
        this.progress = progress;
    }

    /**
     * Copies a store that is open here and written to; the caller keeps its map from being moved.
     *
     * @param logged what was only in the log at a moment before this call
     */
    static void write(
            Env<ByteBuffer> env, Path source, Path target, PendingWrites.Snapshot logged, BackupProgress progress) {
        new Backup(source, target, List.of(Store.REVOKED_TOKENS), logged, progress).copy(env);
    }

    /** Copies a store that is open here and that nobody writes to, its log as it is. */
    static void writeAtRest(Env<ByteBuffer> env, Path source, Path target, BackupProgress progress) {
        List<String> beside = List.of(Store.REVOKED_TOKENS, StoreLog.FILE, StoreLog.FILE_OF_FORMAT_2);
        new Backup(source, target, beside, PendingWrites.Snapshot.empty(0), progress).copy(env);
    }

    /**
     * Copies a store that nobody has open, and keeps it so.
     *
     * <p>The source is read without LMDB's reader table, so whoever wrote to it meanwhile would use pages again that the copy
     * is still to read.
     *
     * @throws StoreException also if the store is in use
     */
    static void copy(Path source, Path target, BackupProgress progress) {
        if (Files.notExists(source.resolve(DataFile.NAME))) {
            throw new StoreException(source + " holds no " + DataFile.NAME + "; expected a complete backup");
        }
        ReadingLock lock = ReadingLock.acquire(source, (real, where) -> inUse(real));
        try (Env<ByteBuffer> env = Environments.openForReading(source)) {
            Tables.openExisting(env, source);
            writeAtRest(env, source, target, progress);
        } finally {
            lock.close();
        }
    }

    private static StoreException inUse(Path directory) {
        return new StoreException("the store in " + directory
                + " is in use; make a backup of it with \"sluice backup --url\", or stop what has it open first");
    }

    private void copy(Env<ByteBuffer> env) {
        try {
            Path partial = prepareTarget();
            total = env.info().lastPageNumber * env.stat().pageSize;
            copySnapshot(env, partial);
            for (LargeFile file : namedFiles(partial)) {
                copyFile(file);
            }
            for (String name : beside) {
                copyBeside(name);
            }
            if (!logged.isEmpty()) {
                StoreLog.write(target, logged.generation(), logged.merged());
            }
            finish(partial);
        } catch (IOException failed) {
            throw new StoreException("cannot copy the store in " + source + " to " + target, failed);
        }
    }

    private Path prepareTarget() throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new StoreException(target + " is not empty; expected an empty or missing folder");
            }
        }
        Files.createDirectory(target.resolve(LargeFiles.BLOBS));
        return Files.createDirectory(target.resolve(PARTIAL));
    }

    /** LMDB copies without a word; another thread lets it, and this one tells how far it came. */
    private void copySnapshot(Env<ByteBuffer> env, Path partial) throws IOException {
        CompletableFuture<Void> copied = new CompletableFuture<>();
        Thread copier = new Thread(
                () -> {
                    try {
                        env.copy(partial.toFile(), CopyFlags.MDB_CP_COMPACT);
                        copied.complete(null);
                    } catch (RuntimeException | Error failed) {
                        copied.completeExceptionally(failed);
                    }
                },
                "sluice-store-backup");
        copier.start();
        Path file = partial.resolve(DataFile.NAME);
        try {
            while (!isDone(copied)) {
                progress.written(Files.exists(file) ? Files.size(file) : 0, total);
            }
        } finally {
            // Whatever progress() throws, the map must stay until LMDB is done with it.
            copied.handle((done, failed) -> true).join();
        }
        written = Files.size(file);
        total = written;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static boolean isDone(CompletableFuture<Void> copied) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    copied.get(POLL_MS, TimeUnit.MILLISECONDS);
                    return true;
                } catch (InterruptedException notNow) {
                    // LMDB cannot be told to stop, and the map must stay while it copies.
                    interrupted = true;
                } catch (TimeoutException goesOn) {
                    return false;
                } catch (ExecutionException failed) {
                    throw new StoreException("LMDB could not write the copy", failed);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<LargeFile> namedFiles(Path partial) {
        List<LargeFile> named = new ArrayList<>();
        try (Env<ByteBuffer> copy = Environments.openForReading(partial)) {
            Tables tables = Tables.openExisting(copy, partial);
            try (Txn<ByteBuffer> txn = copy.txnRead();
                    Cursor<ByteBuffer> cursor = tables.files().openCursor(txn)) {
                for (boolean found = cursor.first(); found; found = cursor.next()) {
                    ByteBuffer value = cursor.val().position(Integer.BYTES);
                    LargeFile file = new LargeFile(cursor.key().getLong(0), GitId.read(value), value.getLong());
                    named.add(file);
                    total += file.size();
                }
            }
        }
        return named;
    }

    private void copyFile(LargeFile file) throws IOException {
        Path from = source.resolve(LargeFiles.BLOBS).resolve(file.relativePath());
        Path to = target.resolve(LargeFiles.BLOBS).resolve(file.relativePath());
        if (Files.notExists(from) || Files.size(from) != file.size()) {
            throw new StoreException("the store names " + from + " of " + file.size() + " bytes, which is "
                    + (Files.exists(from) ? Files.size(from) + " bytes long" : "missing"));
        }
        Files.createDirectories(to.resolveSibling(""));
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | IOException otherDisk) {
            copyDurably(from, to);
        }
        written += file.size();
        progress.written(written, total);
    }

    /** Never a link: the file is written to. A token that is being added may be cut short; whoever reads the copy skips it. */
    private void copyBeside(String name) throws IOException {
        Path from = source.resolve(name);
        if (Files.exists(from)) {
            copyDurably(from, target.resolve(name));
        }
    }

    private static void copyDurably(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void finish(Path partial) throws IOException {
        try (Stream<Path> folders = Files.walk(target.resolve(LargeFiles.BLOBS), 1)) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                LargeFiles.sync(folder);
            }
        }
        Files.move(partial.resolve(DataFile.NAME), target.resolve(DataFile.NAME), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(partial);
        LargeFiles.sync(target);
        progress.written(written, total);
    }
}
