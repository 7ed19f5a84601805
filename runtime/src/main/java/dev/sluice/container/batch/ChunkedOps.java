package dev.sluice.container.batch;

import dev.sluice.container.batch.BatchException.Rule;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chunks of ops whose last chunk is still to come, by client (runtime-formats §6.3).
 *
 * <p>Invariant: a client's chunks are 1, 2, … of one op, at least one and within the limits. Confined to its document's thread.
 */
final class ChunkedOps {
    private final BatchLimits limits;
    private final Map<String, List<JsonValue>> partsByClient = new LinkedHashMap<>();

    /**
     * Continues with what was left over at a summary.
     *
     * @param stored the blob {@code .chunks}
     * @throws JsonException if it is of another form
     */
    ChunkedOps(BatchLimits limits, JsonArray stored) {
        this.limits = limits;
        for (JsonValue entry : stored.elements()) {
            if (!(entry instanceof JsonArray pair
                    && pair.size() == 2
                    && pair.get(0) instanceof JsonString clientId
                    && pair.get(1) instanceof JsonArray parts
                    && parts.elements().stream().allMatch(JsonString.class::isInstance))) {
                throw new JsonException("found " + entry.kind() + " in .chunks, expected a client id and its parts");
            }
            partsByClient.put(clientId.value(), new ArrayList<>(parts.elements()));
        }
    }

    /** Returns the content of the blob {@code .chunks}. */
    JsonArray toJson() {
        return JsonValue.of(partsByClient.entrySet().stream()
                .map(entry -> JsonArray.of(JsonValue.of(entry.getKey()), JsonValue.of(entry.getValue())))
                .toList());
    }

    void drop(String clientId) {
        partsByClient.remove(clientId);
    }

    /** Takes the next chunk; returns the whole op after the last one. */
    Optional<WireOp> add(WireOp op, JsonValue wrapped) {
        JsonObject chunk = wrapped.asObject().orElseThrow(() -> op.error(Rule.CHUNK_FORM, "a chunk that is no object"));
        long id = integer(op, chunk, "chunkId");
        long total = integer(op, chunk, "totalChunks");
        JsonString part = chunk.get("contents") instanceof JsonString text ? text : null;
        if (part == null || total < 1 || id > total) {
            throw op.error(Rule.CHUNK_FORM, "chunk " + id + " of " + total + (part == null ? " without contents" : ""));
        }
        List<JsonValue> parts = partsByClient.getOrDefault(op.clientId(), new ArrayList<>());
        if (id != parts.size() + 1) {
            throw op.error(Rule.CHUNK_ORDER, "found chunk " + id + " of " + total + ", expected " + (parts.size() + 1));
        }
        checkLimits(op, parts, part, total);
        parts.add(part);
        if (id < total) {
            partsByClient.put(op.clientId(), parts);
            return Optional.empty();
        }
        partsByClient.remove(op.clientId());
        return Optional.of(op.assembled(
                join(parts),
                chunk.string("originalType").orElse(MessageType.OP),
                chunk.object("originalMetadata").orElse(null),
                chunk.string("originalCompression").orElse(null),
                limits));
    }

    private void checkLimits(WireOp op, List<JsonValue> parts, JsonString part, long total) {
        if (total > limits.maxChunks()) {
            throw op.error(Rule.CHUNK_LIMIT, total + " chunks, expected at most " + limits.maxChunks());
        }
        long chars = part.value().length();
        for (JsonValue earlier : parts) {
            chars += ((JsonString) earlier).value().length();
        }
        if (chars > limits.maxChunkedChars()) {
            throw op.error(
                    Rule.CHUNK_LIMIT, chars + " characters in chunks, expected at most " + limits.maxChunkedChars());
        }
    }

    private static String join(List<JsonValue> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(((JsonString) part).value()));
        return text.toString();
    }

    private static long integer(WireOp op, JsonObject chunk, String name) {
        return chunk.number(name)
                .filter(JsonNumber::isInteger)
                .map(number -> (long) number.value())
                .orElseThrow(() -> op.error(Rule.CHUNK_FORM, "a chunk whose " + name + " is no integer"));
    }
}
