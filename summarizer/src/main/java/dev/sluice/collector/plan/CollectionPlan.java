package dev.sluice.collector.plan;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run is to do, before anything is done. Immutable; order is that of the graph.
 *
 * @param referenceMs the sequenced time of the run, in milliseconds since 1970
 * @param mode what is done with what is old enough
 * @param nodes what becomes of each node: of every one, or of those that are garbage or were (see {@link PlanInput.Detail})
 * @param forgotten nodes whose age ends: something refers to them, did so meanwhile, or they are no nodes any more
 * @param begun nodes whose age begins now
 * @param tombstones what nobody should use any more, in place of all tombstones before
 * @param swept data stores and blobs that an op is to delete at every client
 * @param deletedAtOnce data stores and blobs that this client deletes by itself; in test mode only
 * @param statistics what was counted
 * @since 0.1
 */
public record CollectionPlan(
        long referenceMs,
        SweepMode mode,
        List<NodePlan> nodes,
        List<String> forgotten,
        List<String> begun,
        Set<String> tombstones,
        List<String> swept,
        List<String> deletedAtOnce,
        Statistics statistics) {
    /**
     * Decides. Pure; linear in the unreferenced nodes, and in all of them if everything is to be told.
     *
     * @param detail how much the plan tells; what it does is the same
     */
    public static CollectionPlan of(PlanInput input, PlanInput.Detail detail) {
        return new Planner(input).plan(detail);
    }

    /**
     * Decides the same as {@link #of} for garbage, in less time: what was garbage at the last run, and still is, is compared and not
     * planned anew, unless it has reached another stage. Pure.
     *
     * @param last what was planned for the last run of the same session, and carried out
     * @param input whose ages are what that run left
     */
    public static CollectionPlan after(CollectionPlan last, PlanInput input) {
        return new Planner(input).planAfter(last);
    }

    /** Copies lists and sets. */
    public CollectionPlan {
        nodes = List.copyOf(nodes);
        forgotten = List.copyOf(forgotten);
        begun = List.copyOf(begun);
        tombstones = Collections.unmodifiableSet(new LinkedHashSet<>(tombstones));
        swept = List.copyOf(swept);
        deletedAtOnce = List.copyOf(deletedAtOnce);
    }
}
