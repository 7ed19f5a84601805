package dev.sluice.server.bench.client;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * Masks outgoing WebSocket messages and holds them until the socket takes them.
 *
 * <p>Each message is one unfragmented frame (RFC 6455 §5.2). The mask is a real one, eight bytes at a time: a mask of
 * zero would be cheaper still, but some servers skip unmasking then and would be measured doing less than their work.
 *
 * <p>Confined to its connection's thread.
 */
final class FrameWriter {
    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PONG = 0xA;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_HEADER = 14;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private final int mask;
    private byte[] pending = new byte[8192];
    private ByteBuffer view = ByteBuffer.wrap(pending);
    private int from;
    private int to;

    FrameWriter(int mask) {
        this.mask = mask;
    }

    boolean hasPending() {
        return from < to;
    }

    void add(int opcode, byte[] message, int length) {
        reserve(LONGEST_HEADER + length);
        pending[to++] = (byte) (FIN | opcode);
        if (length < 126) {
            pending[to++] = (byte) (MASKED | length);
        } else if (length < 1 << 16) {
            pending[to++] = (byte) (MASKED | 126);
            SHORTS.set(pending, to, (short) length);
            to += 2;
        } else {
            pending[to++] = (byte) (MASKED | 127);
            LONGS.set(pending, to, (long) length);
            to += 8;
        }
        INTS.set(pending, to, mask);
        to += 4;
        mask(message, length);
    }

    /** Adds bytes as they are, before the connection speaks WebSocket. */
    void addRaw(byte[] message) {
        reserve(message.length);
        System.arraycopy(message, 0, pending, to, message.length);
        to += message.length;
    }

    /** Writes what the socket takes; {@link #hasPending} tells whether that was all. */
    void writeTo(WritableByteChannel channel) throws IOException {
        view.limit(to).position(from);
        channel.write(view);
        from = view.position();
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    private void mask(byte[] message, int length) {
        long wide = ((long) mask << 32) | (mask & 0xFFFF_FFFFL);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            LONGS.set(pending, to + i, (long) LONGS.get(message, i) ^ wide);
        }
        for (; i < length; i++) {
            pending[to + i] = (byte) (message[i] ^ (mask >>> (24 - 8 * (i & 3))));
        }
        to += length;
    }

    private void reserve(int more) {
        if (to + more <= pending.length) {
            return;
        }
        int held = to - from;
        if (held + more > pending.length) {
            pending = Arrays.copyOfRange(pending, from, from + Math.max(pending.length * 2, held + more));
            view = ByteBuffer.wrap(pending);
        } else {
            System.arraycopy(pending, from, pending, 0, held);
        }
        from = 0;
        to = held;
    }
}
