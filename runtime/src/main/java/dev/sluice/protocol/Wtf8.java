package dev.sluice.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 that has bytes for half a surrogate pair too, for the strings of JavaScript are sequences of UTF-16 units (WTF-8, as the
 * encoding is known).
 */
final class Wtf8 {
    private static final int MOST_BYTES_PER_UNIT = 3;

    private Wtf8() {}

    /** Returns the bytes of a text. */
    static byte[] encode(String text) {
        if (!hasSurrogates(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] out = new byte[text.length() * MOST_BYTES_PER_UNIT];
        int size = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            size = put(text.codePointAt(at), out, size);
        }
        return Arrays.copyOf(out, size);
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Puts the bytes of a character, or of half a surrogate pair, into an array, and returns where they end. */
    static int put(int character, byte[] out, int at) {
        int length = length(character);
        if (length == 1) {
            out[at] = (byte) character;
            return at + 1;
        }
        int rest = character;
        for (int i = at + length - 1; i > at; i--) {
            out[i] = (byte) (0x80 | (rest & 0x3f));
            rest >>= 6;
        }
        out[at] = (byte) (0xf00 >> length | rest);
        return at + length;
    }

    /**
     * Returns the text of bytes.
     *
     * @throws IOException if they are malformed
     */
    static String decode(byte[] bytes, int start, int end) throws IOException {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        // What is no UTF-8 was replaced by this character, which may also have been there.
        return text.indexOf('\ufffd') < 0 ? text : decodeExactly(bytes, start, end);
    }

    private static String decodeExactly(byte[] bytes, int start, int end) throws IOException {
        StringBuilder text = new StringBuilder(end - start);
        int at = start;
        while (at < end) {
            byte first = bytes[at];
            int length = length(first);
            text.appendCodePoint(length == 1 ? first : character(bytes, at, Math.min(length, end - at)));
            at += length;
        }
        return text.toString();
    }

    private static int character(byte[] bytes, int at, int length) throws IOException {
        int character = bytes[at] & (0x7f >> length);
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                throw malformed(at);
            }
            character = (character << 6) | (bytes[at + i] & 0x3f);
        }
        if (length != length(bytes[at]) || length != length(character)) {
            throw malformed(at);
        }
        return character;
    }

    /** How many bytes the one says that begins a character; 0 if none begins like this. */
    private static int length(byte first) {
        if (first >= 0) {
            return 1;
        }
        return switch ((first & 0xff) >> 4) {
            case 0xc, 0xd -> 2;
            case 0xe -> 3;
            case 0xf -> 4;
            default -> 0;
        };
    }

    /** How many bytes a character takes; -1 if there is none of this number. */
    private static int length(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        if (character < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            return 3;
        }
        return character <= Character.MAX_CODE_POINT ? 4 : -1;
    }

    private static IOException malformed(int at) {
        return new IOException("found no character at byte " + at + ", expected UTF-8");
    }
}
