package dev.sluice.inspect;

import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Instant;
import java.util.Optional;

/**
 * Which op it was, whose and when. Immutable.
 *
 * @param sequenceNumber of the op; of the last one, if a batch of several did it together
 * @param clientId who sent it; empty for the service itself
 * @param user the id of the client's user, as its token said; empty if nothing that is kept tells
 * @param timestampMs when it was sequenced, in milliseconds since 1970
 * @since 0.1
 */
public record OpOrigin(long sequenceNumber, Optional<String> clientId, Optional<String> user, long timestampMs) {
    static OpOrigin of(SequencedMessage op, Users users) {
        Optional<String> client = Optional.ofNullable(op.clientId());
        return new OpOrigin(op.sequenceNumber(), client, client.flatMap(users::find), op.timestampMs());
    }

    /** Returns a clause for people. */
    public String text() {
        return "op " + sequenceNumber + " of "
                + clientId.map(id -> "client " + id).orElse("the service")
                + user.map(id -> " (user " + id + ")").orElse("") + " at " + Instant.ofEpochMilli(timestampMs);
    }

    /** Returns the form in JSON: {@code sequenceNumber}, {@code clientId}, {@code user}, {@code time}. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("sequenceNumber", sequenceNumber)
                .putIfPresent("clientId", clientId.map(JsonValue::of))
                .putIfPresent("user", user.map(JsonValue::of))
                .put("time", Instant.ofEpochMilli(timestampMs).toString())
                .build();
    }
}
