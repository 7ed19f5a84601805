package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.DocumentRow;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A row of the documents table: what the store tells about a document, and the ordinal under which it keeps the rest.
 *
 * <p>Immutable.
 */
record StoredDocument(long ordinal, DocumentRow row) {
    static final int BYTES = 4 * Long.BYTES;

    private static final long LIVE = Long.MIN_VALUE;

    static StoredDocument read(DocumentKey key, ByteBuffer value) {
        long ordinal = value.getLong(0);
        Instant createdAt = Instant.ofEpochMilli(value.getLong(8));
        long base = value.getLong(16);
        long eraseAfterMs = value.getLong(24);
        Instant eraseAfter = eraseAfterMs == LIVE ? null : Instant.ofEpochMilli(eraseAfterMs);
        return new StoredDocument(ordinal, new DocumentRow(key, createdAt, base, eraseAfter));
    }

    void write(ByteBuffer value) {
        Instant eraseAfter = row.eraseAfter();
        value.putLong(ordinal)
                .putLong(row.createdAt().toEpochMilli())
                .putLong(row.baseSequenceNumber())
                .putLong(eraseAfter == null ? LIVE : eraseAfter.toEpochMilli());
    }
}
