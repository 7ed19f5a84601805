package dev.sluice.gc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gc.GcException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcConfigTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final String TEST = "Fluid.GarbageCollection.TestOverride.";
    private static final String DEFAULT_METADATA =
            "{\"gcFeature\":3,\"sessionExpiryTimeoutMs\":2592000000,\"sweepEnabled\":false,\"tombstoneTimeoutMs\":3110400000}";

    private static GcConfig ofNew(GcOptions options, String... settings) {
        return GcConfig.ofNew(options, settings(settings), Role.INTERACTIVE);
    }

    private static GcConfig existing(String metadata, GcOptions options, String... settings) {
        JsonObject json = JsonValue.parse(metadata).asObject().orElseThrow();
        return GcConfig.ofExisting(json, options, settings(settings), Role.INTERACTIVE);
    }

    private static GcSettings settings(String... keyAndValue) {
        return keyAndValue.length == 0 ? GcSettings.NONE : GcSettings.of(Map.of(keyAndValue[0], keyAndValue[1]));
    }

    @Test
    void gc001_newDocument_hasTheDefaults() {
        GcConfig config = ofNew(GcOptions.DEFAULT);
        assertThat(config.isAllowed()).isTrue();
        assertThat(config.version()).isEqualTo(3);
        assertThat(config.timeouts())
                .isEqualTo(new Timeouts(OptionalLong.of(30 * DAY), OptionalLong.of(36 * DAY), 7 * DAY, DAY));
        assertThat(config.enforcement()).isEqualTo(new Enforcement(false, false, false));
    }

    @Test
    void gc002_metadataOfANewDocument_hasFourMembersInOrder() {
        assertThat(ofNew(GcOptions.DEFAULT).metadata().toJson()).isEqualTo(DEFAULT_METADATA);
    }

    @Test
    void gc003_documentWithoutMetadata_isNeverCollected() {
        GcConfig config = existing("{}", GcOptions.DEFAULT.withSweep());
        assertThat(config.isAllowed()).isFalse();
        assertThat(config.timeouts().sessionExpiryMs()).isEmpty();
        assertThat(config.metadata().toJson()).isEqualTo("{\"gcFeature\":0,\"sweepEnabled\":false}");
    }

    @Test
    void gc004_featureZero_cannotBeTurnedOn() {
        GcConfig config = existing(
                "{\"gcFeature\":0,\"tombstoneTimeoutMs\":3110400000}",
                GcOptions.DEFAULT.withSweep(),
                "gcAllowed",
                "true");
        assertThat(config.isAllowed()).isFalse();
        assertThat(config.enforcement().sweeps()).isFalse();
    }

    @Test
    void gc005_featureOne_isCollected() {
        assertThat(existing("{\"gcFeature\":1}", GcOptions.DEFAULT).isAllowed()).isTrue();
        assertThat(existing("{\"gcFeature\":1}", GcOptions.DEFAULT.withoutCollection())
                        .isAllowed())
                .isTrue();
    }

    @Test
    void gc006_gc007_persistedSessionExpiry_winsAndCannotBeAdded() {
        GcOptions options = GcOptions.DEFAULT.withSessionExpiryTimeout(Duration.ofDays(3));
        assertThat(existing("{\"gcFeature\":3,\"sessionExpiryTimeoutMs\":86400000}", options)
                        .timeouts()
                        .sessionExpiryMs())
                .hasValue(DAY);
        assertThat(existing("{\"gcFeature\":3}", options).timeouts().sessionExpiryMs())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"gcFeature":3,"sweepTimeoutMs":864000000}                                  | 864000000
                    {"gcFeature":3,"sweepTimeoutMs":864000000,"tombstoneTimeoutMs":950400000}   | 950400000
                    {"gcFeature":3,"sessionExpiryTimeoutMs":864000000}                          | 1382400000
                    """)
    void gc008_gc009_tombstoneTimeoutOfOldDocuments_isFoundAndWritten(String metadata, long tombstoneMs) {
        GcConfig config = existing(metadata, GcOptions.DEFAULT);
        assertThat(config.timeouts().tombstoneMs()).hasValue(tombstoneMs);
        assertThat(config.metadata().get("tombstoneTimeoutMs")).isEqualTo(JsonValue.of(tombstoneMs));
    }

    @Test
    void gc010_noTimeoutAtAll_neverSweeps() {
        GcConfig config = existing("{\"gcFeature\":3}", GcOptions.DEFAULT.withSweep());
        assertThat(config.timeouts().tombstoneMs()).isEmpty();
        assertThat(config.timeouts().sweepMs()).isEmpty();
        assertThat(config.enforcement().sweeps()).isFalse();
    }

    @Test
    void gc011_sessionExpiryOff_leavesNoTombstones() {
        Timeouts off = ofNew(GcOptions.DEFAULT, "Fluid.GarbageCollection.RunSessionExpiry", "false")
                .timeouts();
        assertThat(off.sessionExpiryMs()).isEmpty();
        assertThat(off.tombstoneMs()).isEmpty();
        assertThat(ofNew(GcOptions.DEFAULT, "Fluid.GarbageCollection.RunSessionExpiry", "no")
                        .timeouts()
                        .sessionExpiryMs())
                .isPresent();
    }

    @Test
    void gc012_sessionExpiryOfANewDocument_isPersistedAndSetsTheTombstoneTimeout() {
        GcConfig config = ofNew(GcOptions.DEFAULT.withSessionExpiryTimeout(Duration.ofDays(10)));
        assertThat(config.timeouts().tombstoneMs()).hasValue(16 * DAY);
        assertThat(config.metadata().get("sessionExpiryTimeoutMs")).isEqualTo(JsonValue.of(10 * DAY));
    }

    @Test
    void gc013_tombstoneOverride_isForNewDocuments() {
        String key = TEST + "TombstoneTimeoutMs";
        GcConfig config = ofNew(GcOptions.DEFAULT, key, "691200000");
        assertThat(config.timeouts().tombstoneMs()).hasValue(8 * DAY);
        assertThat(config.metadata().get("tombstoneTimeoutMs")).isEqualTo(JsonValue.of(8 * DAY));
        assertThat(GcConfig.ofNew(
                                GcOptions.DEFAULT,
                                GcSettings.of(
                                        Map.of(key, "691200000", "Fluid.GarbageCollection.RunSessionExpiry", "false")),
                                Role.INTERACTIVE)
                        .timeouts()
                        .tombstoneMs())
                .hasValue(8 * DAY);
        assertThat(existing(DEFAULT_METADATA, GcOptions.DEFAULT, key, "691200000")
                        .timeouts()
                        .tombstoneMs())
                .hasValue(36 * DAY);
    }

    @Test
    void gc014_sessionOverride_changesTheTimerOnly() {
        GcConfig config = ofNew(GcOptions.DEFAULT, TEST + "SessionExpiryMs", "5");
        assertThat(config.sessionTimerMs()).hasValue(5);
        assertThat(config.metadata().toJson()).isEqualTo(DEFAULT_METADATA);
    }

    @Test
    void gc015_inactiveTimeout_isOverriddenInOrder() {
        GcOptions options = GcOptions.DEFAULT.withInactiveTimeout(Duration.ofDays(2));
        assertThat(ofNew(GcOptions.DEFAULT).timeouts().inactiveMs()).isEqualTo(7 * DAY);
        assertThat(ofNew(options).timeouts().inactiveMs()).isEqualTo(2 * DAY);
        assertThat(ofNew(options, "inactiveTimeoutMs", "3").timeouts().inactiveMs())
                .isEqualTo(3);
        assertThat(ofNew(options, TEST + "InactiveTimeoutMs", "4").timeouts().inactiveMs())
                .isEqualTo(4);
    }

    @Test
    void gc016_inactiveAfterTombstone_isAUsageErrorOnEveryClient() {
        String small = "{\"gcFeature\":3,\"tombstoneTimeoutMs\":%d}";
        assertThatThrownBy(() -> existing(small.formatted(7 * DAY - 1), GcOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        GcException.class, failure -> assertThat(failure.code()).isEqualTo("usage"))
                .hasMessageContaining("inactive timeout should not be greater than the tombstone timeout");
        assertThat(existing(small.formatted(7 * DAY), GcOptions.DEFAULT)
                        .timeouts()
                        .tombstoneMs())
                .hasValue(7 * DAY);
    }

    @Test
    void gc017_gracePeriod_isZeroOrMoreAndNotPersisted() {
        GcConfig none = ofNew(GcOptions.DEFAULT.withSweepGracePeriod(Duration.ZERO));
        assertThat(none.timeouts().sweepMs()).isEqualTo(none.timeouts().tombstoneMs());
        assertThat(none.metadata().toJson()).isEqualTo(DEFAULT_METADATA);
        assertThat(ofNew(GcOptions.DEFAULT).timeouts().sweepMs()).hasValue(37 * DAY);
        assertThatThrownBy(() -> ofNew(GcOptions.DEFAULT.withSweepGracePeriod(Duration.ofMillis(-1))))
                .isInstanceOf(GcException.class)
                .hasMessageContaining("sweepGracePeriodMs must be non-negative");
    }

    @Test
    void gc018_sweep_isAskedForByTheLiteralTrueOnly() {
        assertThat(ofNew(GcOptions.DEFAULT.withSweep()).enforcement().sweeps()).isTrue();
        assertThat(ofNew(GcOptions.DEFAULT, "enableGCSweep", "true")
                        .enforcement()
                        .sweeps())
                .isTrue();
        assertThat(ofNew(GcOptions.DEFAULT.withSweep(), "enableGCSweep", "1")
                        .enforcement()
                        .sweeps())
                .isFalse();
    }

    @Test
    void gc019_sweep_isVetoedByEachOfItsConditions() {
        GcOptions sweep = GcOptions.DEFAULT.withSweep();
        assertThat(existing(DEFAULT_METADATA, sweep).enforcement().sweeps()).isTrue();
        assertThat(ofNew(sweep.withoutCollection()).enforcement().sweeps()).isFalse();
        assertThat(existing("{\"gcFeature\":3}", sweep).enforcement().sweeps()).isFalse();
        assertThat(existing(DEFAULT_METADATA, sweep.withGeneration(1))
                        .enforcement()
                        .sweeps())
                .isFalse();
    }

    @Test
    void gc020_loadsAreRefused_whereSweepRunsUnlessForbiddenOrSummarizing() {
        GcOptions sweep = GcOptions.DEFAULT.withSweep();
        assertThat(ofNew(sweep).enforcement().refusesLoads()).isTrue();
        assertThat(ofNew(GcOptions.DEFAULT).enforcement().refusesLoads()).isFalse();
        assertThat(ofNew(sweep, "Fluid.GarbageCollection.DisableThrowOnTombstoneLoad", "true")
                        .enforcement()
                        .refusesLoads())
                .isFalse();
        assertThat(GcConfig.ofNew(sweep, GcSettings.NONE, Role.SUMMARIZER)
                        .enforcement()
                        .refusesLoads())
                .isFalse();
        assertThat(ofNew(GcOptions.DEFAULT, "Fluid.GarbageCollection.ThrowOnTombstoneLoad", "true")
                        .enforcement())
                .isEqualTo(new Enforcement(false, true, false));
    }

    @Test
    void gc021_testMode_isOverriddenEitherWay() {
        String key = "Fluid.GarbageCollection.GCTestMode";
        assertThat(ofNew(GcOptions.DEFAULT).isTestMode()).isFalse();
        assertThat(ofNew(GcOptions.DEFAULT.withTestMode()).isTestMode()).isTrue();
        assertThat(ofNew(GcOptions.DEFAULT, key, "true").isTestMode()).isTrue();
        assertThat(ofNew(GcOptions.DEFAULT.withTestMode(), key, "false").isTestMode())
                .isFalse();
    }

    @Test
    void gc022_fullRuns_arePassedOn() {
        assertThat(ofNew(GcOptions.DEFAULT).isAlwaysFull()).isFalse();
        assertThat(ofNew(GcOptions.DEFAULT.withFullRuns()).isAlwaysFull()).isTrue();
        assertThat(ofNew(GcOptions.DEFAULT, "runFullGC", "true").isAlwaysFull()).isTrue();
    }

    @Test
    void gc023_stamps_areWrittenOnceAndKeptVerbatim() {
        assertThat(ofNew(GcOptions.DEFAULT.withGeneration(4)).metadata().get("gcFeatureMatrix"))
                .isEqualTo(JsonValue.parse("{\"gcGeneration\":4}"));
        assertThat(ofNew(GcOptions.DEFAULT.withTombstoneGeneration(1).withSweepGeneration(0))
                        .metadata()
                        .toJson())
                .contains("\"gcFeatureMatrix\":{\"tombstoneGeneration\":1,\"sweepGeneration\":0}");
        String stored = "{\"gcFeature\":3,\"gcFeatureMatrix\":{\"new\":[1],\"tombstoneGeneration\":2}}";
        assertThat(existing(stored, GcOptions.DEFAULT.withGeneration(4))
                        .metadata()
                        .toJson())
                .contains("\"gcFeatureMatrix\":{\"new\":[1],\"tombstoneGeneration\":2}");
    }

    @Test
    void gc025_upgrade_writesVersionFour() {
        GcConfig config = ofNew(GcOptions.DEFAULT, "Fluid.GarbageCollection.GCVersionUpgradeToV4", "true");
        assertThat(config.metadata().get("gcFeature")).isEqualTo(JsonValue.of(4));
    }

    @Test
    void gc110_baseOfAnotherVersion_isNotCurrent() {
        assertThat(existing(DEFAULT_METADATA, GcOptions.DEFAULT).isBaseCurrent())
                .isTrue();
        assertThat(existing("{\"gcFeature\":2}", GcOptions.DEFAULT).isBaseCurrent())
                .isFalse();
        assertThat(existing("{\"gcFeature\":4}", GcOptions.DEFAULT).isBaseCurrent())
                .isFalse();
        assertThat(existing("{\"gcFeature\":0}", GcOptions.DEFAULT).isBaseCurrent())
                .isFalse();
        assertThat(ofNew(GcOptions.DEFAULT).baseVersion()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void decision3_newDocumentWithoutCollection_saysSoForEver() {
        String metadata =
                ofNew(GcOptions.DEFAULT, "gcAllowed", "false").metadata().toJson();
        assertThat(metadata).isEqualTo("{\"gcFeature\":0,\"sweepEnabled\":false}");
        assertThat(existing(metadata, GcOptions.DEFAULT.withSweep()).isAllowed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "gcTombstoneGeneration, tombstoneGeneration",
        "gcSweepGeneration, sweepGeneration",
        "gcGeneration, gcGeneration"
    })
    void decision3_generations_areReadFromSettings(String key, String stamp) {
        assertThat(ofNew(GcOptions.DEFAULT, key, "7").metadata().object("gcFeatureMatrix"))
                .contains(JsonObject.of(stamp, JsonValue.of(7)));
    }

    @ParameterizedTest
    @CsvSource({
        "gcAllowed, yes",
        "sweepGracePeriodMs, 1d",
        "gcGeneration, 1.5",
        "Fluid.GarbageCollection.ThrowOnTombstoneLoad, 1"
    })
    void setting_malformed_isAUsageErrorThatNamesIt(String key, String value) {
        assertThatThrownBy(() -> ofNew(GcOptions.DEFAULT, key, value))
                .isInstanceOf(GcException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }
}
