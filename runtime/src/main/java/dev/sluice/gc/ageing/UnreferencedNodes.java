package dev.sluice.gc.ageing;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The unreferenced nodes of a document and the stage of each (GC-077 to GC-089).
 *
 * <p>A stage is found by comparing sequenced time with the time at which the node became unreferenced. As long as nothing is
 * sequenced, timers stand in for it: a node is then as old as it was when it was looked at last, and what has passed since. When
 * sequenced time is known again, it counts, in whichever direction, but for one case: a node that timers have moved on is not
 * called active again, for somebody may have been told otherwise.
 *
 * <p>All nodes that are looked at together share one timer (see {@link Cohort}), for documents may have tens of thousands; looking
 * at all of them costs a pass and a handful of set operations per distinct age. What is deleted is decided by
 * {@link #stageAt}, which knows sequenced time only.
 *
 * <p>Confined to the document's thread.
 *
 * @since 0.1
 */
public final class UnreferencedNodes {
    private final Ages ages;
    private final Alarms alarms;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Long> sinceMsById = new SinceMsById();
    private long changes;

    /** What is known of one node; without cohort it is asleep. */
    private static final class Node {
        private final long sinceMs;
        private @Nullable Cohort cohort;
        // What a node is that is younger than inactive: active, unless a timer had it older.
        private Stage atLeast = Stage.ACTIVE;

        Node(long sinceMs) {
            this.sinceMs = sinceMs;
        }
    }

    /** Makes an empty set. */
    public UnreferencedNodes(Ages ages, Alarms alarms) {
        this.ages = ages;
        this.alarms = alarms;
    }

    /**
     * Adds nodes that are not known yet.
     *
     * @param sinceMsById since when each is unreferenced
     * @param referenceMs sequenced time now
     */
    public void add(Map<String, Long> sinceMsById, long referenceMs) {
        Cohort cohort = new Cohort(ages, alarms, referenceMs);
        sinceMsById.forEach((id, since) -> {
            if (!nodes.containsKey(id)) {
                Node node = new Node(since);
                nodes.put(id, node);
                changes++;
                join(node, cohort);
            }
        });
        cohort.begin();
    }

    /** Adds nodes that became unreferenced now; those that are known keep their age. */
    public void add(Collection<String> ids, long referenceMs) {
        Map<String, Long> sinceNow = new LinkedHashMap<>();
        ids.forEach(id -> sinceNow.put(id, referenceMs));
        add(sinceNow, referenceMs);
    }

    /** Looks at all nodes anew, those that sleep included. */
    public void update(long referenceMs) {
        Cohort cohort = new Cohort(ages, alarms, referenceMs);
        nodes.values().forEach(node -> {
            node.atLeast = node.cohort == null ? node.atLeast : stage(node);
            leave(node);
            join(node, cohort);
        });
        cohort.begin();
    }

    private static void join(Node node, Cohort cohort) {
        cohort.add(node.sinceMs);
        node.cohort = cohort;
    }

    private static void leave(Node node) {
        if (node.cohort != null) {
            node.cohort.leave();
            node.cohort = null;
        }
    }

    /**
     * An op refers to a node again: it counts as active until it is looked at anew. Nothing happens for a node that is not known.
     */
    public void sleep(String id) {
        Node node = nodes.get(id);
        if (node != null) {
            leave(node);
            node.atLeast = Stage.ACTIVE;
        }
    }

    /** Forgets a node, which is referenced or deleted. */
    public void remove(String id) {
        Node node = nodes.remove(id);
        if (node != null) {
            changes++;
            leave(node);
        }
    }

    /** Returns the stage of a node as of now, for whoever is told of its use; active if it is not known. */
    public Stage stage(String id) {
        Node node = nodes.get(id);
        return node == null ? Stage.ACTIVE : stage(node);
    }

    private Stage stage(Node node) {
        Cohort cohort = node.cohort;
        if (cohort == null) {
            return node.atLeast;
        }
        Stage stage = ages.stageAfter(cohort.age(node.sinceMs));
        return stage == Stage.ACTIVE ? node.atLeast : stage;
    }

    /**
     * Returns the stage of a node in sequenced time, whatever timers say; active if it is not known. Pure.
     *
     * @param referenceMs timestamp of the last op applied; never the local clock
     */
    public Stage stageAt(String id, long referenceMs) {
        Node node = nodes.get(id);
        return node == null ? Stage.ACTIVE : ages.stageAfter(referenceMs - node.sinceMs);
    }

    /** Returns since when a node is unreferenced; empty if it is not known. */
    public OptionalLong sinceMs(String id) {
        Node node = nodes.get(id);
        return node == null ? OptionalLong.empty() : OptionalLong.of(node.sinceMs);
    }

    /** Returns since when each node is unreferenced, in the order in which they were added; a view. */
    public Map<String, Long> sinceMsById() {
        return sinceMsById;
    }

    /** Looks into the nodes, so that nothing is copied where there are many. */
    private final class SinceMsById extends AbstractMap<String, Long> {
        @Override
        public @Nullable Long get(Object id) {
            Node node = nodes.get(id);
            return node == null ? null : node.sinceMs;
        }

        @Override
        public boolean containsKey(Object id) {
            return nodes.containsKey(id);
        }

        @Override
        public Set<String> keySet() {
            return ids();
        }

        @Override
        public Set<Entry<String, Long>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, Long>> iterator() {
                    Iterator<Entry<String, Node>> all = nodes.entrySet().iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return all.hasNext();
                        }

                        @Override
                        public Entry<String, Long> next() {
                            Entry<String, Node> node = all.next();
                            return Map.entry(node.getKey(), node.getValue().sinceMs);
                        }
                    };
                }

                @Override
                public int size() {
                    return nodes.size();
                }
            };
        }
    }

    /** Returns a number that is another one whenever a node was added or removed since. */
    public long changes() {
        return changes;
    }

    /** The nodes, in the order in which they were added; what is sleeping is among them. */
    public Set<String> ids() {
        return Collections.unmodifiableSet(nodes.keySet());
    }

    /** The times of the stages. */
    public Ages ages() {
        return ages;
    }

    /** Forgets all nodes; no timer rings any more. */
    public void close() {
        nodes.values().forEach(UnreferencedNodes::leave);
        nodes.clear();
        changes++;
    }
}
