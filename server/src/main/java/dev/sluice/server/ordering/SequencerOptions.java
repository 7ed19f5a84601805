package dev.sluice.server.ordering;

import java.time.Duration;

/**
 * How long the sequencer waits for clients. Immutable.
 *
 * @param clientTimeout a client that was silent for longer than this, while others write, leaves (SVC §4.5)
 * @param activityTimeout after this long without a message the minimum sequence number is looked at again (SVC §4.5)
 * @param noopConsolidation how long held noops are collected before the service tells the minimum itself (SVC §4.4)
 * @param lagMaxOps a client that refers to an op further back than this leaves, for all others keep what came since
 */
public record SequencerOptions(
        Duration clientTimeout, Duration activityTimeout, Duration noopConsolidation, long lagMaxOps) {
    /** The times every Fluid service uses. */
    public static final SequencerOptions DEFAULT =
            new SequencerOptions(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMillis(250), 100_000);
}
