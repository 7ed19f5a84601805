package dev.sluice.server.live;

import dev.sluice.container.RuntimeOptions;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEvent.Category;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One setup of collection for clients of both sides: it sweeps, and its times are minutes. */
final class ShortStages {
    /** Garbage is inactive after this, tombstoned after twice, and deleted after three times as much. */
    static final Duration STAGE = Duration.ofMinutes(3);

    /** The options of TypeScript clients. */
    static final JsonObject OPTIONS = JsonObject.builder()
            .put("enableGCSweep", JsonValue.of(true))
            .put("inactiveTimeoutMs", STAGE.toMillis())
            .put("sweepGracePeriodMs", STAGE.toMillis())
            .build();

    private static final String TOMBSTONE_TIME = "Fluid.GarbageCollection.TestOverride.TombstoneTimeoutMs";

    /** The settings of TypeScript clients. */
    static final JsonObject FLAGS =
            JsonObject.of(TOMBSTONE_TIME, JsonValue.of(STAGE.multipliedBy(2).toMillis()));

    private ShortStages() {}

    /** Returns the options of Java clients, with names of events that something is wrong, as {@code loader-access.mjs} keeps them. */
    static RuntimeOptions options(List<String> told) {
        GcEventSink events = event -> {
            if (event.category() == Category.ERROR || event.name().equals("gcUnknownOutboundReferences")) {
                told.add(event.name());
            }
        };
        return RuntimeOptions.DEFAULT.withCollection(new GcSetup(
                GcOptions.DEFAULT
                        .withInactiveTimeout(STAGE)
                        .withSweepGracePeriod(STAGE)
                        .withSweep(),
                GcSettings.of(Map.of(
                        TOMBSTONE_TIME, String.valueOf(STAGE.multipliedBy(2).toMillis()))),
                events));
    }
}
