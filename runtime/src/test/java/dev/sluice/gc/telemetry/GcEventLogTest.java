package dev.sluice.gc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gc.telemetry.GcEvent.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GcEventLogTest {
    private final List<String> entries = new ArrayList<>();

    private final System.Logger log = new System.Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(Level.DEBUG) >= 0;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            entries.add(level + " " + message);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            entries.add(level + " " + format);
        }
    };

    @Test
    void events_areLoggedByCategory() {
        GcEventLog events = new GcEventLog(log);
        events.send(GcEvent.error("Bad", Map.of("id", "/a")));
        events.send(GcEvent.generic("Fair", Map.of("age", 5)));
        events.send(new GcEvent("Slow", Category.PERFORMANCE, Map.of()));
        assertThat(entries).containsExactly("WARNING Bad {id=/a}", "DEBUG Fair {age=5}");
    }
}
