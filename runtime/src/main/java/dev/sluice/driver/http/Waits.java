package dev.sluice.driver.http;

import java.time.Duration;
import java.util.Optional;

/** How long services ask clients to wait: whatever number they write, no longer than makes sense. Pure. */
final class Waits {
    private static final double MAX_MS = Duration.ofDays(1).toMillis();

    private Waits() {}

    /** Returns a wait of so many milliseconds; empty if the number asks for none. */
    static Optional<Duration> ofMillis(double ms) {
        return ms > 0 ? Optional.of(Duration.ofMillis((long) Math.ceil(Math.min(ms, MAX_MS)))) : Optional.empty();
    }

    /** Returns a wait of so many seconds; empty if the number asks for none. */
    static Optional<Duration> ofSeconds(double seconds) {
        return ofMillis(seconds * 1000);
    }
}
