package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A submitted transaction and how it went.
 *
 * <p>{@code failure} is confined to the writer's thread.
 */
final class PendingTransaction {
    private static final int OVERHEAD_BYTES = 64;

    final List<Mutation> mutations;
    private final List<LmdbSpool> spools;
    final long bytes;
    final CompletableFuture<Void> done = new CompletableFuture<>();

    @Nullable
    StoreException failure;

    PendingTransaction(Transaction transaction) {
        this.mutations = transaction.mutations();
        this.spools = mutations.stream()
                .filter(mutation -> mutation instanceof Mutation.AdoptSpool)
                .map(mutation -> (LmdbSpool) ((Mutation.AdoptSpool) mutation).spool())
                .toList();
        this.bytes = size(mutations);
    }

    /** Takes over the spools that the transaction adopts. */
    void submitSpools() {
        List<LmdbSpool> submitted = new ArrayList<>();
        try {
            for (LmdbSpool spool : spools) {
                spool.submit();
                submitted.add(spool);
            }
        } catch (IllegalStateException misuse) {
            submitted.forEach(spool -> spool.finish(false));
            throw misuse;
        }
    }

    /** Tells the submitter; everything it set in motion runs before this returns. */
    void complete() {
        try {
            for (LmdbSpool spool : spools) {
                spool.finish(failure == null);
            }
        } finally {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }
    }

    private static long size(List<Mutation> mutations) {
        long bytes = 0;
        for (Mutation mutation : mutations) {
            bytes += OVERHEAD_BYTES + payload(mutation);
        }
        return bytes;
    }

    /** Returns the size of what a mutation brings, without names and numbers. */
    static long payload(Mutation mutation) {
        if (mutation instanceof Mutation.AppendOps append) {
            long bytes = 0;
            for (byte[] op : append.ops()) {
                bytes += op.length;
            }
            return bytes;
        }
        if (mutation instanceof Mutation.PutObject put) {
            return put.body().length;
        }
        if (mutation instanceof Mutation.PutCheckpoint put) {
            return put.state().length;
        }
        if (mutation instanceof Mutation.AdoptSpool adopt) {
            byte[] body = adopt.spool() instanceof LmdbSpool spool ? spool.body() : null;
            return body == null ? 0 : body.length;
        }
        return 0;
    }
}
