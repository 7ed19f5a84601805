package dev.sluice.gc.slf4j;

import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.gc.telemetry.GcEventSink;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs events: the name is the message, each property a key and a value. Errors are warnings, for a document goes on after them;
 * all else is for debugging. Immutable; safe for use by many threads.
 *
 * <pre>{@code
 * new GcSetup(GcOptions.DEFAULT, GcSettings.NONE, new Slf4jGcEvents());
 * }</pre>
 *
 * @since 0.1
 */
public final class Slf4jGcEvents implements GcEventSink {
    private final Logger log;

    /** Logs under the name {@code dev.sluice.gc}. */
    public Slf4jGcEvents() {
        this(LoggerFactory.getLogger("dev.sluice.gc"));
    }

    /** Logs to a logger. */
    public Slf4jGcEvents(Logger log) {
        this.log = log;
    }

    @Override
    public void send(GcEvent event) {
        Level level = switch (event.category()) {
            case ERROR -> Level.WARN;
            case GENERIC -> Level.DEBUG;
            case PERFORMANCE -> Level.TRACE;
        };
        LoggingEventBuilder entry = log.atLevel(level);
        for (Map.Entry<String, Object> property : event.properties().entrySet()) {
            entry = entry.addKeyValue(property.getKey(), property.getValue());
        }
        entry.log(event.name());
    }
}
