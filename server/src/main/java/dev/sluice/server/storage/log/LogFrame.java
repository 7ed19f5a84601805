package dev.sluice.server.storage.log;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Mutation.PutObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The objects of one append. Immutable. All numbers are big-endian:
 *
 * <pre>
 * i32 CRC-32C of the rest   i32 size of all of it   i64 generation   i32 checksum of the frame before   i32 objects
 * for each object: u16 size of the tenant, tenant in UTF-8, 20 bytes id, u8 type code, i32 size of the body, body
 * </pre>
 *
 * <p>The generation and the checksum of the frame before (0 for the first) chain the frames: what an earlier use of the file
 * left behind the newest frame can be whole and still never belongs to it.
 *
 * @param checksum of this frame
 * @param bytes its size
 */
record LogFrame(int checksum, int bytes, long generation, List<PutObject> objects) {
    private static final int HEADER_BYTES = 3 * Integer.BYTES + Long.BYTES + Integer.BYTES;
    private static final int OBJECT_BYTES = Short.BYTES + GitId.BYTES + 1 + Integer.BYTES;

    LogFrame {
        objects = List.copyOf(objects);
    }

    /** Returns the size of a frame with the given objects. */
    static long size(List<PutObject> objects) {
        long bytes = HEADER_BYTES;
        for (PutObject object : objects) {
            bytes += OBJECT_BYTES + tenant(object).length + object.body().length;
        }
        return bytes;
    }

    /**
     * Writes a frame from the position of {@code to} on and advances it.
     *
     * @return the checksum of the frame
     */
    static int write(long generation, int previousChecksum, List<PutObject> objects, ByteBuffer to) {
        int start = to.position();
        to.putInt(0).putInt(0).putLong(generation).putInt(previousChecksum).putInt(objects.size());
        for (PutObject object : objects) {
            byte[] tenant = tenant(object);
            to.putShort((short) tenant.length).put(tenant);
            object.id().write(to);
            to.put(object.type().code()).putInt(object.body().length).put(object.body());
        }
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
        List<PutObject> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            objects.add(readObject(frame));
        }
        return Optional.of(new LogFrame(checksum, size, generation, objects));
    }

    private static PutObject readObject(ByteBuffer frame) {
        String tenant = new String(bytes(frame, frame.getShort()), StandardCharsets.UTF_8);
        GitId id = GitId.read(frame);
        GitObjectType type = GitObjectType.ofCode(frame.get());
        return new PutObject(new TenantId(tenant), id, type, bytes(frame, frame.getInt()));
    }

    private static byte[] bytes(ByteBuffer frame, int size) {
        if (size < 0 || size > frame.remaining()) {
            throw new IllegalArgumentException(
                    "a part of a frame has " + size + " bytes; expected 0 to " + frame.remaining());
        }
        byte[] bytes = new byte[size];
        frame.get(bytes);
        return bytes;
    }

    private static byte[] tenant(PutObject object) {
        return object.tenant().value().getBytes(StandardCharsets.UTF_8);
    }

    private static int checksum(ByteBuffer buffer, int start, int size) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(start + Integer.BYTES, size - Integer.BYTES));
        return (int) crc.getValue();
    }
}
