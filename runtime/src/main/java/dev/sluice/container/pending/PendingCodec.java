package dev.sluice.container.pending;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.container.pending.PendingBatch.Sent;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pending batches as a later session takes them over, in the form that TypeScript clients use (runtime-formats §6.5). Pure.
 *
 * @since 0.1
 */
public final class PendingCodec {
    private static final long NEVER_SENT = -1;

    private PendingCodec() {}

    /** Writes batches, oldest first. */
    public static JsonArray write(List<PendingBatch> batches) {
        List<JsonValue> states = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            PendingBatch batch = batches.get(i);
            String unsentId = "unsent-" + i;
            batch.messages().forEach(message -> states.add(state(batch, message, unsentId)));
        }
        return JsonValue.of(states);
    }

    private static JsonObject state(PendingBatch batch, LocalMessage message, String unsentId) {
        JsonObject.Builder content =
                JsonObject.builder().put("type", message.type().wireName());
        if (message.contents() != null) {
            content.put("contents", message.contents());
        }
        JsonObject info = JsonObject.builder()
                .put("clientId", batch.sent().map(Sent::clientId).orElse(unsentId))
                .put(
                        "batchStartCsn",
                        batch.sent().map(Sent::startClientSequenceNumber).orElse(NEVER_SENT))
                .put("length", batch.messages().size())
                .put("staged", JsonValue.of(false))
                .build();
        return JsonObject.builder()
                .put("type", "message")
                .put("referenceSequenceNumber", batch.referenceSequenceNumber())
                .put("content", content.build().toJson())
                .putIfPresent("opMetadata", Optional.ofNullable(message.metadata()))
                .put("batchInfo", info)
                .build();
    }

    /**
     * Reads batches, oldest first.
     *
     * @throws JsonException if they are of another form
     */
    public static List<PendingBatch> read(JsonArray states) {
        List<PendingBatch> batches = new ArrayList<>();
        int at = 0;
        while (at < states.size()) {
            JsonObject first = object(states.get(at));
            int length = (int) integer(batchInfo(first), "length");
            if (length < 1 || length > states.size() - at) {
                throw new JsonException("a pending batch of " + length + " messages, found " + (states.size() - at));
            }
            List<LocalMessage> messages = new ArrayList<>();
            for (JsonValue state : states.elements().subList(at, at + length)) {
                messages.add(message(object(state)));
            }
            batches.add(new PendingBatch(messages, integer(first, "referenceSequenceNumber"), sent(first)));
            at += length;
        }
        return batches;
    }

    private static Optional<Sent> sent(JsonObject state) {
        JsonObject info = batchInfo(state);
        long start = integer(info, "batchStartCsn");
        return start == NEVER_SENT
                ? Optional.empty()
                : Optional.of(new Sent(info.string("clientId").orElseThrow(() -> missing("clientId")), start));
    }

    private static LocalMessage message(JsonObject state) {
        JsonObject content = object(JsonValue.parse(state.string("content").orElseThrow(() -> missing("content"))));
        RuntimeType type = content.string("type")
                .flatMap(RuntimeType::ofWireName)
                .orElseThrow(() -> new JsonException("a pending message of type " + content.get("type")));
        return new LocalMessage(
                type,
                content.get("contents"),
                state.object("opMetadata").map(PendingCodec::withoutMarks).orElse(null));
    }

    /** TypeScript clients keep the marks of the batch; what is left is the message's own. */
    private static @Nullable JsonObject withoutMarks(JsonObject metadata) {
        JsonObject.Builder own = JsonObject.builder();
        metadata.members().forEach((name, value) -> {
            if (!name.equals("batch") && !name.equals("batchId")) {
                own.put(name, value);
            }
        });
        JsonObject kept = own.build();
        return kept.members().isEmpty() ? null : kept;
    }

    private static JsonObject batchInfo(JsonObject state) {
        return state.object("batchInfo").orElseThrow(() -> missing("batchInfo"));
    }

    private static JsonObject object(JsonValue value) {
        return value.asObject().orElseThrow(() -> new JsonException("a pending message that is no object"));
    }

    private static long integer(JsonObject object, String name) {
        return object.number(name)
                .filter(JsonNumber::isInteger)
                .map(number -> (long) number.value())
                .orElseThrow(() -> missing(name));
    }

    private static JsonException missing(String name) {
        return new JsonException("a pending message without " + name);
    }
}
