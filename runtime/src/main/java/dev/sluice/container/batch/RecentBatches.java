package dev.sluice.container.batch;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

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
    /** In order. */
    private final Deque<Seen> seen = new ArrayDeque<>();

    private final Map<BatchId, Seen> byId = new HashMap<>();

    private record Seen(long sequenceNumber, BatchId id) {}

    /** Begins with an empty document, or behind a summary that has no such blob. */
    public RecentBatches() {}

    /**
     * Continues behind a summary.
     *
     * @param stored the blob {@code .recentBatchInfo}
     * @throws JsonException if it is of another form
     */
    public RecentBatches(JsonArray stored) {
        stored.elements().stream()
                .map(RecentBatches::read)
                .sorted(Comparator.comparingLong(Seen::sequenceNumber))
                .forEach(this::put);
    }

    private static Seen read(JsonValue entry) {
        if (entry instanceof JsonArray pair
                && pair.size() == 2
                && pair.get(0) instanceof JsonNumber sequenceNumber
                && pair.get(1) instanceof JsonString id) {
            return new Seen((long) sequenceNumber.value(), BatchId.parse(id.value()));
        }
        throw new JsonException("found " + entry.kind() + " in .recentBatchInfo, expected a number and an id");
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
        BatchId id = BatchId.of(batch);
        Seen earlier = byId.get(id);
        if (earlier != null) {
            return new Repeated(earlier.sequenceNumber);
        }
        put(new Seen(batch.firstSequenceNumber(), id));
        return new First();
    }

    private void forgetBefore(long sequenceNumber) {
        Seen oldest = seen.peek();
        while (oldest != null && oldest.sequenceNumber < sequenceNumber) {
            seen.remove();
            byId.remove(oldest.id);
            oldest = seen.peek();
        }
    }

    /** Returns the content of the blob {@code .recentBatchInfo}; it is left out if this is empty. */
    public JsonArray toJson() {
        return JsonValue.of(seen.stream()
                .map(entry -> JsonArray.of(JsonValue.of(entry.sequenceNumber), JsonValue.of(entry.id.text())))
                .toList());
    }

    private void put(Seen batch) {
        seen.add(batch);
        byId.put(batch.id, batch);
    }
}
