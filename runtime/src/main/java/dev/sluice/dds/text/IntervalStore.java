package dev.sluice.dds.text;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.dds.mergetree.MergeTree;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The intervals of one label, and their stored form (dds-formats §11.5). Mutable. */
final class IntervalStore {
    private static final String LABEL = "label";
    private static final String VERSION = "version";
    private static final String INTERVALS = "intervals";
    private static final int COMPACT = 2;
    private static final int SLIDE_ON_REMOVE = 2;
    private static final int DEFAULT_STICKINESS = 2;
    private static final int STICKINESS_AT = 5;
    private static final int PROPERTIES_AT = 4;

    private final String label;
    private final MergeTree tree;
    private final Map<String, IntervalEntry> entries = new LinkedHashMap<>();

    IntervalStore(String label, MergeTree tree) {
        this.label = label;
        this.tree = tree;
    }

    String label() {
        return label;
    }

    /** Returns the interval of an id, there or not. */
    IntervalEntry entry(String id) {
        return entries.computeIfAbsent(id, key -> new IntervalEntry(key, tree));
    }

    Optional<Interval> view(String id) {
        IntervalEntry entry = entries.get(id);
        return entry == null ? Optional.empty() : entry.view();
    }

    List<Interval> views() {
        return entries.values().stream().flatMap(entry -> entry.view().stream()).toList();
    }

    /** Drops an entry of which nothing is left. */
    void tidy(IntervalEntry entry) {
        if (entry.isVoid()) {
            entries.remove(entry.id());
        }
    }

    void forEachProperties(Consumer<JsonObject> consumer) {
        for (IntervalEntry entry : entries.values()) {
            consumer.accept(entry.sequencedProperties());
            entry.pending().forEach(edit -> consumer.accept(edit.op().properties()));
        }
    }

    void read(JsonValue stored) {
        JsonArray old = stored.asArray().orElse(null);
        if (old != null) {
            old.elements().forEach(json -> readInterval(object(json)));
            return;
        }
        JsonObject collection = object(stored);
        boolean isCompact = collection
                .number(VERSION)
                .filter(version -> version.value() == COMPACT)
                .isPresent();
        for (JsonValue json :
                collection.array(INTERVALS).orElse(JsonArray.EMPTY).elements()) {
            if (isCompact) {
                readCompact(json);
            } else {
                readInterval(object(json));
            }
        }
    }

    private static JsonObject object(JsonValue json) {
        return json.asObject()
                .orElseThrow(() -> new ChannelException("found interval " + json.toJson() + ", expected an object"));
    }

    private void readInterval(JsonObject json) {
        Ends.Spec ends = IntervalOp.ends(json)
                .orElseThrow(() -> new ChannelException("found interval " + json + ", expected start and end"));
        int stickiness =
                json.number("stickiness").map(number -> (int) number.value()).orElse(DEFAULT_STICKINESS);
        boolean hasSides = json.has("startSide") || json.has("endSide");
        load(
                IntervalOp.id(json),
                hasSides ? ends : Ends.ofSnapshot(ends.start(), ends.end(), stickiness),
                IntervalOp.properties(json));
    }

    private void readCompact(JsonValue json) {
        JsonArray fields = json.asArray()
                .filter(array -> array.size() > PROPERTIES_AT)
                .orElseThrow(() -> new ChannelException("found interval " + json.toJson() + ", expected an array"));
        JsonObject value = JsonObject.builder()
                .put("start", fields.get(0))
                .put("end", fields.get(1))
                .put("properties", fields.get(PROPERTIES_AT))
                .build();
        int stickiness = fields.size() > STICKINESS_AT
                ? fields.get(STICKINESS_AT).asLong().map(Long::intValue).orElse(DEFAULT_STICKINESS)
                : DEFAULT_STICKINESS;
        load(
                IntervalOp.id(value),
                Ends.ofSnapshot(fields.get(0), fields.get(1), stickiness),
                IntervalOp.properties(value));
    }

    private void load(String id, Ends.Spec spec, JsonObject properties) {
        Ends ends = spec.resolve(tree);
        ends.settle(tree);
        entry(id).sequence(new IntervalOp(label, IntervalOp.Kind.ADD, id, Optional.of(spec), properties), ends);
    }

    JsonObject write(long sequenceNumber) {
        List<JsonValue> intervals = new ArrayList<>();
        for (IntervalEntry entry : entries.values()) {
            Ends ends = entry.sequencedEnds();
            if (ends != null) {
                intervals.add(write(entry, ends, sequenceNumber));
            }
        }
        return JsonObject.builder()
                .put(LABEL, label)
                .put(INTERVALS, JsonValue.of(intervals))
                .put(VERSION, COMPACT)
                .build();
    }

    private JsonArray write(IntervalEntry entry, Ends ends, long sequenceNumber) {
        JsonObject.Builder properties = JsonObject.builder();
        entry.sequencedProperties().members().forEach(properties::put);
        List<JsonValue> fields = new ArrayList<>(List.of(
                ends.start().sequencedPlace(tree),
                ends.end().sequencedPlace(tree),
                JsonValue.of(sequenceNumber),
                JsonValue.of(SLIDE_ON_REMOVE),
                properties.put(IntervalOp.ID, entry.id()).build()));
        if (ends.stickiness() != DEFAULT_STICKINESS) {
            fields.add(JsonValue.of(ends.stickiness()));
        }
        return new JsonArray(fields);
    }
}
