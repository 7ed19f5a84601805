package dev.sluice.container.batch;

import dev.sluice.container.batch.BatchException.Rule;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNestingException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonReader;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An op on the way out of its wrappings: chunks put together, decompressed, not yet taken apart into messages. Immutable.
 *
 * @param origin the sequenced op, for numbers and errors
 * @param type {@code op}, or the runtime type itself in very old logs
 */
record WireOp(
        SequencedMessage origin,
        String clientId,
        String type,
        @Nullable JsonValue contents,
        @Nullable JsonObject metadata,
        @Nullable String compression) {
    static final String CHUNKED = "chunkedOp";
    static final String GROUPED = "groupedBatch";

    /** Tells whether the message is the runtime's; very old logs have the runtime type as the message's own. */
    static boolean isRuntime(SequencedMessage message) {
        String type = message.type();
        return type.equals(MessageType.OP)
                || type.equals(CHUNKED)
                || RuntimeType.ofWireName(type).isPresent();
    }

    /** Parses contents, which are a JSON text in a string, once. */
    static WireOp read(SequencedMessage message, JsonReader reader) {
        String clientId = message.clientId();
        if (clientId == null) {
            throw new BatchException(Rule.SENDER, message, "a runtime op without client id");
        }
        try {
            RawJson compression = message.compression();
            return new WireOp(
                    message,
                    clientId,
                    message.type(),
                    parse(message.contents(), reader),
                    object(message.metadata()),
                    compression == null || compression.isNull() ? null : compression.stringValue());
        } catch (JsonNestingException tooDeep) {
            throw new BatchException(Rule.NESTING_LIMIT, message, String.valueOf(tooDeep.getMessage()), tooDeep);
        } catch (JsonException | IllegalStateException malformed) {
            throw new BatchException(Rule.CONTENTS_FORM, message, "malformed JSON", malformed);
        }
    }

    /** Returns the same op with the contents of which it was the last chunk. */
    WireOp assembled(
            String text,
            String originalType,
            @Nullable JsonObject originalMetadata,
            @Nullable String originalCompression,
            BatchLimits limits) {
        JsonValue whole = null;
        if (!text.isEmpty()) {
            try {
                whole = JsonValue.parse(text, limits.maxNesting());
            } catch (JsonNestingException tooDeep) {
                throw error(Rule.NESTING_LIMIT, String.valueOf(tooDeep.getMessage()), tooDeep);
            } catch (JsonException malformed) {
                throw error(Rule.CONTENTS_FORM, "chunks that make no JSON", malformed);
            }
        }
        return new WireOp(origin, clientId, originalType, whole, originalMetadata, originalCompression);
    }

    /** Returns the same op with contents that were compressed, which have their own type inside. */
    WireOp unpacked(JsonValue unpacked) {
        return new WireOp(origin, clientId, MessageType.OP, unpacked, metadata, null);
    }

    /** Returns the contents of the given wrapping, if that is what this op is. */
    Optional<JsonValue> wrapped(String wrapping) {
        if (type.equals(wrapping)) {
            return Optional.ofNullable(contents);
        }
        return contents instanceof JsonObject object
                        && object.string("type").filter(wrapping::equals).isPresent()
                ? Optional.ofNullable(object.get("contents"))
                : Optional.empty();
    }

    /** The mark {@code true} at a batch's start, {@code false} at its end. */
    @Nullable
    JsonBoolean batchMark() {
        return metadata != null && metadata.get("batch") instanceof JsonBoolean mark ? mark : null;
    }

    @Nullable
    String batchId() {
        return metadata == null ? null : metadata.string("batchId").orElse(null);
    }

    RuntimeMessage toMessage() {
        if (!type.equals(MessageType.OP)) {
            return message(knownType(type, JsonObject.EMPTY), contents, metadata, origin.clientSequenceNumber());
        }
        return messageOf(contents, metadata, origin.clientSequenceNumber());
    }

    /** Returns the message that {@code packed} is, which arrived in this op. */
    RuntimeMessage messageOf(
            @Nullable JsonValue packed, @Nullable JsonObject metadataOfMessage, long clientSequenceNumber) {
        if (!(packed instanceof JsonObject object)) {
            throw error(Rule.CONTENTS_FORM, "a runtime message that is no object");
        }
        if (object.has("address") && !object.has("type")) {
            return message(RuntimeType.COMPONENT, object, metadataOfMessage, clientSequenceNumber);
        }
        RuntimeType runtimeType = object.string("type")
                .map(name -> knownType(name, object))
                .orElseThrow(() -> error(Rule.CONTENTS_FORM, "a runtime message without type"));
        return message(runtimeType, object.get("contents"), metadataOfMessage, clientSequenceNumber);
    }

    private RuntimeMessage message(
            RuntimeType runtimeType,
            @Nullable JsonValue inner,
            @Nullable JsonObject metadataOfMessage,
            long clientSequenceNumber) {
        return new RuntimeMessage(
                clientId,
                clientSequenceNumber,
                origin.sequenceNumber(),
                origin.referenceSequenceNumber(),
                origin.minimumSequenceNumber(),
                origin.timestampMs(),
                runtimeType,
                inner,
                metadataOfMessage);
    }

    BatchException error(Rule rule, String found) {
        return new BatchException(rule, origin, found);
    }

    BatchException error(Rule rule, String found, Throwable cause) {
        return new BatchException(rule, origin, found, cause);
    }

    private RuntimeType knownType(String name, JsonObject message) {
        return RuntimeType.ofWireName(name).orElseGet(() -> {
            boolean ignorable = message.object("compatDetails")
                    .flatMap(details -> details.string("behavior"))
                    .filter("Ignore"::equals)
                    .isPresent();
            if (!ignorable || name.equals(GROUPED) || name.equals(CHUNKED)) {
                throw error(Rule.KNOWN_TYPE, "the type " + name);
            }
            return RuntimeType.IGNORED;
        });
    }

    private static @Nullable JsonValue parse(@Nullable RawJson contents, JsonReader reader) {
        if (contents == null || contents.isNull() || contents.isEmptyString()) {
            return null;
        }
        return reader.read(contents.isString() ? contents.embedded() : contents);
    }

    private static @Nullable JsonObject object(@Nullable RawJson metadata) {
        return metadata != null && metadata.isObject()
                ? JsonValue.parse(metadata).asObject().orElse(null)
                : null;
    }
}
