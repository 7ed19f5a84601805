package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;

/** Ops could not be appended because they do not follow the newest stored one: somebody else sequenced the document. */
public final class SequenceConflictException extends StoreException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public SequenceConflictException(DocumentKey key, long first, long last) {
        super("op " + first + " of document " + key + " does not follow the newest stored op, which is " + last);
    }
}
