package dev.sluice.dds.text;

import dev.sluice.protocol.json.JsonObject;

/**
 * A stretch of a string, as it was in view when asked for. Immutable.
 *
 * @param id names it in its collection
 * @param start position of the first character; −1 if all text is gone
 * @param end position of the last character; −1 if all text is gone
 * @param startSide which side of the first character it begins at
 * @param endSide which side of the last character it ends at
 * @param properties what it is annotated with
 * @since 0.1
 */
public record Interval(String id, int start, int end, Side startSide, Side endSide, JsonObject properties) {
    /** The sides of a character. */
    public enum Side {
        /** Before it. */
        BEFORE(0),
        /** After it. */
        AFTER(1);

        private final int code;

        Side(int code) {
            this.code = code;
        }

        /** Returns the number ops have for it. */
        int code() {
            return code;
        }
    }
}
