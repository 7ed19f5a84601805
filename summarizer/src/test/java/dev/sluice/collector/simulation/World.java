package dev.sluice.collector.simulation;

import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.config.Role;
import dev.sluice.protocol.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What all in a simulation share: chance, the service, and how the document is configured. */
final class World {
    private static final Configs SOUND = Configs.of(GcOptions.DEFAULT.withSweep(), GcSettings.NONE);
    private static final Configs HASTY = Configs.of(
            GcOptions.DEFAULT.withSweep().withInactiveTimeout(Duration.ZERO).withSweepGracePeriod(Duration.ZERO),
            GcSettings.of(Map.of("Fluid.GarbageCollection.TestOverride.TombstoneTimeoutMs", "0")));

    private final SplittableRandom random;
    private final Fault fault;
    private final Service service;
    private final Configs configs;
    private int ids;

    private record Configs(GcConfig interactive, GcConfig summarizer) {
        static Configs of(GcOptions options, GcSettings settings) {
            JsonObject metadata =
                    GcConfig.ofNew(options, settings, Role.INTERACTIVE).metadata();
            return new Configs(
                    GcConfig.ofExisting(metadata, options, settings, Role.INTERACTIVE),
                    GcConfig.ofExisting(metadata, options, settings, Role.SUMMARIZER));
        }
    }

    World(SplittableRandom random, Fault fault, Service service) {
        this.random = random;
        this.fault = fault;
        this.service = service;
        configs = fault == Fault.NO_WAITING ? HASTY : SOUND;
    }

    Service service() {
        return service;
    }

    Fault fault() {
        return fault;
    }

    GcConfig config() {
        return configs.interactive();
    }

    GcConfig summarizerConfig() {
        return configs.summarizer();
    }

    /** Returns true once in a number of times. */
    boolean chance(int outOf) {
        return random.nextInt(outOf) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long upTo(long bound) {
        return random.nextLong(bound + 1);
    }

    long flight() {
        return upTo(Audit.MAX_FLIGHT_MS);
    }

    <T> T pick(Collection<T> from) {
        List<T> all = new ArrayList<>(from);
        return all.get(random.nextInt(all.size()));
    }

    /** Returns the path of a data store that there never was. */
    String newId() {
        return "/s" + ids++;
    }
}
