package dev.sluice.gc.config;

import java.time.Duration;
import java.util.OptionalInt;

/** Changes single members of options. Confined to one thread. */
final class GcOptionsBuilder {
    private boolean isAllowed;
    private Duration inactiveTimeout;
    private Duration sessionExpiryTimeout;
    private Duration sweepGracePeriod;
    private OptionalInt tombstoneGeneration;
    private OptionalInt sweepGeneration;
    private OptionalInt generation;
    private boolean isSweepEnabled;
    private boolean isAlwaysFull;
    private boolean isTestMode;

    GcOptionsBuilder(GcOptions from) {
        isAllowed = from.isAllowed();
        inactiveTimeout = from.inactiveTimeout();
        sessionExpiryTimeout = from.sessionExpiryTimeout();
        sweepGracePeriod = from.sweepGracePeriod();
        tombstoneGeneration = from.tombstoneGeneration();
        sweepGeneration = from.sweepGeneration();
        generation = from.generation();
        isSweepEnabled = from.isSweepEnabled();
        isAlwaysFull = from.isAlwaysFull();
        isTestMode = from.isTestMode();
    }

    GcOptionsBuilder allowed(boolean allowed) {
        isAllowed = allowed;
        return this;
    }

    GcOptionsBuilder inactiveTimeout(Duration timeout) {
        inactiveTimeout = timeout;
        return this;
    }

    GcOptionsBuilder sessionExpiryTimeout(Duration timeout) {
        sessionExpiryTimeout = timeout;
        return this;
    }

    GcOptionsBuilder sweepGracePeriod(Duration period) {
        sweepGracePeriod = period;
        return this;
    }

    GcOptionsBuilder tombstoneGeneration(OptionalInt tombstone) {
        tombstoneGeneration = tombstone;
        return this;
    }

    GcOptionsBuilder sweepGeneration(OptionalInt sweep) {
        sweepGeneration = sweep;
        return this;
    }

    GcOptionsBuilder generation(OptionalInt common) {
        generation = common;
        return this;
    }

    GcOptionsBuilder sweepEnabled(boolean enabled) {
        isSweepEnabled = enabled;
        return this;
    }

    GcOptionsBuilder alwaysFull(boolean full) {
        isAlwaysFull = full;
        return this;
    }

    GcOptionsBuilder testMode(boolean test) {
        isTestMode = test;
        return this;
    }

    GcOptions build() {
        return new GcOptions(
                isAllowed,
                inactiveTimeout,
                sessionExpiryTimeout,
                sweepGracePeriod,
                tombstoneGeneration,
                sweepGeneration,
                generation,
                isSweepEnabled,
                isAlwaysFull,
                isTestMode);
    }
}
