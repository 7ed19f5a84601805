package dev.sluice.server.transport.rest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that come in pieces, in one array.
 *
 * <p>Unlike a {@link java.io.ByteArrayOutputStream} it shows what it has without a copy. Confined to one thread at a time.
 */
final class GatheredBytes implements BodySink {
    private static final int ROOM_MIN_BYTES = 1024;

    private byte[] bytes;
    private int size;

    /** Creates an empty one that takes so many bytes before it grows. */
    GatheredBytes(int room) {
        bytes = new byte[room];
    }

    @Override
    public void accept(ByteBuffer part) {
        int added = part.remaining();
        reserve(added);
        part.get(bytes, size, added);
        size += added;
    }

    /** Makes room for so many bytes more, if they are known to come in several pieces. */
    void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            int doubled = (int) Math.min(2L * size, Integer.MAX_VALUE - Long.BYTES);
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(needed, doubled), ROOM_MIN_BYTES));
        }
    }

    int size() {
        return size;
    }

    /** Returns a view of what was gathered so far; it ends with the next piece. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Returns what was gathered in an array of just that length, which may be this one's own: nothing may be added then. */
    byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
