package dev.sluice.server.transport.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the inside of a JSON string while it arrives, into UTF-8.
 *
 * <p>An unpaired surrogate escape becomes U+FFFD, as it does when JavaScript writes such a string as UTF-8. Confined to one
 * string.
 */
final class JsonStringDecoder {
    private static final int UNIT_DIGITS = 4;
    private static final char REPLACEMENT = '\uFFFD';

    private final BodySink to;
    private boolean escaped;
    private int digitsToCome;
    private int unit;
    /** A high surrogate whose other half may follow; 0 for none. */
    private char high;

    JsonStringDecoder(BodySink to) {
        this.to = to;
    }

    /** Decodes on; returns whether the closing quote was read, and then leaves what follows it. */
    boolean accept(ByteBuffer json) {
        while (json.hasRemaining()) {
            if (digitsToCome > 0) {
                digit(json.get());
            } else if (escaped) {
                escape(json.get());
            } else {
                run(json);
                if (!json.hasRemaining()) {
                    return false;
                }
                byte stop = json.get();
                if (stop == '"') {
                    endHigh();
                    return true;
                }
                escaped = true;
            }
        }
        return false;
    }

    /** Passes on what needs no decoding, up to a quote or a backslash. */
    private void run(ByteBuffer json) {
        int start = json.position();
        int end = start;
        int limit = json.limit();
        while (end < limit) {
            byte next = json.get(end);
            if (next == '"' || next == '\\') {
                break;
            }
            if (next >= 0 && next < ' ') {
                throw RestException.badRequest("the body has a control character inside a string");
            }
            end++;
        }
        if (end > start) {
            endHigh();
            byte[] array = json.array();
            to.accept(ByteBuffer.wrap(array, json.arrayOffset() + start, end - start));
            json.position(end);
        }
    }

    private void escape(byte next) {
        escaped = false;
        switch (next) {
            case '"', '\\', '/' -> unit((char) next);
            case 'b' -> unit('\b');
            case 'f' -> unit('\f');
            case 'n' -> unit('\n');
            case 'r' -> unit('\r');
            case 't' -> unit('\t');
            case 'u' -> {
                digitsToCome = UNIT_DIGITS;
                unit = 0;
            }
            default -> throw RestException.badRequest("the body has an unknown escape inside a string");
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
        to.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
