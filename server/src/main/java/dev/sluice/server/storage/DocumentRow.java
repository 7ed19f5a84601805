package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the store keeps of a document beside its versions and ops.
 *
 * <p>Immutable.
 *
 * @param key the document's name
 * @param createdAt when it was created; cut to whole milliseconds
 * @param baseSequenceNumber the sequence number it was created at; the first op has the next one
 * @param eraseAfter {@code null} while the document is live; once it is deleted, when its row, refs and ops may be erased; cut to
 *     whole milliseconds
 */
public record DocumentRow(
        DocumentKey key,
        Instant createdAt,
        long baseSequenceNumber,
        @Nullable Instant eraseAfter) {
    /** Creates a row. */
    public DocumentRow {
        if (baseSequenceNumber < 0) {
            throw new IllegalArgumentException("document " + key + " begins at sequence number " + baseSequenceNumber);
        }
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        eraseAfter = eraseAfter == null ? null : eraseAfter.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Tells whether the document was deleted and only waits to be erased. */
    public boolean isDeleted() {
        return eraseAfter != null;
    }

    /** Returns this row as that of a document which was deleted and may be erased after the given time. */
    public DocumentRow deletedUntil(Instant newEraseAfter) {
        return new DocumentRow(key, createdAt, baseSequenceNumber, newEraseAfter);
    }

    /** Returns this row as that of a live document. */
    public DocumentRow undeleted() {
        return new DocumentRow(key, createdAt, baseSequenceNumber, null);
    }
}
