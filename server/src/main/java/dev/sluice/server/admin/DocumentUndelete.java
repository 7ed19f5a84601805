package dev.sluice.server.admin;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.PreconditionFailedException;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Brings back a document that was deleted and not yet erased. */
final class DocumentUndelete {
    private DocumentUndelete() {}

    /** Brings it back, or says why that cannot be done; the only line names the document. */
    static void run(Store store, DocumentKey key, Lines lines) throws IOException {
        Optional<DocumentRow> row = store.read(view -> view.document(key));
        if (row.isEmpty()) {
            throw AdminException.notFound("there is no document " + key
                    + "; if it was deleted, it has been erased since, and only a backup may have it");
        }
        if (!row.get().isDeleted()) {
            throw AdminException.conflict("document " + key + " is not deleted");
        }
        try {
            store.write(Transaction.of(new Mutation.UndeleteDocument(key))).get();
        } catch (ExecutionException failed) {
            // Between looking and writing it may have been erased, or brought back by another.
            if (failed.getCause() instanceof PreconditionFailedException changed) {
                throw AdminException.conflict(String.valueOf(changed.getMessage()));
            }
            throw new IOException("document " + key + " could not be brought back", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the store", interrupted);
        }
        lines.line(Json.bytes(Json.object().put("undeleted", key.toString())));
    }
}
