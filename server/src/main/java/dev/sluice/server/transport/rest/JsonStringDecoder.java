package dev.sluice.server.transport.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes the insides of JSON strings while they arrive, one string after the other, into UTF-8.
 *
 * <p>What is decoded is gathered and passed on in pieces of up to {@value #PIECE_BYTES} bytes. An unpaired surrogate escape
 * becomes U+FFFD, as it does when JavaScript writes such a string as UTF-8. Confined to one body.
 */
final class JsonStringDecoder {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int FIRST_BYTES = 256;
    private static final int UNIT_DIGITS = 4;
    private static final char REPLACEMENT = '\uFFFD';
    private static final byte[] UNESCAPED = new byte[128];

    static {
        UNESCAPED['"'] = '"';
        UNESCAPED['\\'] = '\\';
        UNESCAPED['/'] = '/';
        UNESCAPED['b'] = '\b';
        UNESCAPED['f'] = '\f';
        UNESCAPED['n'] = '\n';
        UNESCAPED['r'] = '\r';
        UNESCAPED['t'] = '\t';
    }

    private BodySink to = piece -> {};
    private byte[] piece = new byte[FIRST_BYTES];
    private int length;
    private boolean escaped;
    private int digitsToCome;
    private int unit;
    /** A high surrogate whose other half may follow; 0 for none. */
    private char high;

    /** Begins the next string, behind its opening quote. */
    void begin(BodySink sink) {
        to = sink;
    }

    /**
     * Decodes on, and passes everything on that was decoded.
     *
     * @return whether the closing quote was read; then what follows it is left in {@code json}
     */
    boolean accept(ByteBuffer json) {
        boolean ended = false;
        while (!ended && json.hasRemaining()) {
            if (digitsToCome > 0) {
                digit(json.get());
            } else if (escaped) {
                escape(json.get());
            } else {
                ended = run(json);
            }
        }
        flush();
        return ended;
    }

    /**
     * Decodes up to the closing quote, or an escape that is rare or cut off, or until a piece is full.
     *
     * <p>All content comes by here, a byte at a time; hence nothing but arrays and locals in the loop.
     */
    private boolean run(ByteBuffer json) {
        byte[] in = json.array();
        int at = json.arrayOffset() + json.position();
        int limit = json.arrayOffset() + json.limit();
        reserve(limit - at);
        byte[] out = piece;
        int filled = length;
        byte next = 0;
        boolean stopped = false;
        while (at < limit && filled < out.length && !stopped) {
            next = in[at];
            if (next == '\\' && high == 0 && limit - at > 1 && in[at + 1] >= 0 && UNESCAPED[in[at + 1]] != 0) {
                out[filled++] = UNESCAPED[in[at + 1]];
                at += 2;
            } else if (next == '"' || next == '\\' || (next >= 0 && next < ' ') || high != 0) {
                stopped = true;
            } else {
                out[filled++] = next;
                at++;
            }
        }
        length = filled;
        json.position(at - json.arrayOffset());
        return stopped && stop(next, json);
    }

    /** Returns whether the string has ended. */
    private boolean stop(byte next, ByteBuffer json) {
        if (next == '\\') {
            json.get();
            escaped = true;
            return false;
        }
        endHigh();
        if (next == '"') {
            json.get();
            return true;
        }
        if (next >= 0 && next < ' ') {
            throw RestException.badRequest("the body has a control character inside a string");
        }
        return false;
    }

    private void escape(byte next) {
        escaped = false;
        if (next == 'u') {
            digitsToCome = UNIT_DIGITS;
            unit = 0;
        } else if (next >= 0 && UNESCAPED[next] != 0) {
            unit((char) UNESCAPED[next]);
        } else {
            throw RestException.badRequest("the body has an unknown escape inside a string");
        }
    }

    private void digit(byte next) {
        int value = Character.digit(next, 16);
        if (value < 0) {
            throw RestException.badRequest("the body has a malformed escape inside a string");
        }
        unit = unit << 4 | value;
        if (--digitsToCome == 0) {
            unit((char) unit);
        }
    }

    private void unit(char decoded) {
        if (high != 0 && Character.isLowSurrogate(decoded)) {
            write(new String(new char[] {high, decoded}));
            high = 0;
            return;
        }
        endHigh();
        if (Character.isHighSurrogate(decoded)) {
            high = decoded;
        } else {
            write(String.valueOf(Character.isLowSurrogate(decoded) ? REPLACEMENT : decoded));
        }
    }

    private void endHigh() {
        if (high != 0) {
            high = 0;
            write(String.valueOf(REPLACEMENT));
        }
    }

    private void write(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, piece, length, utf8.length);
        length += utf8.length;
    }

    /** Makes room for a few bytes at least, and for as many as asked for where a piece may be that long. */
    private void reserve(int bytes) {
        if (length + Math.min(bytes, UNIT_DIGITS) > PIECE_BYTES) {
            flush();
        }
        int wanted = Math.min(length + bytes, PIECE_BYTES);
        if (piece.length < wanted) {
            piece = Arrays.copyOf(piece, wanted);
        }
    }

    private void flush() {
        if (length > 0) {
            int bytes = length;
            length = 0;
            to.accept(ByteBuffer.wrap(piece, 0, bytes));
        }
    }
}
