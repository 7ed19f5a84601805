package dev.sluice.server.storage.log;

import dev.sluice.server.storage.Mutation.PutObject;
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
 * The file that makes Git objects durable with one sequential write and one flush.
 *
 * <p>Every frame begins on a page of its own, so that no write touches a page on which something acknowledged lies. The file is
 * filled with zeros ahead of what is written, because a flush that makes a file longer waits for the file system's journal.
 * {@link #recycle} begins the next generation at the front; nothing is written for it, since frames of an older generation, or
 * behind another frame than the one they followed, are not read again.
 *
 * <p>Confined to one thread at a time.
 */
public final class ObjectLog implements AutoCloseable {
    /** The name of the file. */
    public static final String FILE = "objects.log";

    private static final Logger LOG = LoggerFactory.getLogger(ObjectLog.class);
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
    public ObjectLog(Path directory, long generation, int frameMaxBytes, long maximumBytes) {
        this.file = directory.resolve(FILE);
        this.generation = generation;
        this.buffer = ByteBuffer.allocateDirect(pages(frameMaxBytes));
        this.maximumBytes = maximumBytes;
    }

    /**
     * What a log has: its newest generation up to the first frame that is not whole.
     *
     * @param generation 0 if there is none
     * @param objects in the order in which they were appended
     */
    public record Contents(long generation, List<PutObject> objects) {
        /** Creates contents. */
        public Contents {
            objects = List.copyOf(objects);
        }
    }

    /**
     * Reads the log in a directory, if there is one; nothing is changed.
     *
     * @throws StoreException if it cannot be read, or has what only a later version can have written
     */
    public static Contents read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? read(ByteBuffer.wrap(Files.readAllBytes(file))) : new Contents(0, List.of());
        } catch (IOException | IllegalArgumentException | BufferUnderflowException failed) {
            throw new StoreException("cannot read " + file + ", which has acknowledged Git objects", failed);
        }
    }

    private static Contents read(ByteBuffer log) {
        List<PutObject> objects = new ArrayList<>();
        long generation = 0;
        int checksum = 0;
        Optional<LogFrame> next = LogFrame.read(log, checksum);
        while (next.isPresent() && (generation == 0 || next.get().generation() == generation)) {
            LogFrame frame = next.get();
            objects.addAll(frame.objects());
            generation = frame.generation();
            checksum = frame.checksum();
            log.position(Math.min(log.limit(), log.position() + pages(frame.bytes())));
            next = LogFrame.read(log, checksum);
        }
        return new Contents(generation, objects);
    }

    /** Returns the generation that appends go to. */
    public long generation() {
        return generation;
    }

    /**
     * Makes objects durable.
     *
     * @return {@code false} if they do not fit; then nothing was done
     * @throws IOException if nobody knows what is on the disk now
     */
    public boolean append(List<PutObject> objects) throws IOException {
        long bytes = LogFrame.size(objects);
        if (bytes > buffer.capacity() || !reserve(position + pages((int) bytes))) {
            return false;
        }
        FileChannel open = open();
        int written = LogFrame.write(generation, checksum, objects, buffer.clear());
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
