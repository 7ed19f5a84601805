package dev.sluice.container.batch;

/**
 * How batches may be sent. Immutable.
 *
 * @param grouping what the document schema says of {@code opGroupingEnabled} (RT-095)
 * @param compression what it says of compression
 * <p>Sizes are bytes as a service counts them: of the frame, in which contents are UTF-8 and escaped once more (SVC §3.1).
 *
 * @param largeOpBytes from which size of its contents on an op is compressed, or else sent in chunks
 * @param chunkBytes how much of the contents a chunk has at most
 * @param maxBatchBytes how large a batch may be whose ops are all in one frame
 * @param limits what this client itself would refuse to read is not sent
 * @since 0.1
 */
public record OutboundRules(
        Grouping grouping,
        Compression compression,
        int largeOpBytes,
        int chunkBytes,
        int maxBatchBytes,
        BatchLimits limits) {
    private static final int LARGE_OP_BYTES = 614_400;
    private static final int CHUNK_BYTES = 204_800;
    private static final int MAX_BATCH_BYTES = 716_800;
    private static final int MIN_CHUNK_BYTES = 8;

    /** Room for what is around contents: the event's name, client id, numbers, what a chunk says of the whole. */
    private static final int ENVELOPE_BYTES = 2_048;

    /** Makes rules. */
    public OutboundRules {
        if (largeOpBytes < 1 || chunkBytes < MIN_CHUNK_BYTES || maxBatchBytes < largeOpBytes) {
            throw new IllegalArgumentException("sizes " + largeOpBytes + ", " + chunkBytes + ", " + maxBatchBytes
                    + ", expected room for any character, and batches no smaller than large ops");
        }
    }

    /** Returns rules with the sizes that TypeScript clients use. */
    public static OutboundRules of(Grouping grouping, Compression compression) {
        return new OutboundRules(
                grouping, compression, LARGE_OP_BYTES, CHUNK_BYTES, MAX_BATCH_BYTES, BatchLimits.DEFAULT);
    }

    /** Returns the same rules with other limits. */
    public OutboundRules withLimits(BatchLimits other) {
        return new OutboundRules(grouping, compression, largeOpBytes, chunkBytes, maxBatchBytes, other);
    }

    /**
     * Returns the same rules for a service that takes no larger submissions than it says.
     *
     * @throws IllegalArgumentException if not even the smallest op would fit
     */
    public OutboundRules within(int maxSubmissionBytes) {
        int room = maxSubmissionBytes - ENVELOPE_BYTES;
        return room >= maxBatchBytes
                ? this
                : new OutboundRules(
                        grouping,
                        compression,
                        Math.min(largeOpBytes, room),
                        Math.min(chunkBytes, room),
                        Math.min(maxBatchBytes, room),
                        limits);
    }

    /** How large the JSON text of a batch in one op may be, in bytes of UTF-8, so that receivers take it however it is wrapped. */
    public long maxContentBytes() {
        // Base64 makes four characters of three bytes of what does not become smaller.
        return Math.min(limits.maxContentBytes(), limits.maxChunkedChars() / 4 * 3);
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
