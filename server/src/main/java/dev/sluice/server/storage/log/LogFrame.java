package dev.sluice.server.storage.log;

import dev.sluice.server.storage.Mutation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The changes of one append. Immutable. All numbers are big-endian:
 *
 * <pre>
 * i32 CRC-32C of the rest   i32 size of all of it   i64 generation   i32 checksum of the frame before   i32 changes
 * for each change: {@link LogEntry}
 * </pre>
 *
 * <p>The generation and the checksum of the frame before (0 for the first) chain the frames: what an earlier use of the file
 * left behind the newest frame can be whole and still never belongs to it.
 *
 * @param checksum of this frame
 * @param bytes its size
 */
record LogFrame(int checksum, int bytes, long generation, List<Mutation> changes) {
    private static final int HEADER_BYTES = 3 * Integer.BYTES + Long.BYTES + Integer.BYTES;

    LogFrame {
        changes = List.copyOf(changes);
    }

    /** Returns the size of a frame with the given changes. */
    static long size(List<Mutation> changes) {
        long bytes = HEADER_BYTES;
        for (Mutation change : changes) {
            bytes += LogEntry.size(change);
        }
        return bytes;
    }

    /**
     * Writes a frame from the position of {@code to} on and advances it.
     *
     * @return the checksum of the frame
     */
    static int write(long generation, int previousChecksum, List<Mutation> changes, ByteBuffer to) {
        int start = to.position();
        to.putInt(0).putInt(0).putLong(generation).putInt(previousChecksum).putInt(changes.size());
        changes.forEach(change -> LogEntry.write(change, to));
        int size = to.position() - start;
        to.putInt(start + Integer.BYTES, size);
        int checksum = checksum(to, start, size);
        to.putInt(start, checksum);
        return checksum;
    }

    /**
     * Reads the frame at the position of {@code from}, which stays; empty if there is none, or only a part of one.
     *
     * @param previousChecksum of the frame before, 0 for the first
     * @throws IllegalArgumentException if a frame is whole, but none of ours
     */
    static Optional<LogFrame> read(ByteBuffer from, int previousChecksum) {
        int start = from.position();
        if (from.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        int checksum = from.getInt(start);
        int size = from.getInt(start + Integer.BYTES);
        if (size < HEADER_BYTES || size > from.remaining() || checksum(from, start, size) != checksum) {
            return Optional.empty();
        }
        ByteBuffer frame = from.slice(start, size).position(2 * Integer.BYTES);
        long generation = frame.getLong();
        if (frame.getInt() != previousChecksum) {
            return Optional.empty();
        }
        int count = frame.getInt();
        List<Mutation> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(LogEntry.read(frame));
        }
        return Optional.of(new LogFrame(checksum, size, generation, changes));
    }

    private static int checksum(ByteBuffer buffer, int start, int size) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(start + Integer.BYTES, size - Integer.BYTES));
        return (int) crc.getValue();
    }
}
