package dev.sluice.dds.queue;

import dev.sluice.protocol.json.JsonValue;

/**
 * Something happened to an item of a queue. Immutable.
 *
 * @param kind what
 * @param item to what
 * @param clientId who holds or held the item; of an added item, empty
 * @since 0.1
 */
public record QueueEvent(Kind kind, JsonValue item, String clientId) {
    /** The kinds of events. */
    public enum Kind {
        /** A new item is at the end of the queue. */
        ADDED,
        /** An item was released, or its holder left: it is at the end of the queue again. */
        RETURNED,
        /** A client took the item. */
        ACQUIRED,
        /** An item is gone for good. */
        COMPLETED,
        /** This client holds the item no more: it gave it back, or lost its connection. */
        LOCALLY_RELEASED
    }
}
