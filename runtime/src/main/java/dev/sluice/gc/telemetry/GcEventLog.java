package dev.sluice.gc.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Writes events to the platform's log: errors as warnings, the rest for debugging. Immutable; safe for use by many threads.
 *
 * @since 0.1
 */
public final class GcEventLog implements GcEventSink {
    private final Logger log;

    /** Writes to the logger of this class. */
    public GcEventLog() {
        this(System.getLogger(GcEventLog.class.getName()));
    }

    /** Writes to a logger. */
    public GcEventLog(Logger log) {
        this.log = log;
    }

    @Override
    public void send(GcEvent event) {
        Level level = switch (event.category()) {
            case ERROR -> Level.WARNING;
            case GENERIC -> Level.DEBUG;
            case PERFORMANCE -> Level.TRACE;
        };
        log.log(level, () -> event.name() + " " + event.properties());
    }
}
