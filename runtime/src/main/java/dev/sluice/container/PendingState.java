package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.pending.PendingBatch;
import dev.sluice.container.pending.PendingCodec;
import dev.sluice.gc.session.SessionExpiry;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a session leaves to a later one, which makes it again where it was made: when the order is applied up to each batch's
 * reference sequence number (runtime-formats §6.5). Confined to the document's thread.
 */
final class PendingState {
    private final Deque<PendingBatch> stashed;
    private final JsonObject json;

    private PendingState(List<PendingBatch> stashed, JsonObject json) {
        this.stashed = new ArrayDeque<>(stashed);
        this.json = json;
    }

    /**
     * Reads what a former session left.
     *
     * @throws JsonException if it is of another form
     */
    static PendingState read(Optional<JsonValue> left) {
        JsonObject json = left.map(value ->
                        value.asObject().orElseThrow(() -> new JsonException("a pending state that is no object")))
                .orElse(JsonObject.EMPTY);
        JsonArray states = json.object("pending")
                .flatMap(pending -> pending.array("pendingStates"))
                .orElse(JsonArray.EMPTY);
        return new PendingState(PendingCodec.read(states), json);
    }

    /** When the session began that left this, if its length is limited. */
    Optional<Instant> sessionStarted() {
        return json.number(SessionExpiry.STARTED)
                .filter(JsonNumber::isInteger)
                .map(number -> Instant.ofEpochMilli((long) number.value()));
    }

    JsonObject blobs() {
        return json.object("pendingAttachmentBlobs").orElse(JsonObject.EMPTY);
    }

    boolean isEmpty() {
        return stashed.isEmpty();
    }

    /** Whether edits of the user are among what was not made again yet. */
    boolean isUserDirty() {
        return stashed.stream().anyMatch(batch -> batch.messages().stream().anyMatch(UserEdits::is));
    }

    /** Batches that were not made again yet. */
    List<PendingBatch> rest() {
        return List.copyOf(stashed);
    }

    /** Returns the next batch if it was made before the next message of the order. */
    Optional<PendingBatch> next(long sequenceNumber) {
        PendingBatch next = stashed.peek();
        return next == null || next.referenceSequenceNumber() > sequenceNumber
                ? Optional.empty()
                : Optional.of(stashed.remove());
    }

    static JsonObject write(
            List<PendingBatch> pending,
            List<List<LocalMessage>> unsent,
            long sequenceNumber,
            JsonObject blobs,
            Optional<Instant> sessionStarted) {
        List<PendingBatch> batches = new ArrayList<>(pending);
        unsent.forEach(batch -> batches.add(new PendingBatch(batch, sequenceNumber, Optional.empty())));
        return JsonObject.builder()
                .put("pending", JsonObject.of("pendingStates", PendingCodec.write(batches)))
                .put("pendingAttachmentBlobs", blobs)
                .putIfPresent(
                        SessionExpiry.STARTED, sessionStarted.map(started -> JsonValue.of(started.toEpochMilli())))
                .build();
    }
}
