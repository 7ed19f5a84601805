package dev.sluice.server.storage.log;

import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.StoreException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that makes ops, checkpoints and Git objects durable with one sequential write and one flush.
 *
 * <p>Every frame begins on a page of its own, so that no write touches a page on which something acknowledged lies. The file is
 * filled with zeros ahead of what is written, because a flush that makes a file longer waits for the file system's journal.
 * {@link #recycle} begins the next generation at the front; nothing is written for it, since frames of an older generation, or
 * behind another frame than the one they followed, are not read again.
 *
 * <p>Confined to one thread at a time.
 */
public final class StoreLog implements AutoCloseable {
    /** The name of the file. */
    public static final String FILE = "store.log";

    /** The name of the file in stores of format 2, which had only Git objects in it; such a file is read, and never written. */
    public static final String FILE_OF_FORMAT_2 = "objects.log";

    private static final Logger LOG = LoggerFactory.getLogger(StoreLog.class);
    private static final int PAGE_BYTES = 4096;
    private static final int GROWTH_BYTES = 1 << 20;
    private static final int ZEROS_BYTES = 64 * 1024;

    private final Path file;
    private final ByteBuffer buffer;
    private long maximumBytes;
    private @Nullable FileChannel channel;
    private long fileBytes;
    private long position;
    private long generation;
    private int checksum;

    /**
     * Creates a log that has nothing; a file is made, or used again, with the first append.
     *
     * @param generation of what is appended next; greater than any before
     * @param frameMaxBytes how much is appended at once at most
     * @param maximumBytes how large the file becomes at most
     */
    public StoreLog(Path directory, long generation, int frameMaxBytes, long maximumBytes) {
        this.file = directory.resolve(FILE);
        this.generation = generation;
        this.buffer = ByteBuffer.allocateDirect(pages(frameMaxBytes));
        this.maximumBytes = maximumBytes;
    }

    /**
     * What a log has: its newest generation up to the first frame that is not whole.
     *
     * @param generation 0 if there is none
     * @param changes in the order in which they were appended
     */
    public record Contents(long generation, List<Mutation> changes) {
        /** Creates contents. */
        public Contents {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Reads the log in a directory, if there is one; nothing is changed.
     *
     * @throws StoreException if it cannot be read, or has what only a later version can have written
     */
    public static Contents read(Path directory) {
        // The older file is done with before the newer one is made.
        Path newer = directory.resolve(FILE);
        Path file = Files.exists(newer) ? newer : directory.resolve(FILE_OF_FORMAT_2);
        try {
            return Files.exists(file) ? read(ByteBuffer.wrap(Files.readAllBytes(file))) : new Contents(0, List.of());
        } catch (IOException | IllegalArgumentException | BufferUnderflowException failed) {
            throw new StoreException("cannot read " + file + ", which has what was acknowledged", failed);
        }
    }

    private static Contents read(ByteBuffer log) {
        List<Mutation> changes = new ArrayList<>();
        long generation = 0;
        int checksum = 0;
        Optional<LogFrame> next = LogFrame.read(log, checksum);
        while (next.isPresent() && (generation == 0 || next.get().generation() == generation)) {
            LogFrame frame = next.get();
            changes.addAll(frame.changes());
            generation = frame.generation();
            checksum = frame.checksum();
            log.position(Math.min(log.limit(), log.position() + pages(frame.bytes())));
            next = LogFrame.read(log, checksum);
        }
        return new Contents(generation, changes);
    }

    /**
     * Makes a log that has nothing but the given changes in a directory that has none.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path directory, long generation, List<Mutation> changes) throws IOException {
        int bytes = Math.toIntExact(LogFrame.size(changes));
        try (StoreLog log = new StoreLog(directory, generation, bytes, pages(bytes))) {
            if (!log.append(changes)) {
                throw new IOException("no room for " + bytes + " bytes in " + log.file);
            }
        }
    }

    /** Returns the generation that appends go to. */
    public long generation() {
        return generation;
    }

    /**
     * Makes changes durable.
     *
     * @param changes puts of objects, appends of ops and checkpoints
     * @return {@code false} if they do not fit; then nothing was done
     * @throws IllegalArgumentException if one of them is of another kind
     * @throws IOException if nobody knows what is on the disk now
     */
    public boolean append(List<Mutation> changes) throws IOException {
        long bytes = LogFrame.size(changes);
        if (bytes > buffer.capacity() || !reserve(position + pages((int) bytes))) {
            return false;
        }
        FileChannel open = open();
        int written = LogFrame.write(generation, checksum, changes, buffer.clear());
        pad(buffer);
        buffer.flip();
        for (long at = position; buffer.hasRemaining(); ) {
            at += open.write(buffer, at);
        }
        open.force(false);
        checksum = written;
        position += buffer.limit();
        return true;
    }

    /** Gives up what was appended, which is durable elsewhere now, and begins the next generation. */
    public void recycle() {
        generation++;
        position = 0;
        checksum = 0;
    }

    /**
     * Closes the log and removes its file, for whatever it had is durable elsewhere.
     *
     * @throws IOException if the file cannot be removed
     */
    public void delete() throws IOException {
        close();
        Files.deleteIfExists(file.resolveSibling(FILE_OF_FORMAT_2));
        Files.deleteIfExists(file);
    }

    /** Closes the file and leaves in it what was not given up. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** Makes sure that the file is filled up to {@code end}. */
    private boolean reserve(long end) throws IOException {
        if (end > maximumBytes) {
            return false;
        }
        FileChannel open = open();
        long target = fileBytes < end ? Math.min(maximumBytes, end + GROWTH_BYTES) : end;
        try {
            while (fileBytes < target) {
                fileBytes += open.write(ByteBuffer.allocate(ZEROS_BYTES), fileBytes);
            }
            return true;
        } catch (IOException diskFull) {
            LOG.warn("{} stays at {} bytes and takes no more: {}", file, fileBytes, diskFull.getMessage());
            maximumBytes = fileBytes;
            return false;
        }
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = open;
            fileBytes = open.size();
            try (FileChannel directory = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
        return open;
    }

    private static void pad(ByteBuffer buffer) {
        int end = pages(buffer.position());
        while (buffer.position() < end) {
            buffer.put((byte) 0);
        }
    }

    private static int pages(int bytes) {
        return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }
}
