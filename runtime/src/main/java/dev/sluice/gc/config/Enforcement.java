package dev.sluice.gc.config;

/**
 * What a session may do about tombstones (decision 3): a change of any generation only ever withdraws it. Immutable.
 *
 * @param sweeps whether what is sweep-ready is deleted, and loading a tombstone asks for its revival
 * @param refusesLoads whether a tombstoned data store or blob cannot be loaded
 * @param refusesUse whether a tombstoned data store that is already open cannot be changed or signalled
 * @since 0.1
 */
public record Enforcement(boolean sweeps, boolean refusesLoads, boolean refusesUse) {
    /**
     * Decides.
     *
     * @param options with the settings over them
     * @param isCollected whether the document is collected at all and its tombstones have an age
     */
    static Enforcement of(GcOptions options, GcSettings settings, Stamps stamps, boolean isCollected, Role role) {
        boolean isOpen = stamps.isTombstoneGateOpen(options);
        boolean sweeps = isCollected && options.asksForSweep() && stamps.isSweepGateOpen(options) && isOpen;
        boolean isEnforced = isOpen && role == Role.INTERACTIVE;
        boolean refusesLoads = isEnforced
                && (sweeps || is(settings, "ThrowOnTombstoneLoad"))
                && !is(settings, "DisableThrowOnTombstoneLoad");
        return new Enforcement(sweeps, refusesLoads, isEnforced && is(settings, "ThrowOnTombstoneUsage"));
    }

    private static boolean is(GcSettings settings, String name) {
        return settings.truth(GcSettings.PREFIX + name).orElse(false);
    }
}
