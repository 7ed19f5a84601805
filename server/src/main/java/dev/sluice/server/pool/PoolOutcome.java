package dev.sluice.server.pool;

/** What came of looking at a document. Immutable. */
sealed interface PoolOutcome {
    /** There was nothing to do, or it is somebody else's. */
    record Nothing() implements PoolOutcome {}

    /** It has a new summary. */
    record Summarized() implements PoolOutcome {}

    /** A client came that can summarize it. */
    record SteppedBack() implements PoolOutcome {}

    /**
     * It cannot be summarized here, now or later: it holds what this runtime does not know, or is too large.
     *
     * @param reason for people
     */
    record LeftAlone(String reason) implements PoolOutcome {}

    /**
     * It did not work; another time it may.
     *
     * @param reason for people
     */
    record Failed(String reason) implements PoolOutcome {}
}
