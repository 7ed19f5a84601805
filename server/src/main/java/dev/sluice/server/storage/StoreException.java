package dev.sluice.server.storage;

/** The store could not do what it was asked for. The message names the thing, what was found and what was expected. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception without a cause. */
    public StoreException(String message) {
        super(message);
    }

    /** Creates an exception with a cause. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
