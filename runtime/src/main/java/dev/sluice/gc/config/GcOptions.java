package dev.sluice.gc.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What an application sets of garbage collection. Each member is also read from {@link GcSettings}, where it wins, under the name
 * given here. Immutable.
 *
 * @param isAllowed setting <i>gcAllowed</i>: false makes new documents in which nothing is ever collected
 * @param inactiveTimeout setting <i>inactiveTimeoutMs</i>: from unreferenced to inactive; zero is at once
 * @param sessionExpiryTimeout setting <i>sessionExpiryTimeoutMs</i>: how long a session of a new document may last
 * @param sweepGracePeriod setting <i>sweepGracePeriodMs</i>: from tombstoned to sweep-ready; zero skips tombstones
 * @param tombstoneGeneration setting <i>gcTombstoneGeneration</i>: stamps new documents and gates enforcement and sweep
 * @param sweepGeneration setting <i>gcSweepGeneration</i>: stamps new documents and gates sweep; setting it asks for sweep
 * @param generation setting <i>gcGeneration</i>: stamps new documents and gates what has no gate of its own
 * @param isSweepEnabled setting <i>enableGCSweep</i>: asks for sweep
 * @param isAlwaysFull setting <i>runFullGC</i>: collections use nothing that was cached
 * @param isTestMode setting <i>runGCInTestMode</i>: unreferenced nodes are deleted by the run that finds them, without any op
 * @since 0.1
 */
public record GcOptions(
        boolean isAllowed,
        Duration inactiveTimeout,
        Duration sessionExpiryTimeout,
        Duration sweepGracePeriod,
        OptionalInt tombstoneGeneration,
        OptionalInt sweepGeneration,
        OptionalInt generation,
        boolean isSweepEnabled,
        boolean isAlwaysFull,
        boolean isTestMode) {
    /** Documents are collected, tombstones are marked, nothing is swept: 7 days, 30 days, 1 day. */
    public static final GcOptions DEFAULT = new GcOptions(
            true,
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(1),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            false,
            false,
            false);

    /** Returns these options for new documents in which nothing is ever collected. */
    public GcOptions withoutCollection() {
        return toBuilder().allowed(false).build();
    }

    /** Returns these options with another time from unreferenced to inactive. */
    public GcOptions withInactiveTimeout(Duration timeout) {
        return toBuilder().inactiveTimeout(timeout).build();
    }

    /** Returns these options with another length of sessions of new documents. */
    public GcOptions withSessionExpiryTimeout(Duration timeout) {
        return toBuilder().sessionExpiryTimeout(timeout).build();
    }

    /** Returns these options with another time from tombstoned to sweep-ready. */
    public GcOptions withSweepGracePeriod(Duration period) {
        return toBuilder().sweepGracePeriod(period).build();
    }

    /** Returns these options with a tombstone generation. */
    public GcOptions withTombstoneGeneration(int tombstone) {
        return toBuilder().tombstoneGeneration(OptionalInt.of(tombstone)).build();
    }

    /** Returns these options with a sweep generation, which asks for sweep. */
    public GcOptions withSweepGeneration(int sweep) {
        return toBuilder().sweepGeneration(OptionalInt.of(sweep)).build();
    }

    /** Returns these options with a generation. */
    public GcOptions withGeneration(int common) {
        return toBuilder().generation(OptionalInt.of(common)).build();
    }

    /** Returns these options, asking for sweep. */
    public GcOptions withSweep() {
        return toBuilder().sweepEnabled(true).build();
    }

    /** Returns these options with collections that use nothing cached. */
    public GcOptions withFullRuns() {
        return toBuilder().alwaysFull(true).build();
    }

    /** Returns these options in test mode. */
    public GcOptions withTestMode() {
        return toBuilder().testMode(true).build();
    }

    /** Whether the application wants what is sweep-ready to be deleted, wherever it may. */
    public boolean asksForSweep() {
        return isSweepEnabled || sweepGeneration.isPresent();
    }

    GcOptionsBuilder toBuilder() {
        return new GcOptionsBuilder(this);
    }
}
