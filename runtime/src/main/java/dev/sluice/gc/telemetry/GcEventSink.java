package dev.sluice.gc.telemetry;

/**
 * Takes the events of collection, on the thread of the document that they are of. One that is given to several documents must be
 * safe for use by many threads. It must not throw.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GcEventSink {
    /** Takes nothing in. */
    GcEventSink NONE = event -> {};

    /** Takes an event. */
    void send(GcEvent event);
}
