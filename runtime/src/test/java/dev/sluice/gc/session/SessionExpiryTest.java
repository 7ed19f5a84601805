package dev.sluice.gc.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.testing.VirtualAlarms;
import dev.sluice.protocol.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionExpiryTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
    private static final long LIMIT = 1_000;

    private final VirtualAlarms alarms = new VirtualAlarms();
    private final List<String> ends = new ArrayList<>();

    private static GcConfig limited(long limitMs, String... settings) {
        return GcConfig.ofNew(
                GcOptions.DEFAULT
                        .withSessionExpiryTimeout(Duration.ofMillis(limitMs))
                        .withInactiveTimeout(Duration.ZERO),
                settings.length == 0 ? GcSettings.NONE : GcSettings.of(Map.of(settings[0], settings[1])),
                Role.INTERACTIVE);
    }

    private SessionExpiry started(GcConfig config, Optional<Instant> former) {
        SessionExpiry expiry = new SessionExpiry(config, () -> NOW, former);
        expiry.start(alarms, () -> ends.add("ended"));
        return expiry;
    }

    @Test
    void gc029_session_endsAtItsTimeAndNotBefore() {
        started(limited(LIMIT), Optional.empty());
        alarms.pass(LIMIT - 1);
        assertThat(ends).isEmpty();
        alarms.pass(1);
        assertThat(ends).hasSize(1);
    }

    @Test
    void gc030_earlierSession_counts() {
        SessionExpiry expiry = started(limited(LIMIT), Optional.of(NOW.minusMillis(400)));
        alarms.pass(599);
        assertThat(ends).isEmpty();
        alarms.pass(1);
        assertThat(ends).hasSize(1);
        assertThat(expiry.started()).contains(NOW.minusMillis(400));
    }

    @Test
    void gc031_earlierSessionThatLastedLongEnough_isOverAtOnce() {
        assertThat(new SessionExpiry(limited(LIMIT), () -> NOW, Optional.of(NOW.minusMillis(LIMIT))).isOver())
                .isTrue();
        assertThat(new SessionExpiry(limited(LIMIT), () -> NOW, Optional.of(NOW.minusMillis(LIMIT - 1))).isOver())
                .isFalse();
    }

    @Test
    void gc032_override_beatsTheEarlierSession() {
        SessionExpiry expiry = started(
                limited(LIMIT, "Fluid.GarbageCollection.TestOverride.SessionExpiryMs", "50"),
                Optional.of(NOW.minusMillis(10 * LIMIT)));
        assertThat(expiry.isOver()).isFalse();
        alarms.pass(49);
        assertThat(ends).isEmpty();
        alarms.pass(1);
        assertThat(ends).hasSize(1);
    }

    @Test
    void gc033_timeBeyondThirtyOneBits_isNotEarly() {
        long limit = (1L << 31) + 5;
        started(limited(limit), Optional.empty());
        alarms.pass(limit - 1);
        assertThat(ends).isEmpty();
        alarms.pass(1);
        assertThat(ends).hasSize(1);
    }

    @Test
    void gc034_stoppedTimer_neverRings() {
        SessionExpiry expiry = started(limited(LIMIT), Optional.empty());
        expiry.stop();
        expiry.stop();
        alarms.pass(10 * LIMIT);
        assertThat(ends).isEmpty();
        assertThat(alarms.waiting()).isEmpty();
    }

    @Test
    void gc035_documentWithoutLimit_neverEnds() {
        GcConfig unlimited =
                GcConfig.ofExisting(JsonObject.EMPTY, GcOptions.DEFAULT, GcSettings.NONE, Role.INTERACTIVE);
        SessionExpiry expiry = started(unlimited, Optional.of(Instant.EPOCH));
        assertThat(expiry.isOver()).isFalse();
        assertThat(alarms.waiting()).isEmpty();
        assertThat(expiry.started()).isEmpty();
    }
}
