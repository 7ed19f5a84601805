package dev.sluice.dds.text;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.dds.text.Interval.Side;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * An op of an interval collection (dds-formats §11.1). Immutable.
 *
 * @param label of the collection
 * @param ends absent if the op does not concern them
 * @param properties what is set; null deletes
 */
record IntervalOp(String label, Kind kind, String id, Optional<Ends.Spec> ends, JsonObject properties) {
    static final String ID = "intervalId";
    static final String LABELS = "referenceRangeLabels";
    static final String TYPE = "type";
    static final String ACT = "act";

    private static final String KEY = "key";
    private static final String NAME = "opName";
    private static final String VALUE = "value";
    private static final String START = "start";
    private static final String END = "end";
    private static final String START_SIDE = "startSide";
    private static final String END_SIDE = "endSide";
    private static final String PROPERTIES = "properties";
    private static final int SLIDE_ON_REMOVE = 2;

    enum Kind {
        ADD("add"),
        CHANGE("change"),
        DELETE("delete");

        private final String code;

        Kind(String code) {
            this.code = code;
        }
    }

    static boolean isOne(JsonObject op) {
        return op.string(TYPE).filter(ACT::equals).isPresent();
    }

    static IntervalOp read(JsonObject op) {
        JsonObject act = op.object(VALUE).orElseThrow(() -> refused(op));
        String name = act.string(NAME).orElse("");
        JsonObject value = act.object(VALUE).orElseThrow(() -> refused(op));
        for (Kind kind : Kind.values()) {
            if (kind.code.equals(name)) {
                String label = op.string(KEY).orElseThrow(() -> refused(op));
                return new IntervalOp(label, kind, id(value), ends(value), properties(value));
            }
        }
        throw refused(op);
    }

    private static ChannelException refused(JsonObject op) {
        return new ChannelException("found op " + op + ", expected to add, change or delete an interval");
    }

    /** Returns the id of an interval; old ones have none but their ends. */
    static String id(JsonObject value) {
        return value.object(PROPERTIES)
                .flatMap(properties -> properties.string(ID))
                .orElseGet(() -> "legacy" + text(value, START) + "-" + text(value, END));
    }

    private static String text(JsonObject value, String name) {
        JsonValue member = value.get(name);
        return member == null ? "undefined" : member.asString().orElseGet(member::toJson);
    }

    static Optional<Ends.Spec> ends(JsonObject value) {
        JsonValue start = value.get(START);
        JsonValue end = value.get(END);
        if (start == null || end == null || !EndPoint.isPlace(start) || !EndPoint.isPlace(end)) {
            return Optional.empty();
        }
        return Optional.of(new Ends.Spec(start, end, side(value, START_SIDE), side(value, END_SIDE)));
    }

    private static Side side(JsonObject value, String name) {
        return value.number(name)
                        .filter(side -> side.value() == Side.AFTER.code())
                        .isPresent()
                ? Side.AFTER
                : Side.BEFORE;
    }

    /** Returns the properties without those that hold the id and the label. */
    static JsonObject properties(JsonObject value) {
        JsonObject.Builder own = JsonObject.builder();
        value.object(PROPERTIES).orElse(JsonObject.EMPTY).members().forEach((key, property) -> {
            if (!key.equals(ID) && !key.equals(LABELS)) {
                own.put(key, property);
            }
        });
        return own.build();
    }

    IntervalOp at(JsonValue start, JsonValue end) {
        Optional<Ends.Spec> moved = ends.map(spec -> new Ends.Spec(start, end, spec.startSide(), spec.endSide()));
        return new IntervalOp(label, kind, id, moved, properties);
    }

    JsonObject write(long sequenceNumber) {
        JsonObject.Builder value = JsonObject.builder();
        ends.ifPresent(spec -> value.put(END, spec.end()));
        value.put("intervalType", SLIDE_ON_REMOVE).put("sequenceNumber", sequenceNumber);
        ends.ifPresent(spec -> value.put(START, spec.start())
                .put("stickiness", SLIDE_ON_REMOVE)
                .put(START_SIDE, spec.startSide().code())
                .put(END_SIDE, spec.endSide().code()));
        JsonObject.Builder all = JsonObject.builder();
        properties.members().forEach(all::put);
        all.put(ID, id).put(LABELS, JsonArray.of(JsonValue.of(label)));
        value.put(PROPERTIES, all.build());
        JsonObject act = JsonObject.builder()
                .put(NAME, kind.code)
                .put(VALUE, value.build())
                .build();
        return JsonObject.builder()
                .put(KEY, label)
                .put(TYPE, ACT)
                .put(VALUE, act)
                .build();
    }
}
