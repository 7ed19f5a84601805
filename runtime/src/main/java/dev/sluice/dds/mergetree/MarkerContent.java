package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;

/**
 * A marker, which takes one position and no text. Its id is the property {@code markerId}.
 *
 * @param refType 0 simple, 1 tile; others are historical
 * @since 0.1
 */
public record MarkerContent(int refType) implements SegmentContent {
    /** The property that holds a marker's id. */
    public static final String ID = "markerId";

    @Override
    public int length() {
        return 1;
    }

    @Override
    public MarkerContent slice(int start, int end) {
        return this;
    }

    @Override
    public boolean joins(SegmentContent next) {
        return false;
    }

    @Override
    public SegmentContent join(SegmentContent next) {
        throw new IllegalArgumentException("markers stay apart");
    }

    @Override
    public JsonValue toJson(JsonObject properties) {
        JsonObject.Builder spec = JsonObject.builder().put("marker", JsonObject.of("refType", JsonValue.of(refType)));
        return (properties.members().isEmpty() ? spec : spec.put("props", properties)).build();
    }
}
