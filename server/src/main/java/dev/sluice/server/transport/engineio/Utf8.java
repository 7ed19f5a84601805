package dev.sluice.server.transport.engineio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells well-formed UTF-8 from anything else, without decoding it.
 *
 * <p>One client's bytes are sent to others as they are, and a WebSocket client closes on text that is not UTF-8; so bad text
 * has to be found where it enters.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = skipAscii(bytes, offset, end);
        while (at < end) {
            int width = sequenceWidth(bytes, at, end);
            if (width == 0) {
                return false;
            }
            at = skipAscii(bytes, at + width, end);
        }
        return true;
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** Returns the length of the multi-byte sequence at {@code at}, or 0 if it is malformed (RFC 3629 §4). */
    private static int sequenceWidth(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isTail(bytes, at + 1, end, 0x80, 0xbf) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int lowest = lead == 0xe0 ? 0xa0 : 0x80;
            int highest = lead == 0xed ? 0x9f : 0xbf;
            return isTail(bytes, at + 1, end, lowest, highest) && isTail(bytes, at + 2, end, 0x80, 0xbf) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int lowest = lead == 0xf0 ? 0x90 : 0x80;
            int highest = lead == 0xf4 ? 0x8f : 0xbf;
            return isTail(bytes, at + 1, end, lowest, highest)
                            && isTail(bytes, at + 2, end, 0x80, 0xbf)
                            && isTail(bytes, at + 3, end, 0x80, 0xbf)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean isTail(byte[] bytes, int at, int end, int lowest, int highest) {
        if (at >= end) {
            return false;
        }
        int value = bytes[at] & 0xff;
        return value >= lowest && value <= highest;
    }
}
