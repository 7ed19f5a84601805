package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;

/**
 * What an op did to the view. The changes of an op apply one after the other.
 *
 * @param kind what happened
 * @param position where, after the changes before
 * @param content what was inserted, removed or annotated
 * @param properties what it is annotated with now
 * @since 0.1
 */
public record Change(Kind kind, int position, SegmentContent content, JsonObject properties) {
    /** The kinds of changes. */
    public enum Kind {
        /** Content appeared. */
        INSERTED,
        /** Content disappeared. */
        REMOVED,
        /** Properties of content changed. */
        ANNOTATED
    }
}
