package dev.sluice.server.ordering;

/** What the sequencer knows of one write client. Mutable; belongs to one {@link ClientTable}. */
final class ClientEntry {
    final String clientId;
    /** Whether the client may name summaries (SVC §4.2 step 6). */
    final boolean maySummarize;

    long clientSequenceNumber;
    long referenceSequenceNumber;
    long lastUpdateMs;
    /** Set once the client referred to an op below the minimum; it must reconnect. */
    boolean nacked;

    int heapIndex;

    ClientEntry(
            String clientId,
            boolean maySummarize,
            long clientSequenceNumber,
            long referenceSequenceNumber,
            long lastUpdateMs,
            boolean nacked) {
        this.clientId = clientId;
        this.maySummarize = maySummarize;
        this.clientSequenceNumber = clientSequenceNumber;
        this.referenceSequenceNumber = referenceSequenceNumber;
        this.lastUpdateMs = lastUpdateMs;
        this.nacked = nacked;
    }
}
