package dev.sluice.summary;

import dev.sluice.collector.CollectionRun;
import dev.sluice.gc.state.GcTree;
import dev.sluice.protocol.handle.NodePath;
import java.util.Set;

/**
 * What one summary says of collection. Immutable.
 *
 * @param tree the tree {@code gc}
 * @param unreferencedStores the data stores that are marked as unreferenced
 * @since 0.1
 */
public record CollectionSummary(GcTree tree, Set<NodePath> unreferencedStores) {
    /** Copies the set. */
    public CollectionSummary {
        unreferencedStores = Set.copyOf(unreferencedStores);
    }

    /** Returns what a summary after a run says. */
    public static CollectionSummary of(CollectionRun run) {
        return new CollectionSummary(GcTree.of(run.state()), run.unreferencedStores());
    }
}
