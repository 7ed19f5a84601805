package dev.sluice.collector.explain;

/**
 * How large nodes are by themselves.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface NodeBytes {
    /** Returns the size of a node in bytes; 0 if nobody knows, never negative. */
    long bytes(int id);
}
