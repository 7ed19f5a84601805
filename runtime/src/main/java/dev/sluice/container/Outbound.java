package dev.sluice.container;

import dev.sluice.container.blob.BlobUploads;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreTable;
import dev.sluice.protocol.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What this client made and the order does not hold yet, of this session and of a former one: sent and submitted anew as
 * connections come and go, or left to a later session (runtime-formats §6.4, §6.5). Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class Outbound<S extends HostedStore> {
    private final Edits edits;
    private final PendingState stash;
    private final StoreTable<S> stores;
    private final LocalOps<S> localOps;
    private final BlobUploads uploads;
    private final Position position;

    Outbound(
            Edits edits,
            PendingState stash,
            StoreTable<S> stores,
            LocalOps<S> localOps,
            BlobUploads uploads,
            Position position) {
        this.edits = edits;
        this.stash = stash;
        this.stores = stores;
        this.localOps = localOps;
        this.uploads = uploads;
        this.position = position;
    }

    /** Submits anew what was under way before, now as somebody else; the edits of this turn come behind it. */
    void connected(String clientId) {
        edits.disconnected();
        edits.flush();
        edits.connected(clientId);
        stores.open().forEach(store -> store.connected(clientId));
        edits.resubmitAll(localOps::resubmit);
    }

    void disconnected() {
        edits.disconnected();
        stores.open().forEach(HostedStore::disconnected);
    }

    /** Makes edits together or not at all. */
    void orderSequentially(Runnable together) {
        edits.orderSequentially(together, localOps::rollback);
    }

    boolean hasPendingOps() {
        return !edits.isEmpty() || !stash.isEmpty();
    }

    /** Ops of collection do not count: what they do is done when they are sequenced, after the summary (garbage-collection §5). */
    boolean hasPendingEdits() {
        return edits.isUserDirty() || !stash.isEmpty();
    }

    /** Whether losing what is pending would be a loss to the user (RT-026). */
    boolean isUserDirty() {
        return edits.isUserDirty() || stash.isUserDirty();
    }

    /** Returns what a later session needs to make all of it again. */
    JsonObject pendingState(Optional<Instant> sessionStarted) {
        return PendingState.write(
                edits.pendingAnd(stash.rest()),
                edits.unsent(),
                position.sequenceNumber(),
                uploads.toJson(),
                sessionStarted);
    }
}
