package dev.sluice.gc.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.gc.telemetry.GcEvent.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.spi.LoggingEventAware;

class Slf4jGcEventsTest {
    private final Recorder log = new Recorder();
    private final Slf4jGcEvents events = new Slf4jGcEvents(log);

    /** Keeps what is logged from debugging upwards. */
    private static final class Recorder extends LegacyAbstractLogger implements LoggingEventAware {
        private static final long serialVersionUID = 1L;

        private final transient List<String> entries = new ArrayList<>();

        @Override
        public void log(LoggingEvent event) {
            entries.add(event.getLevel() + " " + event.getMessage() + " " + event.getKeyValuePairs());
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            entries.add(level + " " + message);
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }

    @Test
    void events_areLoggedByCategoryWithTheirProperties() {
        events.send(GcEvent.error("Bad", Map.of("id", "/a")));
        events.send(GcEvent.generic("Fair", Map.of("age", 5)));
        events.send(new GcEvent("Slow", Category.PERFORMANCE, Map.of()));
        assertThat(log.entries).containsExactly("WARN Bad [id=\"/a\"]", "DEBUG Fair [age=\"5\"]");
    }
}
