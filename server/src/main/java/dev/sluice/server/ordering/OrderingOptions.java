package dev.sluice.server.ordering;

import dev.sluice.server.summary.TreeLimits;
import java.time.Duration;

/**
 * How documents are kept open and bounded. Immutable.
 *
 * @param sequencer how long the sequencer waits for clients
 * @param idleClose how long a document nobody is connected to stays in memory
 * @param checkpointOps after how many ops at most a checkpoint is written; bounds the work of opening after a crash
 * @param maxPendingBytes how many bytes of a document's ops may wait for the disk before clients are asked to wait
 * @param maxClients how many connections one document may have
 * @param maxQuorumBytes how much the values and proposals of one document's quorum may hold
 * @param maxOpenDocuments how many documents may be open at once
 * @param trees how large the tree of a summary may be
 * @param writesServiceSummaries whether a version is written when the last member leaves (SVC §4.9)
 */
public record OrderingOptions(
        SequencerOptions sequencer,
        Duration idleClose,
        int checkpointOps,
        long maxPendingBytes,
        int maxClients,
        long maxQuorumBytes,
        int maxOpenDocuments,
        TreeLimits trees,
        boolean writesServiceSummaries) {
    /** What a service uses that was told nothing else. */
    public static final OrderingOptions DEFAULT = new OrderingOptions(
            SequencerOptions.DEFAULT,
            Duration.ofSeconds(10),
            10_000,
            64L << 20,
            1_000_000,
            1L << 20,
            1_000_000,
            TreeLimits.DEFAULTS,
            true);
}
