package dev.sluice.gc.session;

import dev.sluice.gc.op.GcOp;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The nodes that nobody should use any more: as the loaded summary has them, for the life of an interactive container, or as the
 * last run does. Confined to the document's thread.
 */
final class Tombstones {
    private Set<String> ids;
    // Asked for and not sequenced yet: more of the same would change nothing.
    private final Set<String> recovering = new HashSet<>();

    Tombstones(Set<String> stored) {
        ids = new LinkedHashSet<>(stored);
    }

    boolean has(String id) {
        return ids.contains(id);
    }

    Set<String> all() {
        return Collections.unmodifiableSet(ids);
    }

    void replace(Collection<String> next) {
        ids = new LinkedHashSet<>(next);
    }

    void recover(String path, GcHost host) {
        if (recovering.add(path)) {
            host.submit(new GcOp.TombstoneLoaded(path));
        }
    }

    void recovered(String path) {
        recovering.remove(path);
    }
}
