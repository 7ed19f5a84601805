package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;

/**
 * The segments of strings: text and markers.
 *
 * @since 0.1
 */
public final class TextFormat implements SegmentFormat {
    /** Makes the format. */
    public TextFormat() {}

    @Override
    public Spec read(JsonValue json) {
        if (json instanceof JsonString text) {
            return text(text.value(), JsonObject.EMPTY);
        }
        if (json instanceof JsonObject spec) {
            JsonObject properties = spec.object("props").orElse(JsonObject.EMPTY);
            JsonObject marker = spec.object("marker").orElse(null);
            if (marker != null) {
                return new Spec(new MarkerContent(Fields.whole(marker, "refType")), properties);
            }
            return text(
                    spec.string("text")
                            .orElseThrow(() -> new MergeTreeException("neither text nor marker: " + json.toJson())),
                    properties);
        }
        throw new MergeTreeException("a segment is text, or an object with text or marker, not " + json.toJson());
    }

    private static Spec text(String text, JsonObject properties) {
        if (text.isEmpty()) {
            throw new MergeTreeException("a text segment is empty; such are never sent");
        }
        return new Spec(new TextContent(text), properties);
    }
}
