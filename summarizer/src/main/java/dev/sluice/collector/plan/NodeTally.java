package dev.sluice.collector.plan;

import dev.sluice.gc.graph.NodeType;

/** Counts nodes one by one, where there are too many to make {@link NodeCounts} of each. Confined to one thread. */
final class NodeTally {
    private long nodes;
    private long stores;
    private long blobs;

    void add(NodeType type) {
        nodes++;
        if (type == NodeType.DATA_STORE) {
            stores++;
        } else if (type == NodeType.BLOB) {
            blobs++;
        }
    }

    NodeCounts counts() {
        return new NodeCounts(nodes, stores, blobs);
    }
}
