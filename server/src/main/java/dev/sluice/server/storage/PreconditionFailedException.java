package dev.sluice.server.storage;

/** A transaction's precondition did not hold; nothing of it took effect. */
public final class PreconditionFailedException extends StoreException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public PreconditionFailedException(String message) {
        super(message);
    }
}
