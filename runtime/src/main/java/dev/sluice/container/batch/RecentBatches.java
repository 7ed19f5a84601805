package dev.sluice.container.batch;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notices a batch that was sequenced twice (runtime-formats §6.1).
 *
 * <p>That happens if two containers were loaded from the same pending state and both send it. The second batch is applied all
 * the same, as TypeScript clients do; it is only worth a report. Batches before the minimum sequence number are forgotten: every
 * client has seen those and sends them no more.
 *
 * <p>Confined to its document's thread.
 *
 * @since 0.1
 */
public final class RecentBatches {
    private final TreeMap<Long, String> idBySequenceNumber = new TreeMap<>();
    private final Map<String, Long> sequenceNumberById = new HashMap<>();

    /** Begins with an empty document, or behind a summary that has no such blob. */
    public RecentBatches() {}

    /**
     * Continues behind a summary.
     *
     * @param stored the blob {@code .recentBatchInfo}
     * @throws JsonException if it is of another form
     */
    public RecentBatches(JsonArray stored) {
        for (JsonValue entry : stored.elements()) {
            if (!(entry instanceof JsonArray pair
                    && pair.size() == 2
                    && pair.get(0) instanceof JsonNumber sequenceNumber
                    && pair.get(1) instanceof JsonString id)) {
                throw new JsonException("found " + entry.kind() + " in .recentBatchInfo, expected a number and an id");
            }
            put((long) sequenceNumber.value(), id.value());
        }
    }

    /** Whether a batch was seen before. */
    public sealed interface Sighting permits First, Repeated {}

    /** The batch is new. */
    public record First() implements Sighting {}

    /**
     * A batch of the same effective id is in the order already.
     *
     * @param sequenceNumber of the earlier one
     */
    public record Repeated(long sequenceNumber) implements Sighting {}

    /** Takes note of the next batch of the order. */
    public Sighting see(RuntimeBatch batch) {
        forgetBefore(batch.minimumSequenceNumber());
        Long earlier = sequenceNumberById.get(batch.effectiveId());
        if (earlier != null) {
            return new Repeated(earlier);
        }
        put(batch.firstSequenceNumber(), batch.effectiveId());
        return new First();
    }

    private void forgetBefore(long sequenceNumber) {
        while (!idBySequenceNumber.isEmpty() && idBySequenceNumber.firstKey() < sequenceNumber) {
            sequenceNumberById.remove(idBySequenceNumber.pollFirstEntry().getValue());
        }
    }

    /** Returns the content of the blob {@code .recentBatchInfo}; it is left out if this is empty. */
    public JsonArray toJson() {
        return JsonValue.of(idBySequenceNumber.entrySet().stream()
                .map(entry -> JsonArray.of(JsonValue.of(entry.getKey().doubleValue()), JsonValue.of(entry.getValue())))
                .toList());
    }

    private void put(long sequenceNumber, String id) {
        idBySequenceNumber.put(sequenceNumber, id);
        sequenceNumberById.put(id, sequenceNumber);
    }
}
