package dev.sluice.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An op: a message with its place in the document's order (SVC §3.7).
 *
 * <p>{@code null} means absent. System ops have no client id, but the key {@code clientId} is there all the same. Immutable.
 *
 * @param clientId who sent it; {@code null} for the service itself
 * @param clientSequenceNumber the client's own count; -1 for system ops
 * @param contents opaque; a JSON {@code null} for most system ops
 * @param metadata opaque
 * @param compression opaque
 * @param minimumSequenceNumber no member refers to an op before this one
 * @param referenceSequenceNumber the newest op the sender had seen; -1 for system ops
 * @param sequenceNumber the place in the order, from 1
 * @param timestampMs when the service received it, in milliseconds since 1970
 * @param type see {@link MessageType}
 * @param data a JSON text, present in system ops that carry something
 * @since 0.1
 */
public record SequencedMessage(
        @Nullable String clientId,
        long clientSequenceNumber,
        @Nullable RawJson contents,
        @Nullable RawJson metadata,
        @Nullable RawJson compression,
        long minimumSequenceNumber,
        long referenceSequenceNumber,
        long sequenceNumber,
        long timestampMs,
        String type,
        @Nullable String data) {
    /** How the stored form of every op ends; ops of clients are sent without it (SVC §4.6). */
    private static final String TRACES = ",\"traces\":[]}";

    private static final KnownTexts MEMBERS = KnownTexts.of(
            "clientId",
            "clientSequenceNumber",
            "contents",
            "metadata",
            "compression",
            "minimumSequenceNumber",
            "referenceSequenceNumber",
            "sequenceNumber",
            "timestamp",
            "type",
            "data",
            "traces");

    private static final KnownTexts TYPES =
            KnownTexts.of(MessageType.OP, MessageType.NOOP, MessageType.JOIN, MessageType.LEAVE, MessageType.PROPOSE);

    /** The number of bytes that {@link #TRACES} has more than a closing brace. */
    public static final int TRACES_BYTES = TRACES.length() - 1;

    /**
     * Returns the stored form: UTF-8 JSON that ends in {@code ,"traces":[]}}.
     *
     * <p>It is what {@code /deltas} answers. Without its last {@value #TRACES_BYTES} bytes before the brace it is what
     * members receive.
     */
    public byte[] toBytes() {
        JsonWriter out =
                new JsonWriter(320 + sizeOf(contents) + sizeOf(metadata) + (data == null ? 0 : data.length() * 2));
        out.ascii("{\"clientId\":");
        if (clientId == null) {
            out.ascii("null");
        } else {
            out.string(clientId);
        }
        out.ascii(",\"clientSequenceNumber\":").number(clientSequenceNumber);
        DocumentMessage.writeOptional(out, ",\"contents\":", contents);
        DocumentMessage.writeOptional(out, ",\"metadata\":", metadata);
        out.ascii(",\"minimumSequenceNumber\":").number(minimumSequenceNumber);
        out.ascii(",\"referenceSequenceNumber\":").number(referenceSequenceNumber);
        out.ascii(",\"sequenceNumber\":").number(sequenceNumber);
        out.ascii(",\"timestamp\":").number(timestampMs);
        out.ascii(",\"type\":").string(type);
        DocumentMessage.writeOptional(out, ",\"compression\":", compression);
        if (data != null) {
            out.ascii(",\"data\":").string(data);
        }
        return out.ascii(TRACES).toBytes();
    }

    /**
     * Reads an op, for instance from a store.
     *
     * @param json UTF-8 JSON from position to limit; its bytes are copied
     * @throws IllegalArgumentException if it is not an op
     */
    public static SequencedMessage parse(ByteBuffer json) {
        byte[] utf8 = new byte[json.remaining()];
        json.get(utf8);
        return parse(utf8);
    }

    /**
     * Reads an op.
     *
     * @param utf8 JSON that nobody changes afterwards: contents are slices of it
     * @throws IllegalArgumentException if it is not an op
     */
    public static SequencedMessage parse(byte[] utf8) {
        try {
            JsonScanner json = new JsonScanner(utf8, 0, utf8.length);
            SequencedMessage op = read(json);
            json.end();
            return op;
        } catch (IOException malformed) {
            throw new IllegalArgumentException("a malformed op of " + utf8.length + " bytes", malformed);
        }
    }

    /** Tells whether the service itself made this op. */
    public boolean isSystem() {
        return clientId == null;
    }

    private static SequencedMessage read(JsonScanner json) throws IOException {
        String clientId = null;
        long clientSequenceNumber = -1;
        RawJson contents = null;
        RawJson metadata = null;
        RawJson compression = null;
        long minimum = -1;
        long reference = -1;
        long sequence = -1;
        long timestamp = 0;
        String type = null;
        String data = null;
        for (boolean more = json.begin('{'); more; more = json.more('}')) {
            switch (json.name(MEMBERS)) {
                case "clientId" -> clientId = textOrNull(json);
                case "clientSequenceNumber" -> clientSequenceNumber = json.integer();
                case "contents" -> contents = json.raw();
                case "metadata" -> metadata = json.raw();
                case "compression" -> compression = json.raw();
                case "minimumSequenceNumber" -> minimum = json.integer();
                case "referenceSequenceNumber" -> reference = json.integer();
                case "sequenceNumber" -> sequence = json.integer();
                case "timestamp" -> timestamp = json.integer();
                case "type" -> type = json.string(TYPES);
                case "data" -> data = textOrNull(json);
                default -> json.skip();
            }
        }
        if (type == null || sequence < 0) {
            throw new IllegalArgumentException("an op without type or sequence number");
        }
        return new SequencedMessage(
                clientId,
                clientSequenceNumber,
                contents,
                metadata,
                compression,
                minimum,
                reference,
                sequence,
                timestamp,
                type,
                data);
    }

    private static @Nullable String textOrNull(JsonScanner json) throws IOException {
        if (json.peek() == 'n') {
            json.literal("null");
            return null;
        }
        return json.string();
    }

    private static int sizeOf(@Nullable RawJson value) {
        return value == null ? 0 : value.size();
    }
}
