package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;

/**
 * Text, counted in UTF-16 units.
 *
 * @param text not empty; surrogate pairs may be cut
 * @since 0.1
 */
public record TextContent(String text) implements SegmentContent {
    /** Long runs are not copied for the sake of joining (dds-formats §9.10). */
    private static final int JOINED_LENGTH = 256;

    /** Makes a run of text. */
    public TextContent {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a text segment holds at least one character");
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public TextContent slice(int start, int end) {
        return new TextContent(text.substring(start, end));
    }

    @Override
    public boolean joins(SegmentContent next) {
        return next instanceof TextContent other
                && !text.endsWith("\n")
                && (length() <= JOINED_LENGTH || other.length() <= JOINED_LENGTH);
    }

    @Override
    public TextContent join(SegmentContent next) {
        if (!(next instanceof TextContent other)) {
            throw new IllegalArgumentException("text joins only text, not " + next);
        }
        return new TextContent(text + other.text);
    }

    @Override
    public JsonValue toJson(JsonObject properties) {
        return properties.members().isEmpty()
                ? JsonValue.of(text)
                : JsonObject.builder()
                        .put("text", text)
                        .put("props", properties)
                        .build();
    }
}
