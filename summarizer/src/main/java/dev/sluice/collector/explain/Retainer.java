package dev.sluice.collector.explain;

/**
 * A node, and how much would go with it. Immutable.
 *
 * @param id of the node
 * @param nodes how many would go, itself included
 * @param bytes how large these are together
 * @since 0.1
 */
public record Retainer(int id, int nodes, long bytes) {}
