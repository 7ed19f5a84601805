package dev.sluice.collector.plan;

import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.protocol.handle.NodePath;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When a run first does more for a document than its newest summary says, if nobody edits it meanwhile: garbage becomes a tombstone
 * then, or can be swept.
 *
 * <p>What is only inactive then needs no run, for every client tells that by the clock. Channels are not looked at: what becomes of
 * one becomes of it with its data store. Pure; linear in what is stored.
 *
 * @since 0.1
 */
public final class NextRun {
    private final OptionalLong tombstoneMs;
    private final OptionalLong sweepMs;
    private final GcSnapshot stored;

    private NextRun(GcConfig config, GcSnapshot stored) {
        this.tombstoneMs = config.timeouts().tombstoneMs();
        this.sweepMs = SweepMode.of(config) == SweepMode.ON ? config.timeouts().sweepMs() : OptionalLong.empty();
        this.stored = stored;
    }

    /**
     * Returns when that is.
     *
     * @param config of whoever would run
     * @param stored what the newest summary says of collection
     * @return sequenced time in milliseconds since 1970, which may have passed already; empty if time changes nothing
     */
    public static OptionalLong dueMs(GcConfig config, GcSnapshot stored) {
        // State of another version is discarded: ages begin anew with the next edit's run.
        if (!config.isBaseCurrent()) {
            return OptionalLong.empty();
        }
        return new NextRun(config, stored).earliest();
    }

    private OptionalLong earliest() {
        Map<String, Long> since = stored.state().map(GcState::unreferencedAtMs).orElse(Map.of());
        return since.entrySet().stream()
                .filter(node -> Planner.isSwept(NodeType.ofShape(new NodePath(node.getKey()))))
                .map(node -> after(node.getValue(), stored.tombstones().contains(node.getKey())))
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    private OptionalLong after(long since, boolean isTombstone) {
        OptionalLong waits = isTombstone ? sweepMs : tombstoneMs;
        return waits.isPresent() ? OptionalLong.of(since + waits.getAsLong()) : waits;
    }
}
