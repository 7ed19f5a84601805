package dev.sluice.container.batch;

import dev.sluice.protocol.Json;

/**
 * How much a batch may hold. What is over a limit is refused; nothing is cut off. Immutable.
 *
 * @param maxContentBytes size of a compressed batch's content
 * @param maxRatio content of a compressed batch relative to its frame
 * @param maxChunks parts of an op
 * @param maxChunkedChars size of the parts of an op together, in UTF-16 units; what one client can make others keep
 * @param maxMessages messages of a batch
 * @param maxNesting how deep arrays and objects nest in an op once it is unpacked, from 16 to 500
 * @since 0.1
 */
public record BatchLimits(
        long maxContentBytes, int maxRatio, int maxChunks, long maxChunkedChars, int maxMessages, int maxNesting) {
    private static final int MIN_NESTING = 16;

    /**
     * Far above what TypeScript clients send. The ratio is the highest that LZ4 can reach, for repetitive content does reach it;
     * the size bounds what that costs.
     */
    public static final BatchLimits DEFAULT = new BatchLimits(64 << 20, 256, 1_000, 64 << 20, 100_000, Json.MAX_DEPTH);

    /** Returns limits with another depth of nesting. */
    public BatchLimits withMaxNesting(int other) {
        return new BatchLimits(maxContentBytes, maxRatio, maxChunks, maxChunkedChars, maxMessages, other);
    }

    /** Makes limits. */
    public BatchLimits {
        if (maxContentBytes <= 0 || maxRatio <= 0 || maxChunks <= 0 || maxChunkedChars <= 0 || maxMessages <= 0) {
            throw new IllegalArgumentException("limits must be positive, found " + maxContentBytes + ", " + maxRatio
                    + ", " + maxChunks + ", " + maxChunkedChars + ", " + maxMessages);
        }
        if (maxNesting < MIN_NESTING || maxNesting > Json.MAX_ALLOWED_DEPTH) {
            throw new IllegalArgumentException(
                    "found nesting of " + maxNesting + ", expected " + MIN_NESTING + " to " + Json.MAX_ALLOWED_DEPTH);
        }
    }
}
