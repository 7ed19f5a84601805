package dev.sluice.server.summary;

import dev.sluice.server.config.Limit;
import java.util.Optional;

/**
 * How much of a tree is followed. Immutable.
 *
 * @param maxDepth trees below one another, the root included
 * @param maxEntries entries visited in all; a tree named in two places counts twice
 */
public record TreeLimits(int maxDepth, int maxEntries) {
    /** Generous limits: what real documents have, times a hundred. */
    public static final TreeLimits DEFAULTS = new TreeLimits(128, 200_000);

    private static final int PATH_CHARS_PER_ENTRY = 64;
    private static final int PATH_CHARS_MIN = 1 << 20;

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
}
