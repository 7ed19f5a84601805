package dev.sluice.container.batch;

/**
 * How much a batch may hold. What is over a limit is refused; nothing is cut off. Immutable.
 *
 * @param maxContentBytes size of a compressed batch's content
 * @param maxRatio content of a compressed batch relative to its frame
 * @param maxChunks parts of an op
 * @param maxChunkedChars size of the parts of an op together, in UTF-16 units; what one client can make others keep
 * @param maxMessages messages of a batch
 * @since 0.1
 */
public record BatchLimits(long maxContentBytes, int maxRatio, int maxChunks, long maxChunkedChars, int maxMessages) {
    /**
     * Far above what TypeScript clients send. The ratio is the highest that LZ4 can reach, for repetitive content does reach it;
     * the size bounds what that costs.
     */
    public static final BatchLimits DEFAULT = new BatchLimits(64 << 20, 256, 1_000, 64 << 20, 100_000);

    /** Makes limits. */
    public BatchLimits {
        if (maxContentBytes <= 0 || maxRatio <= 0 || maxChunks <= 0 || maxChunkedChars <= 0 || maxMessages <= 0) {
            throw new IllegalArgumentException("limits must be positive, found " + maxContentBytes + ", " + maxRatio
                    + ", " + maxChunks + ", " + maxChunkedChars + ", " + maxMessages);
        }
    }
}
