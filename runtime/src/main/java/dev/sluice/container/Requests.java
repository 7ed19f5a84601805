package dev.sluice.container;

import dev.sluice.container.NotFoundException.Reason;
import dev.sluice.container.blob.BlobUploads;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreTable;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.session.Verdict;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.handle.NodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds what handles lead to, and waits for data stores that are still to come (RT-031). Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class Requests<S extends HostedStore> {
    private final RuntimeContext context;
    private final Document document;
    private final StoreTable<S> stores;
    private final BlobUploads uploads;
    private final GcSession gc;
    private final GraphObserver observer;
    private final Map<String, List<Waiting<S>>> waitingByStore = new HashMap<>();
    private @Nullable RuntimeException end;

    private record Waiting<S extends HostedStore>(NodeRequest request, CompletableFuture<Target<S>> answer) {}

    Requests(
            RuntimeContext context,
            Document document,
            StoreTable<S> stores,
            BlobUploads uploads,
            GcSession gc,
            GraphObserver observer) {
        this.context = context;
        this.document = document;
        this.stores = stores;
        this.uploads = uploads;
        this.gc = gc;
        this.observer = observer;
    }

    CompletionStage<Target<S>> resolve(NodeRequest asked) {
        NodePath path = asked.path();
        Optional<String> blobId = path.blobId();
        if (blobId.isPresent()) {
            return blob(path, blobId.get(), asked);
        }
        String storeId = path.storeId()
                .orElseThrow(() -> new IllegalArgumentException(
                        "found url " + asked.url() + ", expected a place in the document"));
        CompletableFuture<Target<S>> answer = new CompletableFuture<>();
        Waiting<S> request = new Waiting<>(asked, answer);
        Optional<StoreEntry<S>> entry = stores.entry(storeId);
        if (entry.isPresent()) {
            answer(request, entry.get());
        } else if (gc.isDeleted(NodePath.ofStore(storeId))) {
            answer.completeExceptionally(deleted(NodePath.ofStore(storeId), "GC_Deleted_DataStore_Requested", asked));
        } else if (end != null) {
            answer.completeExceptionally(end);
        } else {
            waitingByStore.computeIfAbsent(storeId, id -> new ArrayList<>()).add(request);
        }
        return answer.minimalCompletionStage();
    }

    /** A data store became known. */
    void known(StoreEntry<S> entry) {
        List<Waiting<S>> waiting = waitingByStore.remove(entry.id());
        if (waiting != null) {
            waiting.forEach(request -> answer(request, entry));
        }
    }

    /** The container has ended: nothing is to come any more. Who hears of it may ask again, and is told the same. */
    void close(RuntimeException cause) {
        end = cause;
        List<List<Waiting<S>>> unanswered = List.copyOf(waitingByStore.values());
        waitingByStore.clear();
        unanswered.forEach(
                waiting -> waiting.forEach(request -> request.answer().completeExceptionally(cause)));
    }

    private void answer(Waiting<S> request, StoreEntry<S> entry) {
        try {
            check(NodePath.ofStore(entry.id()), request.request());
            request.answer().complete(target(request.request().path(), entry));
        } catch (RuntimeException refused) {
            request.answer().completeExceptionally(refused);
        }
    }

    private void check(NodePath node, NodeRequest request) {
        if (gc.loading(node, request) == Verdict.REFUSED) {
            throw new NotFoundException(Reason.TOMBSTONED, request.path());
        }
        observer.loading(node, request.url());
    }

    private NotFoundException deleted(NodePath node, String event, NodeRequest request) {
        gc.deletedUsed(node, event, Map.of("callSite", "resolve", "details", Map.of("url", request.url())));
        return new NotFoundException(Reason.DELETED, request.path());
    }

    private Target<S> target(NodePath path, StoreEntry<S> entry) {
        List<String> names = path.names();
        S store = entry.store();
        return switch (names.size()) {
            case 1 -> new Target.OfStore<>(store);
            case 2 ->
                new Target.OfPart<>(
                        store, store.part(names.get(1)).orElseThrow(() -> new NotFoundException(Reason.UNKNOWN, path)));
            default -> throw new NotFoundException(Reason.UNKNOWN, path);
        };
    }

    private CompletionStage<Target<S>> blob(NodePath path, String id, NodeRequest request) {
        if (gc.isDeleted(path)) {
            return CompletableFuture.failedStage(deleted(path, "GC_Deleted_Blob_Requested", request));
        }
        try {
            check(path, request);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
        Optional<byte[]> local = uploads.bytes(id).or(() -> document.blobs.detachedBytes(id));
        if (local.isPresent()) {
            return CompletableFuture.completedStage(new Target.OfBlob<>(local.get()));
        }
        Optional<GitId> storageId =
                document.blobs.storageId(id).filter(GitId::isGitId).map(GitId::parse);
        if (storageId.isEmpty() || context.attachState() == AttachState.DETACHED) {
            return CompletableFuture.failedStage(new NotFoundException(Reason.UNKNOWN, path));
        }
        GitId blob = storageId.get();
        return context.storage(storage -> storage.readBlob(blob)).thenApply(Target.OfBlob::new);
    }
}
