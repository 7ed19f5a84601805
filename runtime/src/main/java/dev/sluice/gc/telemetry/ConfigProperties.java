package dev.sluice.gc.telemetry;

import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The property {@code gcConfigs} of events. Pure. */
final class ConfigProperties {
    private ConfigProperties() {}

    static Map<String, Object> of(GcConfig config) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("gcAllowed", config.isAllowed());
        properties.put("gcVersionInEffect", config.version());
        config.baseVersion().ifPresent(version -> properties.put("gcVersionInBaseSnapshot", version));
        properties.put("sweepEnabled", config.enforcement().sweeps());
        properties.put("throwOnTombstoneLoad", config.enforcement().refusesLoads());
        properties.put("throwOnTombstoneUsage", config.enforcement().refusesUse());
        properties.put("runFullGC", config.isAlwaysFull());
        properties.put("testMode", config.isTestMode());
        put(properties, "sessionExpiryTimeoutMs", config.timeouts().sessionExpiryMs());
        put(properties, "tombstoneTimeoutMs", config.timeouts().tombstoneMs());
        properties.put("inactiveTimeoutMs", config.timeouts().inactiveMs());
        properties.put("sweepGracePeriodMs", config.timeouts().sweepGraceMs());
        properties.put("isSummarizerClient", config.role() == Role.SUMMARIZER);
        config.stamps()
                .matrix()
                .ifPresent(matrix -> matrix.members().forEach((name, value) -> properties.put(name, value.toJson())));
        return properties;
    }

    private static void put(Map<String, Object> properties, String name, OptionalLong value) {
        value.ifPresent(present -> properties.put(name, present));
    }
}
