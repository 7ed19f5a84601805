package dev.sluice.gc.micrometer;

import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.gc.telemetry.GcEventSink;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts events in {@code sluice.gc.events} by {@code name} and {@code category}, and passes them on. Names are few and fixed;
 * ids do not become tags. Immutable; safe for use by many threads.
 *
 * <pre>{@code
 * new GcSetup(GcOptions.DEFAULT, GcSettings.NONE, new MicrometerGcEvents(registry, new GcEventLog()));
 * }</pre>
 *
 * @since 0.1
 */
public final class MicrometerGcEvents implements GcEventSink {
    /** The name of the counter. */
    public static final String COUNTER = "sluice.gc.events";

    private final MeterRegistry registry;
    private final GcEventSink next;

    /**
     * Counts in a registry.
     *
     * @param next takes the events as well, such as a log
     */
    public MicrometerGcEvents(MeterRegistry registry, GcEventSink next) {
        this.registry = registry;
        this.next = next;
    }

    @Override
    public void send(GcEvent event) {
        registry.counter(
                        COUNTER,
                        "name",
                        event.name(),
                        "category",
                        event.category().name().toLowerCase(Locale.ROOT))
                .increment();
        next.send(event);
    }
}
