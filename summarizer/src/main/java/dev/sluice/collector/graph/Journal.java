package dev.sluice.collector.graph;

import org.jspecify.annotations.Nullable;

/** What the routes of nodes were before they changed. Confined to one thread. */
final class Journal {
    private final IntTable<Routes> before = new IntTable<>();

    /** Keeps {@code routes} unless earlier ones are kept. */
    void changed(int id, Routes routes) {
        if (before.get(id) == null) {
            before.put(id, routes);
        }
    }

    int size() {
        return before.size();
    }

    /** Returns the routes that a node had, or null if they did not change. */
    @Nullable
    Routes before(int id) {
        return before.get(id);
    }

    /** Passes every changed node and its earlier routes. */
    void forEach(IntTable.EntryConsumer<Routes> action) {
        before.forEach(action);
    }
}
