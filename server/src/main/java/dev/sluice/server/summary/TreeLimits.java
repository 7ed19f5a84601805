package dev.sluice.server.summary;

import dev.sluice.server.config.Limit;
import java.util.Optional;

/**
 * How large the tree of an application may be, and so how much of a version is followed. Immutable.
 *
 * <p>A version holds a few entries of the service's own beside the application's. There is room for them over the limits, so
 * that every accepted summary can be listed.
 *
 * @param maxDepth trees below one another, the root included
 * @param maxEntries entries visited in all; a tree named in two places counts twice
 */
public record TreeLimits(int maxDepth, int maxEntries) {
    /** Generous limits: what real documents have, times a hundred. */
    public static final TreeLimits DEFAULTS = new TreeLimits(128, 200_000);

    private static final int PATH_CHARS_PER_ENTRY = 64;
    private static final int PATH_CHARS_MIN = 1 << 20;

    /** More than the service's own entries in a version, and the length of their paths. */
    private static final int OWN_ENTRIES = 16;

    private static final int OWN_PATH_CHARS = 1024;

    /** Returns how long all paths of a listing may be together: a name counts again for all that is below it. */
    long maxPathChars() {
        return Math.max((long) maxEntries * PATH_CHARS_PER_ENTRY, PATH_CHARS_MIN);
    }

    /** Returns the limit that so many levels or entries are over, if they are over one. */
    Optional<Limit> exceededBy(int depth, int entries) {
        if (depth > maxDepth) {
            return Optional.of(Limit.TREE_DEPTH);
        }
        return entries > maxEntries ? Optional.of(Limit.TREE_ENTRIES) : Optional.empty();
    }

    /** Returns the limit that an application's tree is over, if it is over one. */
    Optional<Limit> exceededBy(TreeSize size) {
        if (size.depth() > maxDepth) {
            return Optional.of(Limit.TREE_DEPTH);
        }
        boolean fits = size.entries() <= maxEntries && size.pathChars() <= maxPathChars();
        return fits ? Optional.empty() : Optional.of(Limit.TREE_ENTRIES);
    }

    /** Returns the limit that so much of a version's listing is over, if it is over one. */
    Optional<Limit> exceededByListing(int depth, int entries, long pathChars) {
        return pathChars - OWN_PATH_CHARS > maxPathChars()
                ? Optional.of(Limit.TREE_ENTRIES)
                : exceededBy(depth, entries - OWN_ENTRIES);
    }
}
