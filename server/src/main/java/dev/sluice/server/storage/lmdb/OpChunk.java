package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreView;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The ops of one append, as one value: {@code i32 count}, then for each op {@code i32 length} and its bytes.
 *
 * <p>One value per append costs one descent of the tree where one per op would cost a hundred; a range that begins inside a
 * chunk skips over the lengths.
 */
final class OpChunk {
    /** Appends of more than this are cut, so that a reader of one op need not touch many pages. */
    static final int MAX_BYTES = 64 * 1024;

    private OpChunk() {}

    /** Returns how many ops from {@code from} on go into one chunk; at least one. */
    static int count(List<byte[]> ops, int from) {
        int bytes = ops.get(from).length;
        int end = from + 1;
        while (end < ops.size() && bytes + ops.get(end).length <= MAX_BYTES) {
            bytes += ops.get(end).length;
            end++;
        }
        return end - from;
    }

    static int size(List<byte[]> ops, int from, int to) {
        int size = Integer.BYTES;
        for (int i = from; i < to; i++) {
            size += Integer.BYTES + ops.get(i).length;
        }
        return size;
    }

    static void write(List<byte[]> ops, int from, int to, ByteBuffer out) {
        out.putInt(to - from);
        for (int i = from; i < to; i++) {
            byte[] op = ops.get(i);
            out.putInt(op.length).put(op);
        }
    }

    /**
     * Visits the ops of a chunk that lie between the bounds, both exclusive.
     *
     * @param last the sequence number of the chunk's last op
     * @return {@code false} if the visitor or the upper bound ended the visit
     */
    static boolean visit(ByteBuffer chunk, long last, long from, long to, StoreView.OpVisitor visitor) {
        ByteBuffer bytes = chunk.asReadOnlyBuffer();
        int count = bytes.getInt();
        int next = bytes.position();
        for (long number = last - count + 1; number <= last; number++) {
            int length = bytes.limit(bytes.capacity()).getInt(next);
            int start = next + Integer.BYTES;
            next = start + length;
            if (number >= to) {
                return false;
            }
            if (number > from && !visitor.visit(number, bytes.limit(next).position(start))) {
                return false;
            }
        }
        return true;
    }
}
