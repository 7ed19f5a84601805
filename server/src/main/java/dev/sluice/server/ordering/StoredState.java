package dev.sluice.server.ordering;

/** What others may know of a document's state as it is stored. */
public final class StoredState {
    private StoredState() {}

    /**
     * Reads a stored state as opening the document would.
     *
     * @return the last op it includes
     * @throws IllegalArgumentException if it is malformed or of a version that is not known
     */
    public static long lastSequenceNumber(byte[] checkpoint) {
        return Checkpoint.parse(checkpoint).sequenceNumber();
    }
}
