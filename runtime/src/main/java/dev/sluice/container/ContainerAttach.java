package dev.sluice.container;

import dev.sluice.container.blob.BlobUploads;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreTable;
import dev.sluice.container.summary.SummaryResult;
import dev.sluice.loader.AttachState;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How a document that was made here becomes known (runtime-formats §12): what has an alias goes into the summary with which it is created, what is
 * made meanwhile follows as ops. Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class ContainerAttach<S extends HostedStore> {
    private final Document document;
    private final StoreTable<S> stores;
    private final BlobUploads uploads;
    private final SummaryAssembly<S> summaries;
    private final View<S> view;
    private @Nullable SummaryResult written;

    ContainerAttach(
            Document document, StoreTable<S> stores, BlobUploads uploads, SummaryAssembly<S> summaries, View<S> view) {
        this.document = document;
        this.stores = stores;
        this.uploads = uploads;
        this.summaries = summaries;
        this.view = view;
    }

    AttachState state() {
        return view.attachState();
    }

    /**
     * Returns the summary with which the document is created: edits are ops from the first call on, so it stays the same. If it
     * could not be written, it may be asked for again.
     */
    SummaryTree summary() {
        SummaryResult result = written;
        if (result == null) {
            if (state() == AttachState.ATTACHED) {
                throw new IllegalStateException("the document exists already");
            }
            document.aliases.all().values().forEach(id -> stores.attachWithContainer(NodePath.ofStore(id)));
            view.attachState(AttachState.ATTACHING);
            result = summaries.writeAttach();
            written = result;
        }
        return result.tree();
    }

    /** The document exists at the service from now on. Harmless twice. */
    void attached() {
        if (state() == AttachState.ATTACHED) {
            return;
        }
        view.attachState(AttachState.ATTACHED);
        stores.containerAttached();
        document.blobs.published();
        uploads.attached();
        if (written != null) {
            summaries.acknowledged(written);
        }
    }

    /** Makes a blob on the way that the document's state allows. */
    CompletionStage<Handle> createBlob(byte[] bytes) {
        String localId = view.newId();
        return switch (state()) {
            case DETACHED -> {
                document.blobs.attachDetached(localId, bytes);
                yield CompletableFuture.completedStage(new Handle(NodePath.ofBlob(localId)));
            }
            case ATTACHING -> uploads.createLater(localId, bytes);
            case ATTACHED -> uploads.create(localId, bytes);
        };
    }
}
