package dev.sluice.server.pool;

import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.slf4j.Slf4jGcEvents;
import java.time.Duration;
import java.util.Map;

/** With what settings documents are collected by clients inside the server. Pure. */
public final class CollectionSetup {
    private CollectionSetup() {}

    /**
     * Returns the setup of settings by name. The time until inactivity, which documents do not keep, is the shortest unless it is
     * given: documents whose own times are short could not be opened with a longer one.
     *
     * @throws dev.sluice.gc.GcException when a document is opened, if a setting is malformed
     */
    public static GcSetup of(Map<String, String> settings) {
        GcOptions options = settings.containsKey("inactiveTimeoutMs")
                ? GcOptions.DEFAULT
                : GcOptions.DEFAULT.withInactiveTimeout(Duration.ZERO);
        return new GcSetup(options, GcSettings.of(settings), new Slf4jGcEvents());
    }
}
