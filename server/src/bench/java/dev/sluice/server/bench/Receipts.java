package dev.sluice.server.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What the clients of one load have counted since the last {@link #reset}.
 *
 * <p>Confined to one thread.
 */
final class Receipts {
    private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();

    private final Histogram latencyNanos = new Histogram(LONGEST_NANOS, 3);
    private long batches;
    private long deliveries;

    void reset() {
        latencyNanos.reset();
        batches = 0;
        deliveries = 0;
    }

    void received(long latency) {
        batches++;
        latencyNanos.recordValue(Math.min(Math.max(latency, 0), LONGEST_NANOS));
    }

    void delivered(int ops) {
        deliveries += ops;
    }

    long batches() {
        return batches;
    }

    long deliveries() {
        return deliveries;
    }

    double latencyMs(double percentile) {
        return latencyNanos.getValueAtPercentile(percentile) / 1e6;
    }
}
