package dev.sluice.protocol.summary;

/**
 * What a summary may be at most. Immutable.
 *
 * @param maxDepth trees below one another, the root included
 * @param maxEntries entries of all trees together
 * @param maxNameChars length of one name, in UTF-16 units, before it is encoded
 * @param maxBlobBytes size of one blob
 * @param maxTotalBytes size of all blobs together
 * @since 0.1
 */
public record SummaryLimits(int maxDepth, int maxEntries, int maxNameChars, long maxBlobBytes, long maxTotalBytes) {
    /** Generous limits: what real documents have, times a hundred. */
    public static final SummaryLimits DEFAULTS = new SummaryLimits(128, 200_000, 1024, 64L << 20, 256L << 20);
}
