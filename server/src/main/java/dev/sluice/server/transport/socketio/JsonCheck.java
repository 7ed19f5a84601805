package dev.sluice.server.transport.socketio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads a packet's JSON once from end to end, so that nothing behind it meets text that is malformed or nested too deeply.
 *
 * <p>Safe for use by many threads; linear in the length, and constant in memory.
 */
final class JsonCheck {
    /** Longer event names are nobody's. */
    private static final int MAX_NAME_LENGTH = 128;

    private final int maxDepth;
    private final JsonFactory factory;

    /** What a text is: an array that begins with some value, an object, or something else. */
    enum Shape {
        ARRAY_OF_NAME,
        ARRAY_OF_NUMBER,
        ARRAY_OTHER,
        OBJECT,
        OTHER,
        /** It is nested too deeply to tell. */
        TOO_DEEP
    }

    /**
     * A text that is well-formed, as far as it was read.
     *
     * @param name the first element of an {@link Shape#ARRAY_OF_NAME}, or empty text if there is none or it is too long
     */
    record Finding(Shape shape, String name) {}

    JsonCheck(int maxDepth) {
        this.maxDepth = maxDepth;
        factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .build())
                .build();
    }

    /** Returns what the text is, or empty if it is not well-formed JSON. */
    Optional<Finding> read(byte[] array, int offset, int length) {
        if (looksLikeOtherEncoding(array, offset, length)) {
            return Optional.empty();
        }
        try (JsonParser parser = factory.createParser(array, offset, length)) {
            return read(parser);
        } catch (IOException | RuntimeException malformed) {
            // RuntimeException too: Jackson reports a flood of colliding names as an IllegalStateException.
            return Optional.empty();
        }
    }

    private Optional<Finding> read(JsonParser parser) throws IOException {
        try {
            Finding finding = head(parser);
            while (!parser.getParsingContext().inRoot()) {
                parser.nextToken();
            }
            return parser.nextToken() == null ? Optional.of(finding) : Optional.empty();
        } catch (StreamConstraintsException over) {
            boolean isTooDeep = parser.getParsingContext().getNestingDepth() > maxDepth;
            return isTooDeep ? Optional.of(new Finding(Shape.TOO_DEEP, "")) : Optional.empty();
        }
    }

    private static Finding head(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            return new Finding(Shape.OBJECT, "");
        }
        if (first != JsonToken.START_ARRAY) {
            return new Finding(Shape.OTHER, "");
        }
        JsonToken element = parser.nextToken();
        if (element == JsonToken.VALUE_STRING) {
            boolean isShort = parser.getTextLength() <= MAX_NAME_LENGTH;
            return new Finding(Shape.ARRAY_OF_NAME, isShort ? parser.getText() : "");
        }
        return new Finding(element != null && element.isNumeric() ? Shape.ARRAY_OF_NUMBER : Shape.ARRAY_OTHER, "");
    }

    /** Jackson takes zeros among the first bytes for UTF-16 or UTF-32; sockets carry UTF-8 only. */
    private static boolean looksLikeOtherEncoding(byte[] array, int offset, int length) {
        for (int i = offset; i < offset + Math.min(length, 4); i++) {
            if (array[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
