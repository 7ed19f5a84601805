package dev.sluice.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Streaming JSON with the limits that input from a network needs.
 *
 * <p>Safe for use by many threads; parsers are not.
 *
 * @since 0.1
 */
public final class Json {
    /** How deep arrays and objects may nest. */
    public static final int MAX_DEPTH = 200;

    /** How deep a reader may be told to go, for what it reads is then walked through by recursion. */
    public static final int MAX_ALLOWED_DEPTH = 500;

    /** How many levels a service may put around what it was sent, before it stores it. */
    private static final int STORED_LEVELS = 16;

    private static final JsonFactory FACTORY = factory(MAX_DEPTH);
    private static final JsonFactory STORED = factory(MAX_DEPTH + STORED_LEVELS);

    private Json() {}

    /** Returns the factory that carries the limits. */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /**
     * Returns a parser over bytes in memory, which must not change while it is used.
     *
     * <p>Its byte offsets count from {@code offset}.
     */
    public static JsonParser parser(byte[] utf8, int offset, int length) {
        return parser(FACTORY, utf8, offset, length);
    }

    /** Returns a parser over what was stored: values that were input once may lie a few levels deeper there. */
    public static JsonParser storedParser(byte[] utf8) {
        return parser(STORED, utf8, 0, utf8.length);
    }

    /**
     * Reads past the value whose first token is current and returns it as a slice of the parsed array.
     *
     * @param parser a parser over {@code utf8} from {@link #parser}, at a value's first token
     * @param utf8 the array the parser reads
     * @param offset where the parser began
     * @throws IOException if the value is malformed or over a limit
     */
    public static RawJson slice(JsonParser parser, byte[] utf8, int offset) throws IOException {
        JsonToken token = parser.currentToken();
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        if (token.isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        int end = Math.toIntExact(parser.currentLocation().getByteOffset());
        return RawJson.slice(utf8, offset + start, end - start);
    }

    private static JsonParser parser(JsonFactory factory, byte[] utf8, int offset, int length) {
        try {
            return factory.createParser(utf8, offset, length);
        } catch (IOException impossible) {
            throw new UncheckedIOException("no I/O happens over an array", impossible);
        }
    }

    private static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(JsonScanner.MAX_NUMBER_LENGTH)
                        .maxNameLength(JsonScanner.MAX_NAME_LENGTH)
                        .maxStringLength(Integer.MAX_VALUE - 16)
                        .build())
                .build();
    }
}
