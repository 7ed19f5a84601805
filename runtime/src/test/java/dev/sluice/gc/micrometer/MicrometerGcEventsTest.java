package dev.sluice.gc.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gc.telemetry.GcEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MicrometerGcEventsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<GcEvent> passedOn = new ArrayList<>();

    @Test
    void events_areCountedByNameAndCategoryAndPassedOn() {
        MicrometerGcEvents events = new MicrometerGcEvents(registry, passedOn::add);
        events.send(GcEvent.error("Bad", Map.of("id", "/a")));
        events.send(GcEvent.error("Bad", Map.of("id", "/b")));
        events.send(GcEvent.generic("Fair", Map.of()));
        assertThat(registry.counter("sluice.gc.events", "name", "Bad", "category", "error")
                        .count())
                .isEqualTo(2);
        assertThat(registry.counter("sluice.gc.events", "name", "Fair", "category", "generic")
                        .count())
                .isEqualTo(1);
        assertThat(registry.getMeters()).hasSize(2);
        assertThat(passedOn).hasSize(3);
    }
}
