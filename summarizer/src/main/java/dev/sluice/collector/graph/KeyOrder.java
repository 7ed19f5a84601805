package dev.sluice.collector.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The order in which nodes were added to a graph, which is the order of what a mark gives out (garbage-collection §1.5). As long
 * as each new node has a higher id than all before it, that is the order of ids, and nothing is kept. Confined to one thread.
 */
final class KeyOrder {
    private static final int NOWHERE = -1;

    private int highest = -1;
    /** All nodes in their order, and some that were removed since; null as long as ids say it. */
    private @Nullable IntList listed;
    /** Where in {@link #listed} the valid entry of an id is. */
    private int[] places = new int[0];

    private int removed;

    /** The first {@code nodes} ids were added. */
    void addedFirst(int nodes) {
        highest = nodes - 1;
    }

    /** @param present the nodes, {@code id} among them */
    void added(int id, NodeSet present) {
        if (listed == null && id > highest) {
            highest = id;
            return;
        }
        if (listed == null) {
            listed = new IntList();
            present.forEach(earlier -> {
                if (earlier != id) {
                    append(earlier);
                }
            });
        }
        append(id);
    }

    void removed(int id) {
        IntList ids = listed;
        if (ids == null) {
            return;
        }
        places[id] = NOWHERE;
        if (++removed > 64 + ids.size() / 2) {
            listed = new IntList();
            removed = 0;
            for (int i = 0; i < ids.size(); i++) {
                if (places[ids.get(i)] == i) {
                    append(ids.get(i));
                }
            }
        }
    }

    /** Returns the nodes that are in {@code marked}, or those that are not. */
    int[] select(NodeSet present, NodeSet marked, boolean isMarked) {
        IntList found = new IntList();
        IntList ids = listed;
        if (ids == null) {
            present.forEach(id -> {
                if (marked.contains(id) == isMarked) {
                    found.add(id);
                }
            });
            return found.toArray();
        }
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            if (places[id] == i && marked.contains(id) == isMarked) {
                found.add(id);
            }
        }
        return found.toArray();
    }

    private void append(int id) {
        IntList ids = listed;
        if (ids == null) {
            throw new IllegalStateException("nothing is listed");
        }
        if (id >= places.length) {
            int known = places.length;
            places = Arrays.copyOf(places, Math.max(id + 1, known + (known >>> 1)));
            Arrays.fill(places, known, places.length, NOWHERE);
        }
        places[id] = ids.size();
        ids.add(id);
    }
}
