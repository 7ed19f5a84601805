package dev.sluice.server.transport.rest;

import dev.sluice.protocol.summary.SummaryLimits;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.summary.TreeLimits;
import java.time.Duration;

/**
 * What a request may cost at most. Immutable.
 *
 * @param jsonBodyMaxBytes body of a tree; that of a commit or ref has a lower limit besides
 * @param signalMaxBytes body of a signal, which many clients may have to be sent
 * @param envelopeMaxBytes a form around any of these, as it arrives; uploads of blobs have a limit of their own
 * @param summaryMaxBytes body of a new document or a whole summary, which is held in memory while it is stored
 * @param blobMaxBytes content of one uploaded blob
 * @param bodiesMaxHeapBytes memory that the bodies of all requests together may cost at one moment
 * @param bodyIdle how long a client may send nothing while a body is expected
 * @param repliesMaxHeapBytes memory that the answers on their way to clients may cost together at one moment
 * @param replyIdle how long a client may take nothing of its answer
 * @param treeMaxDepth trees below one another
 * @param treeMaxEntries entries of a tree with all that is below it
 * @param jsonMaxDepth nesting of a JSON body
 * @param deltasMaxOps ops in one answer
 * @param deltasHeldBytes ops' bytes in an answer that is made as a whole; a larger one is read while it is sent
 * @param commitsMax versions in one answer
 * @param snapshotBlobMaxBytes larger blobs are left out of a whole summary and fetched by id
 * @param snapshotMaxBytes blobs' bytes in a whole summary; those for which there is no room are fetched by id too
 * @param snapshotCacheMaxBytes encoded summaries and trees kept in memory
 * @param compressMinBytes smaller answers are not compressed; below some 8 KiB a client gains less than the compressor costs
 */
public record RestLimits(
        int jsonBodyMaxBytes,
        int signalMaxBytes,
        long envelopeMaxBytes,
        int summaryMaxBytes,
        long blobMaxBytes,
        long bodiesMaxHeapBytes,
        Duration bodyIdle,
        long repliesMaxHeapBytes,
        Duration replyIdle,
        int treeMaxDepth,
        int treeMaxEntries,
        int jsonMaxDepth,
        int deltasMaxOps,
        int deltasHeldBytes,
        int commitsMax,
        long snapshotBlobMaxBytes,
        long snapshotMaxBytes,
        long snapshotCacheMaxBytes,
        int compressMinBytes) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** What a server that was told nothing allows. */
    public static final RestLimits DEFAULTS = new RestLimits(
            50 * MIB,
            1_000_000,
            1024L * MIB,
            256 * MIB,
            4096L * MIB,
            3072L * MIB,
            Duration.ofSeconds(30),
            768L * MIB,
            Duration.ofSeconds(60),
            100,
            1_000_000,
            500,
            2000,
            16 * MIB,
            500,
            16L * MIB,
            64L * MIB,
            128L * MIB,
            8 * KIB);

    /**
     * Returns the limits of a configuration; what it does not name keeps its default.
     *
     * <p>A signal may be as large over REST as over a socket. One body costs half of what all may cost at most: one that only trickles in leaves room for the others.
     *
     * @param heapMaxBytes the memory of the process, of which bodies may take a half, and answers and caches an eighth each
     */
    public static RestLimits of(ServerConfig.Rest config, ServerConfig.Sockets sockets, long heapMaxBytes) {
        long bodies = heapMaxBytes / 2;
        long oneBody = Math.min(bodies / 2 / BodyBudget.HEAP_PER_BYTE, Integer.MAX_VALUE - 8);
        return new RestLimits(
                (int) Math.min(config.jsonBodyMaxBytes(), oneBody),
                (int) Math.min(sockets.messageMaxBytes(), oneBody),
                config.envelopeMaxBytes(),
                (int) Math.min(config.summaryMaxBytes(), oneBody),
                config.blobMaxBytes(),
                bodies,
                DEFAULTS.bodyIdle,
                config.repliesMaxBytes().orElse(heapMaxBytes / 8),
                DEFAULTS.replyIdle,
                config.treeMaxDepth(),
                config.treeMaxEntries(),
                config.jsonMaxDepth(),
                config.deltasMaxOps(),
                DEFAULTS.deltasHeldBytes,
                DEFAULTS.commitsMax,
                DEFAULTS.snapshotBlobMaxBytes,
                DEFAULTS.snapshotMaxBytes,
                heapMaxBytes / 8,
                DEFAULTS.compressMinBytes);
    }

    /** Returns the limit for bodies of a few names and ids, which are read where they arrive. */
    int flatBodyMaxBytes() {
        return Math.min(jsonBodyMaxBytes, MIB);
    }

    TreeLimits tree() {
        return new TreeLimits(treeMaxDepth, treeMaxEntries);
    }

    SummaryLimits summary() {
        return new SummaryLimits(
                treeMaxDepth, treeMaxEntries, SummaryLimits.DEFAULTS.maxNameChars(), summaryMaxBytes, summaryMaxBytes);
    }
}
