package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.DocumentRow;

/** What the writer remembers of a document, so that an append reads nothing. Confined to the writer's thread. */
final class DocumentCursor {
    final long ordinal;
    DocumentRow row;
    long lastSequenceNumber;

    DocumentCursor(StoredDocument document, long lastSequenceNumber) {
        this.ordinal = document.ordinal();
        this.row = document.row();
        this.lastSequenceNumber = lastSequenceNumber;
    }
}
