package dev.sluice.gc.ageing;

import dev.sluice.gc.GcException;
import java.util.OptionalLong;

/**
 * From when on an unreferenced node is in which stage. Immutable.
 *
 * @param inactiveMs from unreferenced to inactive
 * @param tombstoneMs from unreferenced to tombstone-ready; empty for never
 * @param graceMs from tombstone-ready to sweep-ready
 * @since 0.1
 */
public record Ages(long inactiveMs, OptionalLong tombstoneMs, long graceMs) {
    /**
     * Checks the order.
     *
     * @throws GcException if nodes were tombstone-ready before they are inactive (GC-088), or a time is negative
     */
    public Ages {
        if (inactiveMs < 0 || graceMs < 0 || (tombstoneMs.isPresent() && inactiveMs > tombstoneMs.getAsLong())) {
            throw GcException.usage("found stages after " + inactiveMs + " ms, " + tombstoneMs + " and " + graceMs
                    + " ms more, expected each after the one before");
        }
    }

    /** Returns the stage of a node that has been unreferenced for a time. */
    public Stage stageAfter(long unreferencedMs) {
        if (tombstoneMs.isPresent() && unreferencedMs >= tombstoneMs.getAsLong()) {
            return unreferencedMs >= sweepMs() ? Stage.SWEEP_READY : Stage.TOMBSTONE_READY;
        }
        return unreferencedMs >= inactiveMs ? Stage.INACTIVE : Stage.ACTIVE;
    }

    /** Returns when the stage of such a node ends; empty if never. */
    OptionalLong endOfStageAfter(long unreferencedMs) {
        return switch (stageAfter(unreferencedMs)) {
            case ACTIVE -> OptionalLong.of(inactiveMs);
            case INACTIVE -> tombstoneMs;
            case TOMBSTONE_READY -> OptionalLong.of(sweepMs());
            case SWEEP_READY -> OptionalLong.empty();
        };
    }

    private long sweepMs() {
        return tombstoneMs.getAsLong() + graceMs;
    }

    /** Returns how old a node of a stage is at least; empty for an active one. */
    public OptionalLong timeoutMs(Stage stage) {
        return switch (stage) {
            case ACTIVE -> OptionalLong.empty();
            case INACTIVE -> OptionalLong.of(inactiveMs);
            case TOMBSTONE_READY -> tombstoneMs;
            case SWEEP_READY -> tombstoneMs.isEmpty() ? tombstoneMs : OptionalLong.of(sweepMs());
        };
    }
}
