package dev.sluice.collector.explain;

/**
 * What nodes are called.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface NodeLabels {
    /** Returns the name of a node; not empty, and no other node's. */
    String label(int id);
}
