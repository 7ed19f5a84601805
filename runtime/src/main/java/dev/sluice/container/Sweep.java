package dev.sluice.container;

import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreTable;
import dev.sluice.protocol.handle.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a sequenced sweep takes away, at every client alike (RT-045, garbage-collection §5.1). */
final class Sweep {
    private Sweep() {}

    static <S extends HostedStore> void apply(List<String> nodePaths, Document document, StoreTable<S> stores) {
        for (String node : nodePaths) {
            NodePath path = NodePath.ofUrl(node);
            path.blobId().ifPresent(document.blobs::delete);
            Optional<String> storeId = path.storeId().filter(id -> path.names().size() == 1);
            Optional<StoreEntry<S>> gone = storeId.flatMap(stores::delete);
            gone.ifPresent(entry -> document.deleted.addAll(insides(path, entry)));
        }
        document.deleted.addAll(nodePaths);
    }

    private static <S extends HostedStore> List<String> insides(NodePath store, StoreEntry<S> entry) {
        List<String> paths = new ArrayList<>();
        entry.store().partNames().forEach(part -> paths.add(store.text() + "/" + part));
        return paths;
    }
}
