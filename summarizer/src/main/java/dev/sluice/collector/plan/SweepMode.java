package dev.sluice.collector.plan;

import dev.sluice.gc.config.GcConfig;

/**
 * What a run does with nodes that are old enough (garbage-collection §3.4).
 *
 * @since 0.1
 */
public enum SweepMode {
    /** They stay tombstones. */
    OFF,
    /** An op deletes them at every client. */
    ON,
    /** All unreferenced nodes are deleted by the run that finds them, at this client only, whatever their age. For tests. */
    TEST;

    /** Returns the mode of a session. */
    public static SweepMode of(GcConfig config) {
        if (config.isTestMode()) {
            return TEST;
        }
        return config.enforcement().sweeps() ? ON : OFF;
    }
}
