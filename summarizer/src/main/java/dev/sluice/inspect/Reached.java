package dev.sluice.inspect;

import dev.sluice.collector.model.RunGraph;
import dev.sluice.collector.model.RunGraph.Doubt;
import dev.sluice.gc.graph.NodeRoutes;
import java.util.List;

/**
 * Whether a root reaches a node of a document that goes on op by op. Each mark builds on the one before. Confined to the document's
 * thread.
 */
final class Reached {
    private final OfflineDocument document;
    private final String node;
    private final RunGraph graph = new RunGraph(NodeRoutes.EMPTY);
    private boolean isFresh;

    Reached(OfflineDocument document, String node) {
        this.document = document;
        this.node = node;
    }

    /** Returns whether a root reaches it now; the first time costs a full mark over all contents. */
    boolean ask() {
        NodeRoutes nodes =
                isFresh ? document.runtime().gcNodes() : document.runtime().freshGcNodes();
        isFresh = true;
        return graph.run(nodes, List.of(), Doubt.NOTHING).isReferenced(node);
    }

    /** Whether it was a node when this was asked last. */
    boolean isNode() {
        return graph.nodes().containsKey(node);
    }
}
