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

    /** Returns the limit that so many levels or entries are over, if they are over one. */
    Optional<Limit> exceededBy(int depth, int entries) {
        if (depth > maxDepth) {
            return Optional.of(Limit.TREE_DEPTH);
        }
        return entries > maxEntries ? Optional.of(Limit.TREE_ENTRIES) : Optional.empty();
    }
}
