package dev.sluice.server.transport.rest;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a RestLess envelope apart while it arrives (SVC §1.2).
 *
 * <p>The envelope is a form: {@code method=…&header=…&header=…&body=…}. Method and headers are kept, the body is decoded and
 * passed on piece by piece, so that an attachment of any size needs no more memory than one piece. Fields it does not know
 * are skipped.
 *
 * <p>Confined to one request, one thread at a time.
 */
final class RestlessDecoder {
    private static final int HEAD_MAX_BYTES = 64 * 1024;
    private static final int NAME_MAX_BYTES = 64;
    private static final int PIECE_BYTES = 16 * 1024;
    /** Of the bytes that are not themselves in a form: {@code %}, {@code &}, and {@code +}. */
    private static final byte LAST_SPECIAL = '+';

    private static final byte NO_DIGIT = -1;
    private static final byte[] DIGITS = new byte[256];

    static {
        for (int i = 0; i < DIGITS.length; i++) {
            DIGITS[i] = (byte) Character.digit(i, 16);
        }
    }

    private final MultiMap headers = HttpHeaders.headers();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream(256);
    private byte[] piece = new byte[0];
    private int headBytes;
    private Field field = Field.NAME;
    private boolean bodySeen;
    private @Nullable HttpMethod method;
    private int escapeDigits;
    private int escaped;

    /** What the bytes at hand belong to. */
    private enum Field {
        NAME,
        METHOD,
        HEADER,
        BODY,
        OTHER
    }

    /** Tells whether a content type announces an envelope. */
    static boolean isRestless(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String plain = contentType.toLowerCase(Locale.ROOT).replace(" ", "");
        return plain.startsWith("application/x-www-form-urlencoded") && plain.contains(";restless");
    }

    /** Decodes the next bytes of the form, passing on those of the body. */
    void accept(ByteBuffer raw, BodySink body) {
        while (raw.hasRemaining()) {
            byte next = raw.get(raw.position());
            if (escapeDigits > 0) {
                escapeDigit(raw.get(), body);
            } else if (next == '&') {
                raw.get();
                endField();
            } else if (next == '=' && field == Field.NAME) {
                raw.get();
                field = fieldNamed(takeText());
            } else if (next == '%' && raw.remaining() <= 2) {
                raw.get();
                escapeDigits = 2;
                escaped = 0;
            } else {
                run(raw, body);
            }
        }
    }

    /**
     * Decodes as much of a field as fits one piece, up to its end or an escape that is cut off.
     *
     * <p>Everything large comes by here, a byte at a time; hence nothing but arrays and locals in the loop.
     */
    private void run(ByteBuffer raw, BodySink body) {
        byte[] in = raw.array();
        int at = raw.arrayOffset() + raw.position();
        int limit = raw.arrayOffset() + raw.limit();
        byte[] out = pieceFor(limit - at);
        byte end = field == Field.NAME ? (byte) '=' : (byte) '&';
        int length = 0;
        while (at < limit && length < out.length) {
            byte next = in[at];
            if (next == '%' && limit - at > 2) {
                int decoded = DIGITS[in[at + 1] & 0xff] << 4 | DIGITS[in[at + 2] & 0xff];
                if (decoded < 0) {
                    throw malformedEscape();
                }
                out[length++] = (byte) decoded;
                at += 3;
            } else if (next > LAST_SPECIAL
                    && end != '='
                    && limit - at >= EightBytes.COUNT
                    && out.length - length >= EightBytes.COUNT) {
                // What is behind the plain bytes is copied too, and then overwritten.
                long word = EightBytes.get(in, at);
                EightBytes.put(out, length, word);
                int plain = EightBytes.first(EightBytes.below(word, LAST_SPECIAL + 1));
                length += plain;
                at += plain;
            } else if (next == '&' || next == end || next == '%') {
                break;
            } else {
                out[length++] = next == '+' ? (byte) ' ' : next;
                at++;
            }
        }
        raw.position(at - raw.arrayOffset());
        put(out, length, body);
    }

    private byte[] pieceFor(int rawBytes) {
        int wanted = Math.min(PIECE_BYTES, rawBytes);
        if (piece.length < wanted) {
            piece = new byte[wanted];
        }
        return piece;
    }

    /** Ends the form. */
    void end() {
        if (escapeDigits > 0) {
            throw RestException.badRequest("the form ends inside an escape");
        }
        endField();
    }

    /** Tells whether the field that holds the body has begun. */
    boolean bodySeen() {
        return bodySeen;
    }

    Optional<HttpMethod> method() {
        return Optional.ofNullable(method);
    }

    /** Returns the headers named so far. */
    MultiMap headers() {
        return headers;
    }

    private void escapeDigit(byte next, BodySink body) {
        int digit = DIGITS[next & 0xff];
        if (digit == NO_DIGIT) {
            throw malformedEscape();
        }
        escaped = escaped << 4 | digit;
        if (--escapeDigits == 0) {
            put(new byte[] {(byte) escaped}, 1, body);
        }
    }

    private void put(byte[] decoded, int length, BodySink body) {
        switch (field) {
            case BODY -> body.accept(ByteBuffer.wrap(decoded, 0, length));
            case NAME -> {
                if (text.size() + length > NAME_MAX_BYTES) {
                    throw RestException.badRequest("the form has a field name over " + NAME_MAX_BYTES + " bytes");
                }
                text.write(decoded, 0, length);
            }
            case METHOD, HEADER -> {
                headBytes += length;
                if (headBytes > HEAD_MAX_BYTES) {
                    throw RestException.of(431, "the envelope has over " + HEAD_MAX_BYTES + " bytes of headers");
                }
                text.write(decoded, 0, length);
            }
            case OTHER -> {}
        }
    }

    private static RestException malformedEscape() {
        return RestException.badRequest("the form has a malformed escape");
    }

    private Field fieldNamed(String name) {
        switch (name) {
            case "method" -> {
                return Field.METHOD;
            }
            case "header" -> {
                return Field.HEADER;
            }
            case "body" -> {
                if (bodySeen) {
                    throw RestException.badRequest("the form has two bodies");
                }
                bodySeen = true;
                return Field.BODY;
            }
            default -> {
                return Field.OTHER;
            }
        }
    }

    private void endField() {
        switch (field) {
            case METHOD -> method = methodNamed(takeText());
            case HEADER -> addHeader(takeText());
            case NAME -> takeText();
            case BODY, OTHER -> {}
        }
        field = Field.NAME;
    }

    private static HttpMethod methodNamed(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "GET" -> HttpMethod.GET;
            case "POST" -> HttpMethod.POST;
            case "PUT" -> HttpMethod.PUT;
            case "PATCH" -> HttpMethod.PATCH;
            case "DELETE" -> HttpMethod.DELETE;
            default -> throw RestException.badRequest("the envelope has an unknown method");
        };
    }

    /** The value is all that follows the first colon and space. */
    private void addHeader(String line) {
        int colon = line.indexOf(": ");
        if (colon <= 0) {
            return;
        }
        try {
            headers.set(line.substring(0, colon), line.substring(colon + 2));
        } catch (IllegalArgumentException unsendable) {
            throw RestException.badRequest("the envelope has a header that HTTP does not allow");
        }
    }

    private String takeText() {
        String taken = text.toString(StandardCharsets.UTF_8);
        text.reset();
        return taken;
    }
}
