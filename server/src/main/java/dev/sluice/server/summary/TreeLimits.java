package dev.sluice.server.summary;

/**
 * How much of a tree is followed. Immutable.
 *
 * @param maxDepth trees below one another, the root included
 * @param maxEntries entries visited in all; a tree named in two places counts twice
 */
public record TreeLimits(int maxDepth, int maxEntries) {
    /** Generous limits: what real documents have, times a hundred. */
    public static final TreeLimits DEFAULTS = new TreeLimits(128, 200_000);
}
