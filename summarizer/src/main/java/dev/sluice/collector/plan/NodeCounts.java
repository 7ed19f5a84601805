package dev.sluice.collector.plan;

import dev.sluice.gc.graph.NodeType;

/**
 * How many nodes something holds for, by what they are. Immutable.
 *
 * @param nodes of every type
 * @param stores data stores among them
 * @param blobs attachment blobs among them
 * @since 0.1
 */
public record NodeCounts(long nodes, long stores, long blobs) {
    /** Of nothing. */
    public static final NodeCounts NONE = new NodeCounts(0, 0, 0);

    /** Returns these and one more. */
    public NodeCounts and(NodeType type) {
        return new NodeCounts(
                nodes + 1, stores + (type == NodeType.DATA_STORE ? 1 : 0), blobs + (type == NodeType.BLOB ? 1 : 0));
    }

    /** Returns these but for one. */
    public NodeCounts without(NodeType type) {
        return new NodeCounts(
                nodes - 1, stores - (type == NodeType.DATA_STORE ? 1 : 0), blobs - (type == NodeType.BLOB ? 1 : 0));
    }

    /** Returns the difference. */
    public NodeCounts minus(NodeCounts other) {
        return new NodeCounts(nodes - other.nodes, stores - other.stores, blobs - other.blobs);
    }

    /** Returns the sum. */
    public NodeCounts plus(NodeCounts other) {
        return new NodeCounts(nodes + other.nodes, stores + other.stores, blobs + other.blobs);
    }
}
