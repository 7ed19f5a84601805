package dev.sluice.gc.config;

import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What options, settings and a document's metadata come to in one session (garbage-collection §2.3, decision 3). Immutable.
 *
 * @param isAllowed whether the document is collected
 * @param baseVersion the version of the stored state; 0 if the document is not collected, empty for a document that is made
 * @param version the version in effect, of which this session writes state
 * @param timeouts of the document
 * @param sessionTimerMs when this session ends, in place of the document's expiry; for tests
 * @param stamps of the document
 * @param enforcement what is done about tombstones
 * @param role of this client
 * @param isAlwaysFull whether every run is a full one
 * @param isTestMode whether runs delete at once
 * @since 0.1
 */
public record GcConfig(
        boolean isAllowed,
        OptionalInt baseVersion,
        int version,
        Timeouts timeouts,
        OptionalLong sessionTimerMs,
        Stamps stamps,
        Enforcement enforcement,
        Role role,
        boolean isAlwaysFull,
        boolean isTestMode) {
    private static final String FEATURE = "gcFeature";
    private static final String MATRIX = "gcFeatureMatrix";
    private static final int VERSION = 3;
    private static final int UPGRADED_VERSION = 4;

    /**
     * Returns the configuration of a document that is made.
     *
     * @throws dev.sluice.gc.GcException if options or settings make no sense
     */
    public static GcConfig ofNew(GcOptions given, GcSettings settings, Role role) {
        GcOptions options = settings.over(given);
        return of(
                OptionalInt.empty(),
                options.isAllowed(),
                Timeouts.ofNew(options, settings),
                Stamps.of(options),
                new Given(options, settings, role));
    }

    /**
     * Returns the configuration of a document that exists. What must be equal for all its clients is what its metadata says,
     * whatever the options are.
     *
     * @param metadata the blob {@code .metadata}; empty if there is none
     * @throws dev.sluice.gc.GcException if options, settings and document do not fit
     */
    public static GcConfig ofExisting(JsonObject metadata, GcOptions given, GcSettings settings, Role role) {
        GcOptions options = settings.over(given);
        int baseVersion = metadata.number(FEATURE)
                .map(JsonNumber::value)
                .map(Double::intValue)
                .orElse(0);
        return of(
                OptionalInt.of(baseVersion),
                baseVersion != 0,
                Timeouts.ofExisting(metadata, options, settings),
                new Stamps(metadata.object(MATRIX)),
                new Given(options, settings, role));
    }

    private record Given(GcOptions options, GcSettings settings, Role role) {}

    private static GcConfig of(
            OptionalInt baseVersion, boolean isAllowed, Timeouts timeouts, Stamps stamps, Given given) {
        boolean isUpgraded = given.settings()
                .truth(GcSettings.PREFIX + "GCVersionUpgradeToV4")
                .orElse(false);
        boolean isCollected = isAllowed && timeouts.tombstoneMs().isPresent();
        return new GcConfig(
                isAllowed,
                baseVersion,
                isUpgraded ? UPGRADED_VERSION : VERSION,
                timeouts,
                Timeouts.test(given.settings(), "SessionExpiryMs")
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                stamps,
                Enforcement.of(given.options(), given.settings(), stamps, isCollected, given.role()),
                given.role(),
                given.options().isAlwaysFull(),
                given.options().isTestMode());
    }

    /** Whether the state stored with the document is of the version in effect; else it is discarded (GC-110). */
    public boolean isBaseCurrent() {
        return isAllowed && baseVersion.equals(OptionalInt.of(version));
    }

    /** Returns the members of {@code .metadata} that every summary writes (garbage-collection §4.3). */
    public JsonObject metadata() {
        return JsonObject.builder()
                .put(FEATURE, isAllowed ? version : 0)
                .putIfPresent(MATRIX, stamps.matrix())
                .putIfPresent(Timeouts.SESSION_EXPIRY, json(timeouts.sessionExpiryMs()))
                // Kept for readers of long ago.
                .put("sweepEnabled", JsonValue.of(false))
                .putIfPresent(Timeouts.TOMBSTONE, json(timeouts.tombstoneMs()))
                .build();
    }

    private static Optional<JsonValue> json(OptionalLong number) {
        return number.isPresent() ? Optional.of(JsonValue.of(number.getAsLong())) : Optional.empty();
    }
}
