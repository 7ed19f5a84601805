package dev.sluice.server.summary;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.PreconditionFailedException;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Erases deleted documents once the time in which they could be brought back has passed.
 *
 * <p>Safe for use by many threads.
 */
public final class DocumentErasure {
    private final Store store;

    /** Creates the operation on a store. */
    public DocumentErasure(Store store) {
        this.store = store;
    }

    /**
     * Erases rows, heads, ops and checkpoints of documents whose time is up. Reads every document row on the calling thread.
     *
     * <p>Objects stay; they are shared, and collecting them is another's task. Each document is a transaction of its own, which
     * looks again: one that was taken back meanwhile stays.
     *
     * @param now the time to compare with
     * @return how many documents were erased
     */
    public CompletableFuture<Integer> sweepErasable(Instant now) {
        List<CompletableFuture<Integer>> erased =
                erasable(now).stream().map(this::erase).toList();
        return CompletableFuture.allOf(erased.toArray(CompletableFuture[]::new))
                .thenApply(
                        all -> erased.stream().mapToInt(CompletableFuture::join).sum());
    }

    private List<DocumentKey> erasable(Instant now) {
        return store.read(view -> {
            List<DocumentKey> keys = new ArrayList<>();
            view.documents(row -> {
                if (isErasable(row, now)) {
                    keys.add(row.key());
                }
            });
            return keys;
        });
    }

    private static boolean isErasable(DocumentRow row, Instant now) {
        Instant eraseAfter = row.eraseAfter();
        return eraseAfter != null && !eraseAfter.isAfter(now);
    }

    private CompletableFuture<Integer> erase(DocumentKey key) {
        return store.write(Transaction.of(new Mutation.EraseDocument(key)))
                .thenApply(done -> 1)
                .exceptionally(failure -> {
                    if (isPrecondition(failure)) {
                        return 0;
                    }
                    throw new CompletionException(failure);
                });
    }

    private static boolean isPrecondition(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof PreconditionFailedException;
    }
}
