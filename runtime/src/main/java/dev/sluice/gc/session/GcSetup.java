package dev.sluice.gc.session;

import dev.sluice.gc.GcException;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.telemetry.GcEventLog;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.protocol.json.JsonObject;

/**
 * With what containers are opened, as far as collection is concerned. Immutable.
 *
 * @param options what the application built in
 * @param settings what an operator set, which wins
 * @param events takes what is to be told
 * @since 0.1
 */
public record GcSetup(GcOptions options, GcSettings settings, GcEventSink events) {
    /** Collection is allowed, nothing is swept, errors are logged. */
    public static final GcSetup DEFAULT = new GcSetup(GcOptions.DEFAULT, GcSettings.NONE, new GcEventLog());

    /** The first release whose clients execute ops of collection. */
    private static final int MIN_MAJOR = 2;

    /** Returns the configuration of a document that is made. */
    public GcConfig ofNew(Role role) {
        return GcConfig.ofNew(options, settings, role);
    }

    /** Returns the configuration of a document with this metadata. */
    public GcConfig ofExisting(JsonObject metadata, Role role) {
        return GcConfig.ofExisting(metadata, options, settings, role);
    }

    /**
     * Refuses to sweep documents that clients open which end at the ops of it (GC-027).
     *
     * @param minimum the oldest release whose clients the application wants to collaborate with
     * @throws GcException if that is before 2.0
     */
    public void checkClients(String minimum) {
        int end = minimum.indexOf('.');
        String major = end < 0 ? minimum : minimum.substring(0, end);
        boolean isOld = major.matches("\\d{1,4}") && Integer.parseInt(major) < MIN_MAJOR;
        if (isOld && settings.over(options).asksForSweep()) {
            throw GcException.usage("found enableGCSweep and a minimum version of collaboration " + minimum
                    + ", expected 2.0.0 or later: older clients end at the first sweep");
        }
    }
}
