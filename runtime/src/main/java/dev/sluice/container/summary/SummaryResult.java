package dev.sluice.container.summary;

import dev.sluice.protocol.summary.SummaryTree;

/**
 * A summary that was written and may be uploaded. Immutable.
 *
 * @param tree the application's part
 * @param sequenceNumber what it is as of, and the reference sequence number of its {@code summarize} op (RT-077)
 * @param minimumSequenceNumber as of then
 * @param base what becomes the base of handles when it is acknowledged, and only then
 * @since 0.1
 */
public record SummaryResult(SummaryTree tree, long sequenceNumber, long minimumSequenceNumber, SummaryBase base) {}
