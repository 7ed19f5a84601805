package dev.sluice.collector.plan;

/**
 * What a run counted (garbage-collection §9.2). Immutable.
 *
 * @param nodes in the graph, the container and channels included
 * @param unreferenced those that no root reaches
 * @param updated those whose state differs from that of the last run; all, if there was none
 * @param deleted those that were swept before, and those that are old enough now
 * @param lifetime those in the graph, and those that were swept before
 * @since 0.1
 */
public record Statistics(
        NodeCounts nodes, NodeCounts unreferenced, NodeCounts updated, NodeCounts deleted, NodeCounts lifetime) {}
