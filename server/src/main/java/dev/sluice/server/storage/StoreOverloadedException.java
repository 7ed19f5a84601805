package dev.sluice.server.storage;

/** More was waiting to be written than the store may hold in memory; the same transaction may be submitted again later. */
public final class StoreOverloadedException extends StoreException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public StoreOverloadedException(long waitingBytes, long maximumBytes) {
        super(waitingBytes + " bytes wait to be written, of at most " + maximumBytes + "; try again later");
    }
}
