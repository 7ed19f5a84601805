package dev.sluice.gc.config;

import dev.sluice.gc.GcException;
import dev.sluice.protocol.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long everything takes in one document (garbage-collection §2.3). Immutable.
 *
 * @param sessionExpiryMs how long a session may last, persisted; empty for ever
 * @param tombstoneMs from unreferenced to tombstoned, persisted; empty for never
 * @param inactiveMs from unreferenced to inactive
 * @param sweepGraceMs from tombstoned to sweep-ready
 * @since 0.1
 */
public record Timeouts(OptionalLong sessionExpiryMs, OptionalLong tombstoneMs, long inactiveMs, long sweepGraceMs) {
    static final String SESSION_EXPIRY = "sessionExpiryTimeoutMs";
    static final String TOMBSTONE = "tombstoneTimeoutMs";
    private static final String LEGACY_TOMBSTONE = "sweepTimeoutMs";

    /** How old a cached snapshot may be from which somebody still opens the document. */
    private static final Duration MAX_CACHED_SNAPSHOT = Duration.ofDays(5);

    private static final Duration BUFFER = Duration.ofDays(1);

    /**
     * Checks that stages follow each other.
     *
     * @throws GcException if the grace period is negative, or nodes were inactive after they were tombstoned
     */
    public Timeouts {
        if (sweepGraceMs < 0) {
            throw GcException.usage("sweepGracePeriodMs must be non-negative, found " + sweepGraceMs);
        }
        if (tombstoneMs.isPresent() && inactiveMs > tombstoneMs.getAsLong()) {
            throw GcException.usage("inactive timeout should not be greater than the tombstone timeout: found "
                    + inactiveMs + " ms and " + tombstoneMs.getAsLong() + " ms");
        }
    }

    /** Returns those of a document that is made; sessions need not end where nothing is ever collected. */
    static Timeouts ofNew(GcOptions options, GcSettings settings) {
        boolean expires = options.isAllowed()
                && !settings.get(GcSettings.PREFIX + "RunSessionExpiry").equals(Optional.of("false"));
        OptionalLong expiry =
                expires ? OptionalLong.of(options.sessionExpiryTimeout().toMillis()) : OptionalLong.empty();
        OptionalLong tombstone =
                test(settings, "TombstoneTimeoutMs").map(OptionalLong::of).orElseGet(() -> after(expiry));
        return new Timeouts(
                expiry,
                tombstone,
                inactive(options, settings),
                options.sweepGracePeriod().toMillis());
    }

    /** Returns those of a document that exists, with what its metadata says. */
    static Timeouts ofExisting(JsonObject metadata, GcOptions options, GcSettings settings) {
        OptionalLong expiry = number(metadata, SESSION_EXPIRY);
        OptionalLong tombstone = number(metadata, TOMBSTONE);
        OptionalLong legacy = number(metadata, LEGACY_TOMBSTONE);
        return new Timeouts(
                expiry,
                tombstone.isPresent() ? tombstone : legacy.isPresent() ? legacy : after(expiry),
                inactive(options, settings),
                options.sweepGracePeriod().toMillis());
    }

    /** When nobody can hold a reference any more that was there when a node became unreferenced. */
    private static OptionalLong after(OptionalLong sessionExpiryMs) {
        return sessionExpiryMs.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(sessionExpiryMs.getAsLong() + MAX_CACHED_SNAPSHOT.toMillis() + BUFFER.toMillis());
    }

    private static long inactive(GcOptions options, GcSettings settings) {
        return test(settings, "InactiveTimeoutMs")
                .orElse(options.inactiveTimeout().toMillis());
    }

    static Optional<Long> test(GcSettings settings, String name) {
        return settings.time(GcSettings.PREFIX + "TestOverride." + name).map(Duration::toMillis);
    }

    private static OptionalLong number(JsonObject metadata, String name) {
        return metadata.number(name)
                .map(number -> OptionalLong.of((long) number.value()))
                .orElse(OptionalLong.empty());
    }

    /** From unreferenced to sweep-ready; empty for never. */
    public OptionalLong sweepMs() {
        return tombstoneMs.isEmpty() ? tombstoneMs : OptionalLong.of(tombstoneMs.getAsLong() + sweepGraceMs);
    }
}
