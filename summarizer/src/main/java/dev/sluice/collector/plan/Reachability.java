package dev.sluice.collector.plan;

import java.util.List;
import java.util.Set;

/**
 * What a mark found, and what happened between the last run and this one (garbage-collection §1.5, §1.7). Valid until the graph
 * that it is of changes; confined to its thread.
 *
 * @since 0.1
 */
public interface Reachability {
    /** Counts the nodes of the graph. */
    NodeCounts counts();

    /** Tells whether an id is a node of the graph. */
    boolean isNode(String id);

    /** Tells whether a root reaches an id now, node or not. */
    boolean isReferenced(String id);

    /**
     * Tells whether the age of a node ends here: a root reaches it now, or it could be reached from a root or from the target of a
     * new reference at some time since the last run.
     */
    boolean isCleared(String id);

    /** Returns the nodes that no root reaches and whose age ends here all the same. */
    Set<String> clearedGarbage();

    /** Returns the nodes that no root reaches, in the order of the graph. */
    List<String> unreferenced();

    /** Returns all nodes, in the order of the graph; linear. */
    List<String> all();
}
