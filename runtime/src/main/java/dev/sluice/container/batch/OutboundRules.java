package dev.sluice.container.batch;

/**
 * How batches may be sent. Immutable.
 *
 * @param grouping what the document schema says of {@code opGroupingEnabled} (RT-095)
 * @param compression what it says of compression
 * @param largeOpChars from how many UTF-16 units of contents on an op is compressed, or else sent in chunks
 * @param chunkChars how many units of contents a chunk has at most
 * @param maxBatchChars how many units an ungrouped batch may have, all its ops being in one frame
 * @param limits what this client itself would refuse to read is not sent
 * @since 0.1
 */
public record OutboundRules(
        Grouping grouping,
        Compression compression,
        int largeOpChars,
        int chunkChars,
        int maxBatchChars,
        BatchLimits limits) {
    private static final int LARGE_OP_CHARS = 614_400;
    private static final int CHUNK_CHARS = 204_800;
    private static final int MAX_BATCH_CHARS = 716_800;

    /** Makes rules. */
    public OutboundRules {
        if (largeOpChars < 1 || chunkChars < 2 || maxBatchChars < largeOpChars) {
            throw new IllegalArgumentException("sizes " + largeOpChars + ", " + chunkChars + ", " + maxBatchChars
                    + ", expected room for a surrogate pair, and batches no smaller than large ops");
        }
    }

    /** Returns rules with the sizes that TypeScript clients use. */
    public static OutboundRules of(Grouping grouping, Compression compression) {
        return new OutboundRules(
                grouping, compression, LARGE_OP_CHARS, CHUNK_CHARS, MAX_BATCH_CHARS, BatchLimits.DEFAULT);
    }

    /** Whether several messages may travel in one op; clients of generation 1 cannot read that. */
    public enum Grouping {
        ALLOWED,
        FORBIDDEN
    }

    /** Whether large ops may be compressed. */
    public enum Compression {
        LZ4,
        NONE
    }
}
