package dev.sluice.collector.plan;

import dev.sluice.gc.ageing.Ages;
import dev.sluice.gc.graph.NodeType;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a plan is made from.
 *
 * @param referenceMs timestamp of the last op applied, in milliseconds since 1970; never the local clock
 * @param ages the times of the stages
 * @param mode what is done with what is old enough
 * @param reachability what the mark found
 * @param sinceMsById since when each node that the last run found unreferenced is so
 * @param tombstones those of the last run, or of the loaded summary
 * @param deleted what was swept, ever
 * @param types what each node is
 * @param hasPrevious whether an earlier run or the loaded summary knew a graph
 * @since 0.1
 */
public record PlanInput(
        long referenceMs,
        Ages ages,
        SweepMode mode,
        Reachability reachability,
        Map<String, Long> sinceMsById,
        Set<String> tombstones,
        Set<String> deleted,
        Function<String, NodeType> types,
        boolean hasPrevious) {
    /** How much a plan tells. */
    public enum Detail {
        /** Only nodes that are not referenced, or were not at the last run. */
        GARBAGE,
        /** Every node; linear in the document. */
        EVERYTHING
    }
}
