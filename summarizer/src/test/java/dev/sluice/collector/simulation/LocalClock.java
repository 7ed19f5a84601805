package dev.sluice.collector.simulation;

import dev.sluice.gc.ageing.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of one machine: set wrongly, and too slow or too fast.
 *
 * @param ahead by how much it was set wrongly
 * @param permille how much longer than it should be each of its seconds is, in thousandths
 */
record LocalClock(Timeline timeline, Duration ahead, int permille) implements Alarms, InstantSource {
    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(timeline.nowMs() * 1000 / (1000 + permille)).plus(ahead);
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
        return timeline.after(delay.toMillis() * (1000 + permille) / 1000, task);
    }
}
