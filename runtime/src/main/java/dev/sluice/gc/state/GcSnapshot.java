package dev.sluice.gc.state;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tree {@code gc} of a summary (garbage-collection §4.1). Immutable.
 *
 * @param state the graph; empty if it was never collected, or nothing of it can be relied on
 * @param tombstones the nodes that nobody should use any more
 * @param deleted what was swept, ever
 * @since 0.1
 */
public record GcSnapshot(Optional<GcState> state, Set<String> tombstones, Set<String> deleted) {
    /** Of a document without the tree. */
    public static final GcSnapshot EMPTY = new GcSnapshot(Optional.empty(), Set.of(), Set.of());

    /** Copies the sets, ordered by UTF-16 unit as they are written. */
    public GcSnapshot {
        tombstones = sorted(tombstones);
        deleted = sorted(deleted);
    }

    private static Set<String> sorted(Collection<String> paths) {
        return Collections.unmodifiableSet(new TreeSet<>(paths));
    }

    /** Returns what can be relied on if the rest was written by another version of collection (GC-110, GC-115). */
    public GcSnapshot ofOtherVersion() {
        return new GcSnapshot(Optional.empty(), Set.of(), deleted);
    }
}
