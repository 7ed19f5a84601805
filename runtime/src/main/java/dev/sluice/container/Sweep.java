package dev.sluice.container;

import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreTable;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.gc.session.GcSession;
import dev.sluice.protocol.handle.NodePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sequenced sweep takes away, at every client alike, whatever its configuration (RT-045, garbage-collection §5.1). Unknown
 * nodes and repeats do no harm. Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class Sweep<S extends HostedStore> {
    private final Document document;
    private final StoreTable<S> stores;
    private final GcSession gc;

    private Sweep(Document document, StoreTable<S> stores, GcSession gc) {
        this.document = document;
        this.stores = stores;
        this.gc = gc;
    }

    static <S extends HostedStore> void apply(
            List<String> nodePaths, Document document, StoreTable<S> stores, GcSession gc) {
        Sweep<S> sweep = new Sweep<>(document, stores, gc);
        for (String node : nodePaths) {
            NodePath path = NodePath.ofUrl(node);
            switch (NodeType.ofShape(path)) {
                case BLOB -> path.blobId().ifPresent(id -> sweep.blob(path, id));
                case DATA_STORE -> path.storeId().ifPresent(id -> sweep.store(path, id));
                // Goes with its data store.
                case SUB_DATA_STORE, OTHER -> {}
            }
        }
        gc.swept(nodePaths);
    }

    /** In test mode, without any op: nobody is told, and nothing is remembered (GC-141). */
    static <S extends HostedStore> void here(
            Collection<String> nodePaths, Document document, StoreTable<S> stores, GcSession gc) {
        for (String node : nodePaths) {
            NodePath path = NodePath.ofUrl(node);
            path.blobId().ifPresent(document.blobs::delete);
            path.storeId().ifPresent(stores::delete);
        }
        gc.forget(nodePaths);
    }

    private void blob(NodePath path, String localId) {
        if (document.blobs.storageId(localId).isEmpty()) {
            missing(path, "DeletedAttachmentBlobNotFound", "blobId");
        }
        document.blobs.delete(localId);
    }

    private void store(NodePath path, String id) {
        Optional<StoreEntry<S>> found = stores.delete(id);
        if (found.isEmpty()) {
            missing(path, "DeletedDataStoreNotFound", "id");
            return;
        }
        StoreEntry<S> entry = found.get();
        List<String> packagePath = entry.packagePath();
        if (entry.isOpen()) {
            gc.events()
                    .generic(
                            "GC_DeletingLoadedDataStore",
                            Map.of(
                                    "id", path.text(),
                                    "pkg", String.join("/", packagePath),
                                    "details",
                                            Map.of(
                                                    "aliased",
                                                    document.aliases.all().containsValue(id))));
        }
        if (entry.isMadeHere()) {
            // A session ends long before what was made in it may be swept.
            gc.events().error("GC_Deleted_DataStore_Unexpected_Delete", Map.of("id", path.text()));
        }
        gc.rememberPackage(path, packagePath);
        gc.sweptInside(insides(path, entry));
    }

    /** Deleted twice is nothing to worry about: a summary may have failed in between (GC-123). */
    private void missing(NodePath path, String event, String idProperty) {
        boolean isKnown = gc.isDeleted(path);
        Map<String, Object> properties = Map.of(idProperty, path.text(), "details", Map.of("alreadyDeleted", isKnown));
        if (isKnown) {
            gc.events().generic(event, properties);
        } else {
            gc.events().error(event, properties);
        }
    }

    private static <S extends HostedStore> List<String> insides(NodePath store, StoreEntry<S> entry) {
        List<String> paths = new ArrayList<>();
        entry.partNames().forEach(part -> paths.add(store.text() + "/" + part));
        return paths;
    }
}
