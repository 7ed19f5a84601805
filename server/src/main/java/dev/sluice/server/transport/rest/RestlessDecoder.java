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

    private final MultiMap headers = HttpHeaders.headers();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream(256);
    private final byte[] piece = new byte[PIECE_BYTES];
    private int pieceLength;
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
            byte next = raw.get();
            if (escapeDigits > 0) {
                escapeDigit(next, body);
            } else if (next == '&') {
                endField(body);
            } else if (next == '=' && field == Field.NAME) {
                field = fieldNamed(takeText());
            } else if (next == '%') {
                escapeDigits = 2;
                escaped = 0;
            } else {
                put(next == '+' ? (byte) ' ' : next, body);
            }
        }
        flush(body);
    }

    /** Ends the form. */
    void end(BodySink body) {
        if (escapeDigits > 0) {
            throw RestException.badRequest("the form ends inside an escape");
        }
        endField(body);
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
        int digit = Character.digit(next, 16);
        if (digit < 0) {
            throw RestException.badRequest("the form has a malformed escape");
        }
        escaped = escaped << 4 | digit;
        if (--escapeDigits == 0) {
            put((byte) escaped, body);
        }
    }

    private void put(byte decoded, BodySink body) {
        switch (field) {
            case BODY -> {
                piece[pieceLength++] = decoded;
                if (pieceLength == PIECE_BYTES) {
                    flush(body);
                }
            }
            case NAME -> {
                if (text.size() == NAME_MAX_BYTES) {
                    throw RestException.badRequest("the form has a field name over " + NAME_MAX_BYTES + " bytes");
                }
                text.write(decoded);
            }
            case METHOD, HEADER -> {
                if (++headBytes > HEAD_MAX_BYTES) {
                    throw RestException.of(431, "the envelope has over " + HEAD_MAX_BYTES + " bytes of headers");
                }
                text.write(decoded);
            }
            case OTHER -> {}
        }
    }

    private void flush(BodySink body) {
        if (pieceLength > 0) {
            int length = pieceLength;
            pieceLength = 0;
            body.accept(ByteBuffer.wrap(piece, 0, length));
        }
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

    private void endField(BodySink body) {
        switch (field) {
            case METHOD -> method = methodNamed(takeText());
            case HEADER -> addHeader(takeText());
            case BODY -> flush(body);
            case NAME -> takeText();
            case OTHER -> {}
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
