package dev.sluice.server.storage.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.lmdbjava.Env;
import org.lmdbjava.EnvInfo;

/**
 * The size of LMDB's file and of the map over it.
 *
 * <p>A flush of pages inside a file costs one journal-free write; a flush that also makes the file longer waits for the file
 * system's journal. So the file is filled with zeros some way ahead of the pages in use. LMDB never looks at the file beyond
 * its last page, and only the writer's thread touches it, between its transactions.
 *
 * <p>Confined to the writer's thread.
 */
final class DataFile implements AutoCloseable {
    static final String NAME = "data.mdb";

    private static final int PAGE_BYTES = 4096;
    private static final int ZEROS_BYTES = 1 << 20;
    private static final long DISK_FULL_BYTES = 1 << 20;

    private final Env<ByteBuffer> env;
    private final ReadSlots readers;
    private final LmdbOptions options;
    private final FileChannel channel;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
    private long fileBytes;
    private boolean exhausted;

    DataFile(Env<ByteBuffer> env, ReadSlots readers, LmdbOptions options) throws IOException {
        this.env = env;
        this.readers = readers;
        this.options = options;
        Path file = options.directory().resolve(NAME);
        this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
        this.fileBytes = channel.size();
    }

    /** Keeps file and map ahead of the pages in use, as far as that can be had without waiting for readers. */
    void stayAhead() {
        EnvInfo info = env.info();
        long used = (info.lastPageNumber + 1) * PAGE_BYTES;
        long target = Math.min(used + options.preallocateBytes(), info.mapSize);
        if (!exhausted && fileBytes < used + options.preallocateBytes() / 2 && fileBytes < target) {
            fillWithZeros(Math.max(used, fileBytes), target);
        }
        if (used > info.mapSize / 2 && info.mapSize < options.maximumMapBytes()) {
            readers.ifWithoutReaders(() -> env.setMapSize(nextMapSize(info.mapSize)));
        }
    }

    /**
     * Makes the map larger, waiting for readers to finish; the caller has no transaction open.
     *
     * @return {@code false} if it has its maximum size
     */
    boolean growMap() {
        long size = env.info().mapSize;
        if (size >= options.maximumMapBytes()) {
            return false;
        }
        readers.withoutReaders(() -> env.setMapSize(nextMapSize(size)));
        return true;
    }

    /** Tells whether that many bytes more can be had for certain, from the map and from the disk. */
    boolean hasRoom(long bytes) {
        long used = (env.info().lastPageNumber + 1) * PAGE_BYTES;
        return used + bytes <= options.maximumMapBytes()
                && options.directory().toFile().getUsableSpace() >= bytes;
    }

    /** Tells whether next to nothing is left on the disk, as after a write that took the rest. */
    boolean isDiskFull() {
        try {
            return Files.getFileStore(options.directory()).getUsableSpace() < DISK_FULL_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private long nextMapSize(long size) {
        return Math.min(options.maximumMapBytes(), size * 2);
    }

    private void fillWithZeros(long from, long to) {
        try {
            // LMDB may have made the file longer itself; what it wrote must not be touched.
            long position = Math.max(from, channel.size());
            while (position < to) {
                zeros.clear().limit((int) Math.min(ZEROS_BYTES, to - position));
                position += channel.write(zeros, position);
            }
            fileBytes = Math.max(position, to);
        } catch (IOException diskFull) {
            // LMDB finds out by itself, and says so to whoever needs the page.
            exhausted = true;
        }
    }
}
