package dev.sluice.collector;

import java.time.Duration;

/**
 * What a run cost, and what its plan alone does not tell. Immutable.
 *
 * @param edges references in the graph, those of a data store to its channels and back included
 * @param prevented data stores and blobs that marks which build on each other would have swept, and the mark from scratch did not
 *     (I3); more than none means a fault that nobody suffered from
 * @param graph how long it took to collect the nodes
 * @param mark how long to find what can be reached
 * @param plan how long to decide
 * @since 0.1
 */
public record RunFigures(long edges, int prevented, Duration graph, Duration mark, Duration plan) {}
