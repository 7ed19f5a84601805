package dev.sluice.collector.explain;

/**
 * What edges are called.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface EdgeLabels {
    /** Names no edge. */
    EdgeLabels NONE = (from, to) -> "";

    /** Returns the name of the edge between two nodes; empty if it has none. */
    String label(int from, int to);
}
