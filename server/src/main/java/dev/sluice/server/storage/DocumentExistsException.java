package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;

/** A document could not be created because its name is taken. */
public final class DocumentExistsException extends StoreException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public DocumentExistsException(DocumentKey key) {
        super("document " + key + " exists already");
    }
}
