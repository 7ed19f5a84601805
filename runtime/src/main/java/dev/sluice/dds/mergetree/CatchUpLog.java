package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The ops in the window, as a legacy snapshot needs them (dds-formats §9.10). Mutable.
 *
 * <p>A reader starts with what was there at the minimum sequence number, so it cannot apply an op whose sender had not seen
 * even that. Such an op is written as if its sender had seen all before it. That keeps every unit that is seen in its place, but
 * not those that are hidden, and with them the place of what a lagging client may still insert next to them. Ops are therefore
 * written as they were sent up to the first of this kind; from there on all are rewritten, as the hidden units can no longer
 * be relied on.
 */
final class CatchUpLog {
    private final Deque<Entry> entries = new ArrayDeque<>();

    private record Entry(Sequenced at, JsonObject sent, JsonObject rewritten) {}

    void add(Sequenced at, JsonObject op, List<JsonObject> effects) {
        boolean current = at.referenceSequenceNumber() == at.sequenceNumber() - 1;
        entries.add(new Entry(at, op, current ? op : Ops.join(effects)));
    }

    void settle(long minimumSequenceNumber) {
        while (!entries.isEmpty() && entries.getFirst().at.sequenceNumber() <= minimumSequenceNumber) {
            entries.removeFirst();
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Tells whether a snapshot would hold all ops as they were sent. */
    boolean isExact(long minimumSequenceNumber) {
        return entries.stream().allMatch(entry -> entry.at.referenceSequenceNumber() >= minimumSequenceNumber);
    }

    String write(long minimumSequenceNumber) {
        List<JsonValue> messages = new ArrayList<>();
        boolean asSent = true;
        for (Entry entry : entries) {
            asSent &= entry.at.referenceSequenceNumber() >= minimumSequenceNumber;
            long sequenceNumber = entry.at.sequenceNumber();
            messages.add(JsonObject.builder()
                    .put("clientId", entry.at.clientId())
                    .put("contents", asSent ? entry.sent : entry.rewritten)
                    .put("minimumSequenceNumber", minimumSequenceNumber)
                    .put("referenceSequenceNumber", asSent ? entry.at.referenceSequenceNumber() : sequenceNumber - 1)
                    .put("sequenceNumber", sequenceNumber)
                    .put("type", "op")
                    .build());
        }
        return JsonValue.of(messages).toJson();
    }

    /** Applies the ops of a snapshot to what it was made of. */
    static void replay(JsonValue json, MergeTree tree, long minimumSequenceNumber) {
        JsonArray messages =
                json.asArray().orElseThrow(() -> new MergeTreeException("catch-up ops are no array of messages"));
        long previous = minimumSequenceNumber + 1;
        for (JsonValue element : messages.elements()) {
            JsonObject message =
                    element.asObject().orElseThrow(() -> new MergeTreeException("a catch-up op is no message"));
            Sequenced at = position(message);
            if (at.sequenceNumber() < previous
                    || at.referenceSequenceNumber() < minimumSequenceNumber
                    || at.minimumSequenceNumber() < minimumSequenceNumber) {
                throw new MergeTreeException("catch-up op " + at + " does not follow " + previous + " in a snapshot at "
                        + minimumSequenceNumber);
            }
            previous = at.sequenceNumber();
            tree.apply(contents(message), at);
        }
    }

    private static Sequenced position(JsonObject message) {
        return new Sequenced(
                Fields.sequence(message, "sequenceNumber"),
                Fields.sequence(message, "referenceSequenceNumber"),
                message.get("minimumSequenceNumber") instanceof JsonNumber
                        ? Fields.sequence(message, "minimumSequenceNumber")
                        : 0,
                message.string("clientId").orElse(""));
    }

    private static JsonObject contents(JsonObject message) {
        JsonValue contents = message.get("contents");
        JsonValue op = contents instanceof JsonString text ? JsonValue.parse(text.value()) : contents;
        if (op instanceof JsonObject object) {
            return object;
        }
        throw new MergeTreeException("a catch-up op has no contents: " + message);
    }
}
