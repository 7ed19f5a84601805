package dev.sluice.server.transport.rest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes at a time, held in a {@code long} with the first of them lowest.
 *
 * <p>A test marks a byte by its highest bit. The lowest mark is exact; above it there may be marks too many, for the tests
 * subtract and bytes borrow from the next. So ask for the {@link #first} only. Pure.
 */
final class EightBytes {
    static final int COUNT = Long.BYTES;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private EightBytes() {}

    static long get(byte[] from, int at) {
        return (long) WORDS.get(from, at);
    }

    static void put(byte[] to, int at, long word) {
        WORDS.set(to, at, word);
    }

    /** Marks bytes below {@code bound}, taken as unsigned; the bound is at most 128. */
    static long below(long word, int bound) {
        return (word - EACH * bound) & ~word & HIGHEST_BITS;
    }

    /** Returns how many bytes come before the first marked one; all of them if none is marked. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
