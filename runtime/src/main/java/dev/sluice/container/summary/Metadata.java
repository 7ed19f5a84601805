package dev.sluice.container.summary;

import dev.sluice.container.schema.DocumentSchema;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The blob {@code .metadata} (runtime-formats §7.3). Members that nobody here owns are kept (RT-073). Immutable.
 *
 * @param json as it was read, or as a new document has it
 * @since 0.1
 */
public record Metadata(JsonObject json) {
    /** Of a document whose snapshot has none. */
    public static final Metadata NONE = new Metadata(JsonObject.EMPTY);

    private static final String FORMAT = "summaryFormatVersion";
    private static final String NUMBER = "summaryNumber";
    private static final String MESSAGE = "message";
    private static final String LAST_MESSAGE = "lastMessage";
    private static final String SCHEMA = "documentSchema";
    private static final String NOT_ISOLATED = "disableIsolatedChannels";

    /** Whether data stores lie below {@code .channels} and not beside this blob (RT-069). */
    public boolean isIsolated() {
        return json.has(FORMAT) && !JsonBoolean.TRUE.equals(json.get(NOT_ISOLATED));
    }

    /** The sequence number of the last message at the time of the summary, if it was written down. */
    public OptionalLong lastSequenceNumber() {
        Optional<JsonNumber> number = json.object(LAST_MESSAGE)
                .or(() -> json.object(MESSAGE))
                .flatMap(message -> message.number("sequenceNumber"));
        return number.isPresent() ? OptionalLong.of((long) number.get().value()) : OptionalLong.empty();
    }

    /**
     * The document schema.
     *
     * @throws dev.sluice.loader.ContainerException if it is not understood
     */
    public DocumentSchema schema() {
        return json.object(SCHEMA).map(DocumentSchema::parse).orElse(DocumentSchema.NONE);
    }

    /** The time at which the service sequenced that message, in milliseconds since 1970. */
    public OptionalLong lastTimestampMs() {
        Optional<JsonNumber> number = json.object(LAST_MESSAGE)
                .or(() -> json.object(MESSAGE))
                .flatMap(message -> message.number("timestamp"));
        return number.isPresent() ? OptionalLong.of((long) number.get().value()) : OptionalLong.empty();
    }

    /**
     * Returns the metadata of the next summary (RT-072).
     *
     * @param last the last message processed; empty if there was none since this metadata was read
     * @param owned members that take the place of those here
     */
    public Metadata next(DocumentSchema schema, Optional<SequencedMessage> last, JsonObject owned) {
        Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
        members.remove(NOT_ISOLATED);
        double number = json.number(NUMBER).map(JsonNumber::value).orElse(0.0);
        members.put(NUMBER, JsonValue.of(number + 1));
        members.put(FORMAT, JsonValue.of(1));
        members.putAll(owned.members());
        Optional<JsonObject> message =
                last.map(Metadata::message).or(() -> json.object(LAST_MESSAGE)).or(() -> json.object(MESSAGE));
        members.remove(LAST_MESSAGE);
        members.remove(MESSAGE);
        message.ifPresent(present -> putMessage(members, present, schema));
        if (json.has(SCHEMA) || schema.referenceSequenceNumber() > 0) {
            members.remove(SCHEMA);
            members.put(SCHEMA, schema.json());
        }
        return new Metadata(JsonObject.of(members));
    }

    /** Clients that know no schema find a message that they must refuse. */
    private static void putMessage(Map<String, JsonValue> members, JsonObject message, DocumentSchema schema) {
        if (schema.isExplicit()) {
            members.put(MESSAGE, JsonObject.of("sequenceNumber", JsonValue.of(-1)));
            members.put(LAST_MESSAGE, message);
        } else {
            members.put(MESSAGE, message);
        }
    }

    private static JsonObject message(SequencedMessage last) {
        return JsonObject.builder()
                .put("clientId", last.clientId() == null ? JsonNull.NULL : JsonValue.of(last.clientId()))
                .put("clientSequenceNumber", last.clientSequenceNumber())
                .put("minimumSequenceNumber", last.minimumSequenceNumber())
                .put("referenceSequenceNumber", last.referenceSequenceNumber())
                .put("sequenceNumber", last.sequenceNumber())
                .put("timestamp", last.timestampMs())
                .put("type", last.type())
                .build();
    }
}
