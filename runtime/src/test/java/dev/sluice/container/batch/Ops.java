package dev.sluice.container.batch;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sequences messages for tests. */
final class Ops {
    private final Map<String, Long> clientSequenceNumbers = new HashMap<>();
    private long sequenceNumber;

    /** An op whose contents are a JSON text in a string. */
    SequencedMessage op(String clientId, @Nullable String contents) {
        return op(clientId, contents, null, null);
    }

    SequencedMessage op(String clientId, @Nullable String contents, @Nullable String metadata) {
        return op(clientId, contents, metadata, null);
    }

    SequencedMessage op(
            String clientId, @Nullable String contents, @Nullable String metadata, @Nullable String compression) {
        return message(
                clientId,
                "op",
                contents == null ? null : RawJson.of(JsonValue.of(contents).toJson()),
                metadata == null ? null : RawJson.of(metadata),
                compression == null ? null : RawJson.ofString(compression));
    }

    SequencedMessage sequence(String clientId, DocumentMessage message) {
        return message(clientId, message.type(), message.contents(), message.metadata(), message.compression());
    }

    SequencedMessage message(
            @Nullable String clientId,
            String type,
            @Nullable RawJson contents,
            @Nullable RawJson metadata,
            @Nullable RawJson compression) {
        sequenceNumber++;
        long own = clientId == null ? -1 : clientSequenceNumbers.merge(clientId, 1L, Long::sum);
        return new SequencedMessage(
                clientId, own, contents, metadata, compression, 0, 0, sequenceNumber, 1_000, type, null);
    }

    SequencedMessage leave(String clientId) {
        sequenceNumber++;
        return new SequencedMessage(
                null,
                -1,
                RawJson.NULL,
                null,
                null,
                0,
                -1,
                sequenceNumber,
                1_000,
                "leave",
                JsonValue.of(clientId).toJson());
    }

    /** The JSON text of an alias op, the shortest there is. */
    static String alias(int number) {
        return "{\"type\":\"alias\",\"contents\":" + number + "}";
    }

    static String chunk(int id, int total, String contents, String further) {
        return "{\"type\":\"chunkedOp\",\"contents\":{\"chunkId\":" + id + ",\"contents\":"
                + JsonValue.of(contents).toJson() + ",\"totalChunks\":" + total + further + "}}";
    }
}
