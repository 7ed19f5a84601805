package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;

/** Writes ops (dds-formats §9.3). */
final class Ops {
    private Ops() {}

    static JsonObject insert(int position, JsonValue segment) {
        return JsonObject.builder()
                .put("pos1", position)
                .put("seg", segment)
                .put("type", OpType.INSERT.code())
                .build();
    }

    static JsonObject remove(int start, int end) {
        return range(OpType.REMOVE, start, end).build();
    }

    static JsonObject annotate(int start, int end, JsonObject values) {
        return range(OpType.ANNOTATE, start, end).put("props", values).build();
    }

    static JsonObject adjust(int start, int end, JsonObject adjustments) {
        return range(OpType.ANNOTATE, start, end).put("adjust", adjustments).build();
    }

    /** Does to another range what an annotate op does. */
    static JsonObject annotateAs(JsonObject op, int start, int end) {
        return range(OpType.ANNOTATE, start, end)
                .putIfPresent("props", op.object("props"))
                .putIfPresent("adjust", op.object("adjust"))
                .build();
    }

    /** Returns the only op, or a group of the ops. */
    static JsonObject join(List<JsonObject> ops) {
        return ops.size() == 1
                ? ops.get(0)
                : JsonObject.builder()
                        .put("ops", JsonValue.of(ops))
                        .put("type", OpType.GROUP.code())
                        .build();
    }

    private static JsonObject.Builder range(OpType type, int start, int end) {
        return JsonObject.builder().put("pos1", start).put("pos2", end).put("type", type.code());
    }
}
