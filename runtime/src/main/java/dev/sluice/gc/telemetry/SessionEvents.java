package dev.sluice.gc.telemetry;

import dev.sluice.gc.telemetry.GcEvent.Category;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends the events of one session, each with what all of them say: how many runs were completed, and when the document was made.
 * Confined to the document's thread.
 *
 * @since 0.1
 */
public final class SessionEvents {
    private final GcEventSink sink;
    private final Map<String, Object> common;
    private int completedRuns;

    /**
     * Makes one.
     *
     * @param common properties of every event
     */
    public SessionEvents(GcEventSink sink, Map<String, Object> common) {
        this.sink = sink;
        this.common = Map.copyOf(common);
    }

    /** Tells of something that should not happen. */
    public void error(String name, Map<String, Object> properties) {
        send(name, Category.ERROR, properties);
    }

    /** Tells of something worth knowing. */
    public void generic(String name, Map<String, Object> properties) {
        send(name, Category.GENERIC, properties);
    }

    /** Tells of something that took its time. */
    public void performance(String name, Map<String, Object> properties) {
        send(name, Category.PERFORMANCE, properties);
    }

    private void send(String name, Category category, Map<String, Object> properties) {
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.putAll(common);
        all.put("completedGCRuns", completedRuns);
        sink.send(new GcEvent(name, category, all));
    }

    /** A run has succeeded (GC-187). */
    public void runCompleted() {
        completedRuns++;
    }

    /** Returns how many runs of this session have succeeded. */
    public int completedRuns() {
        return completedRuns;
    }
}
