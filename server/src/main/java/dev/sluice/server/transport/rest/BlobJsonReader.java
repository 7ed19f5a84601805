package dev.sluice.server.transport.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"content":…,"encoding":…}} while it arrives, without ever holding the content.
 *
 * <p>Jackson's non-blocking parser builds a string before it hands it out, so a gigabyte of content would be held twice. This
 * reader knows one shape only: an object whose {@code content} and {@code encoding} are strings, in either order, and whose
 * other members are skipped without a close look.
 *
 * <p>Confined to one body, one thread at a time.
 */
final class BlobJsonReader implements BodySink {
    private static final int NAME_MAX_BYTES = 64;

    private final BodySink content;
    private final ByteArrayOutputStream small = new ByteArrayOutputStream(32);
    private final JsonSkipper skipper;
    private final JsonStringDecoder string = new JsonStringDecoder();
    private At at = At.START;
    private String member = "";
    private boolean contentSeen;
    private @Nullable BlobEncoding encoding;

    /** What is expected next. */
    private enum At {
        START,
        FIRST_NAME,
        NAME,
        IN_NAME,
        COLON,
        VALUE,
        IN_STRING,
        IN_OTHER,
        COMMA,
        END
    }

    /** Creates a reader that passes the content on as UTF-8 and refuses deeper nesting. */
    BlobJsonReader(BodySink content, int maxDepth) {
        this.skipper = new JsonSkipper(maxDepth);
        this.content = content;
    }

    @Override
    public void accept(ByteBuffer json) {
        while (json.hasRemaining()) {
            switch (at) {
                case IN_NAME -> {
                    if (string.accept(json)) {
                        member = takeSmall();
                        at = At.COLON;
                    }
                }
                case IN_STRING -> {
                    if (string.accept(json)) {
                        endString();
                    }
                }
                case IN_OTHER -> {
                    if (skipper.accept(json)) {
                        at = At.COMMA;
                    }
                }
                default -> structure(json);
            }
        }
    }

    /**
     * Ends the body.
     *
     * @return how the content is encoded; text if the body does not say
     */
    BlobEncoding end() {
        if (at != At.END || !contentSeen) {
            throw RestException.badRequest("the body is not a whole object with a string \"content\"");
        }
        return encoding == null ? BlobEncoding.UTF8 : encoding;
    }

    private void structure(ByteBuffer json) {
        byte next = json.get();
        if (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
            return;
        }
        switch (at) {
            case START -> at = expect(next, '{', At.FIRST_NAME);
            case FIRST_NAME -> {
                if (next == '}') {
                    at = At.END;
                } else {
                    beginName(next);
                }
            }
            case NAME -> beginName(next);
            case COLON -> at = expect(next, ':', At.VALUE);
            case VALUE -> beginValue(next, json);
            case COMMA -> at = next == '}' ? At.END : expect(next, ',', At.NAME);
            default -> throw malformed();
        }
    }

    private static At expect(byte found, char expected, At then) {
        if (found != expected) {
            throw malformed();
        }
        return then;
    }

    private void beginName(byte next) {
        at = expect(next, '"', At.IN_NAME);
        string.begin(this::toSmall);
    }

    private void beginValue(byte next, ByteBuffer json) {
        boolean isString = next == '"';
        if (member.equals("content")) {
            if (!isString || contentSeen) {
                throw RestException.badRequest("\"content\" of a blob is not one string");
            }
            contentSeen = true;
            string.begin(content);
        } else if (member.equals("encoding") && isString) {
            string.begin(this::toSmall);
        } else if (isString) {
            string.begin(skipped -> {});
        } else if (next == ',' || next == '}' || next == ']' || next == ':') {
            throw malformed();
        } else {
            json.position(json.position() - 1);
            skipper.begin();
        }
        at = isString ? At.IN_STRING : At.IN_OTHER;
    }

    private void endString() {
        if (member.equals("encoding")) {
            encoding = BlobEncoding.named(takeSmall());
        }
        at = At.COMMA;
    }

    private void toSmall(ByteBuffer piece) {
        if (small.size() + piece.remaining() > NAME_MAX_BYTES) {
            throw RestException.badRequest("the body has a name over " + NAME_MAX_BYTES + " bytes");
        }
        small.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    }

    private String takeSmall() {
        String taken = small.toString(StandardCharsets.UTF_8);
        small.reset();
        return taken;
    }

    private static RestException malformed() {
        return RestException.badRequest("the body is not well-formed JSON");
    }
}
