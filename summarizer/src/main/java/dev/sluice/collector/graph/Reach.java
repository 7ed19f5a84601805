package dev.sluice.collector.graph;

/**
 * How what can be reached differs from what could be before. Immutable by agreement: nobody changes the arrays.
 *
 * @param gained ids that can be reached now and could not, each once, in no order; some may be no nodes
 * @param lost ids that could be reached and cannot now, each once, in no order; some may be no nodes, or no longer
 * @param isFromScratch whether everything was marked anew, because that was cheaper than to look at what changed
 * @since 0.1
 */
public record Reach(int[] gained, int[] lost, boolean isFromScratch) {}
