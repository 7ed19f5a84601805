package dev.sluice.restore;

import dev.sluice.agent.SummarizerOptions;
import dev.sluice.agent.UpToDate;
import dev.sluice.container.AliasResult;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.inspect.OfflineDocument;
import dev.sluice.inspect.StoredDocument;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.LoadRequest;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.restore.RestoreException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Restores a node of a document, as a client that edits it.
 *
 * <p>A node that still exists is put back under a key or an alias. A deleted one is copied from a version, under a new id, together
 * with all deleted nodes that can be reached from it; handles among the copies lead to the copies, handles to what still exists stay,
 * and bring it back with them. Blobs are stored again first; what makes the copies known is one batch.
 *
 * <p>Blocks; may be called on any thread but a container's.
 *
 * @since 0.1
 */
public final class NodeRestore {
    private final StoredDocument stored;
    private final RestoreRequest request;
    private final RestorePlan plan;
    private final Container container;
    private final ContainerRuntime<DataStore> runtime;

    private NodeRestore(StoredDocument stored, RestoreRequest request, RestorePlan plan, Container container) {
        this.stored = stored;
        this.request = request;
        this.plan = plan;
        this.container = container;
        @SuppressWarnings("unchecked") // It is what our factory made.
        ContainerRuntime<DataStore> hosted = (ContainerRuntime<DataStore>) container.runtime();
        this.runtime = hosted;
    }

    /**
     * Restores a node.
     *
     * @param options how the document is opened, and what is collected
     * @throws RestoreException if it cannot be restored
     * @throws ContainerException if the document cannot be opened or edited
     * @throws dev.sluice.driver.DriverException if the service refuses or cannot be reached
     */
    public static RestoreResult restore(
            ContainerEnvironment environment,
            DocumentServiceFactory services,
            DocumentKey document,
            SummarizerOptions options,
            RestoreRequest request) {
        check(request);
        try (StoredDocument stored = StoredDocument.of(services, document, options)) {
            RestorePlan plan = RestorePlan.of(stored, request);
            return restore(environment, services, options, stored, request, plan);
        }
    }

    private static void check(RestoreRequest request) {
        boolean isBlob = NodePath.ofUrl(request.node()).blobId().isPresent();
        if (isBlob && request.keep() instanceof Keep.Alias) {
            throw new RestoreException(
                    Kind.USAGE, request.node() + " is a blob, which has no alias; name a key to keep it under");
        }
    }

    private static RestoreResult restore(
            ContainerEnvironment environment,
            DocumentServiceFactory services,
            SummarizerOptions options,
            StoredDocument stored,
            RestoreRequest request,
            RestorePlan plan) {
        ContainerRuntimeFactory<DataStore> factory =
                new ContainerRuntimeFactory<>(new DataStoreFactory(options.registry()), options.runtime());
        ContainerOptions editor = ContainerOptions.DEFAULTS.withClient(ClientDescription.HEADLESS);
        Container container =
                await(Container.load(environment, editor, factory, services, LoadRequest.latest(stored.key())));
        try {
            await(container.call(() -> UpToDate.await(container)).thenCompose(ready -> ready));
            return await(container.call(() -> new NodeRestore(stored, request, plan, container)))
                    .run();
        } finally {
            container.close();
        }
    }

    private RestoreResult run() {
        Keeper keeper = Keeper.of(runtime, request.keep());
        Set<String> members = call(() -> {
            keeper.check();
            return Set.copyOf(container.quorum().members().keySet());
        });
        Map<String, String> copies = new LinkedHashMap<>();
        plan.source().ifPresent(source -> plan.copied().forEach(path -> copies.put(path, place(source, path))));
        HandleRewrite rewrite = new HandleRewrite(copies);
        List<Copy> stores =
                plan.source().map(source -> copies(source, rewrite, members)).orElse(List.of());
        String restoredAs = rewrite.path(request.node());
        AliasResult kept = await(call(() -> {
            checkNotDeleted(restoredAs);
            stores.forEach(copy -> runtime.copyDataStore(copy.id, copy.packagePath, copy.parts));
            return keeper.keep(Handle.ofUrl(restoredAs));
        }));
        if (kept == AliasResult.CONFLICT) {
            call(() -> checkNotDeleted(restoredAs));
            throw new RestoreException(Kind.CONFLICT, "another client took the alias meanwhile");
        }
        await(call(() -> Saved.await(container)));
        call(() -> checkNotDeleted(restoredAs));
        Optional<RestoreResult.Source> from = plan.version()
                .flatMap(version ->
                        plan.source().map(source -> new RestoreResult.Source(version.id(), source.sequenceNumber())));
        return new RestoreResult(request.node(), restoredAs, from, copies, plan.missing());
    }

    /** What still existed may have been swept on the way; what was put into its place then leads nowhere. */
    private boolean checkNotDeleted(String node) {
        if (runtime.deletedNodes().contains(node)) {
            throw new RestoreException(Kind.CONFLICT, node + " was swept meanwhile; ask again to have it copied");
        }
        return true;
    }

    /** Returns where the copy of a data store or a blob is to be; a blob is stored there at once. */
    private String place(OfflineDocument source, String path) {
        Optional<String> localId = NodePath.ofUrl(path).blobId();
        if (localId.isEmpty()) {
            return NodePath.ofStore(call(runtime::newId)).text();
        }
        GitId at = source.runtime()
                .blobStorageId(localId.get())
                .orElseThrow(
                        () -> new RestoreException(Kind.NOT_FOUND, "the version does not say where " + path + " is"));
        byte[] bytes = stored.attachment(at);
        return await(call(() -> runtime.createBlob(bytes))).url();
    }

    /** A data store to make. */
    private record Copy(String id, List<String> packagePath, SummaryTree parts) {}

    private List<Copy> copies(OfflineDocument source, HandleRewrite rewrite, Set<String> members) {
        List<Copy> copies = new ArrayList<>();
        for (String path : plan.copied()) {
            Optional<DataStore> old = NodePath.ofUrl(path).storeId().flatMap(source.runtime()::dataStore);
            if (old.isPresent()) {
                // Whoever left since will not leave again: what they held in queues and task lists is free.
                source.members().stream()
                        .filter(member -> !members.contains(member))
                        .forEach(member -> old.get().memberLeft(member, source.sequenceNumber()));
                String id = NodePath.ofUrl(rewrite.path(path)).storeId().orElseThrow();
                copies.add(new Copy(
                        id, old.get().packagePath(), rewrite.tree(old.get().attachSnapshot())));
            }
        }
        return copies;
    }

    private <T> T call(Supplier<T> task) {
        return await(container.call(task));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
