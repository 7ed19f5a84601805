package dev.sluice.collector;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.protocol.handle.NodePath;
import java.util.Set;

/**
 * What a run did, for the summary that follows it. Immutable.
 *
 * @param plan what was planned and carried out
 * @param isFull whether nothing cached was used
 * @param state what the summary says of collection
 * @param unreferencedStores the data stores that the summary marks as such
 * @param figures what it cost
 * @since 0.1
 */
public record CollectionRun(
        CollectionPlan plan, boolean isFull, GcSnapshot state, Set<NodePath> unreferencedStores, RunFigures figures) {
    /** Copies the set. */
    public CollectionRun {
        unreferencedStores = Set.copyOf(unreferencedStores);
    }
}
