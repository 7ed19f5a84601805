package dev.sluice.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A message as a client submits it, before it is sequenced (SVC §3.7).
 *
 * <p>Fields a service does not keep are gone; {@code null} means that the field was absent, which is not the same as a JSON
 * {@code null}. Immutable.
 *
 * @param type see {@link MessageType}; others are allowed
 * @param clientSequenceNumber counts the client's messages from 1; {@link #NO_CLIENT_SEQUENCE_NUMBER} if it was missing
 * @param referenceSequenceNumber the newest op the client had seen; -1 stands for the op's own number
 * @param contents opaque
 * @param metadata opaque
 * @param compression opaque
 * @param traced whether the client asked for traces
 * @since 0.1
 */
public record DocumentMessage(
        String type,
        long clientSequenceNumber,
        long referenceSequenceNumber,
        @Nullable RawJson contents,
        @Nullable RawJson metadata,
        @Nullable RawJson compression,
        boolean traced) {
    /** Stands for a missing client sequence number; below every real one, so such a message counts as a duplicate. */
    public static final long NO_CLIENT_SEQUENCE_NUMBER = Long.MIN_VALUE;

    /** Returns a message with contents alone. */
    public static DocumentMessage of(
            String type, long clientSequenceNumber, long referenceSequenceNumber, @Nullable RawJson contents) {
        return new DocumentMessage(type, clientSequenceNumber, referenceSequenceNumber, contents, null, null, false);
    }

    /**
     * Reads a message; the parser stands at the start of a value and is left at its end.
     *
     * @param parser over {@code utf8}
     * @param utf8 the array the parser reads, which must not change afterwards: contents are slices of it
     * @param offset where the parser began in {@code utf8}
     * @return {@code null} if the value is well-formed JSON but no message
     * @throws IOException if the JSON is malformed or over a limit
     */
    public static @Nullable DocumentMessage read(JsonParser parser, byte[] utf8, int offset) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        String type = null;
        long clientSequenceNumber = NO_CLIENT_SEQUENCE_NUMBER;
        long referenceSequenceNumber = -1;
        RawJson contents = null;
        RawJson metadata = null;
        RawJson compression = null;
        boolean traced = false;
        boolean wellTyped = true;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "contents" -> contents = Json.slice(parser, utf8, offset);
                case "clientSequenceNumber" -> {
                    wellTyped &= value == JsonToken.VALUE_NUMBER_INT;
                    clientSequenceNumber = longOrElse(parser, value, NO_CLIENT_SEQUENCE_NUMBER);
                }
                case "referenceSequenceNumber" -> {
                    wellTyped &= value == JsonToken.VALUE_NUMBER_INT;
                    referenceSequenceNumber = longOrElse(parser, value, -1);
                }
                case "type" -> type = value == JsonToken.VALUE_STRING ? parser.getText() : skip(parser);
                case "metadata" -> metadata = Json.slice(parser, utf8, offset);
                case "compression" -> compression = Json.slice(parser, utf8, offset);
                case "traces" -> {
                    traced = true;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        return type == null || !wellTyped
                ? null
                : new DocumentMessage(
                        type, clientSequenceNumber, referenceSequenceNumber, contents, metadata, compression, traced);
    }

    /** Appends this message as JSON. */
    public void write(JsonWriter out) {
        out.ascii("{\"type\":").string(type);
        if (clientSequenceNumber != NO_CLIENT_SEQUENCE_NUMBER) {
            out.ascii(",\"clientSequenceNumber\":").number(clientSequenceNumber);
        }
        out.ascii(",\"referenceSequenceNumber\":").number(referenceSequenceNumber);
        writeOptional(out, ",\"contents\":", contents);
        writeOptional(out, ",\"metadata\":", metadata);
        writeOptional(out, ",\"compression\":", compression);
        out.ascii("}");
    }

    static void writeOptional(JsonWriter out, String name, @Nullable RawJson value) {
        if (value != null) {
            out.ascii(name).value(value);
        }
    }

    private static long longOrElse(JsonParser parser, JsonToken token, long otherwise) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        }
        parser.skipChildren();
        return otherwise;
    }

    private static @Nullable String skip(JsonParser parser) throws IOException {
        parser.skipChildren();
        return null;
    }
}
