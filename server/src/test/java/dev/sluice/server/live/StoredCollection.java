package dev.sluice.server.live;

import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.gc.state.GcBlobs;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.protocol.DocumentKey;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a document's newest summary says of collection. Immutable.
 *
 * @param sinceMs of what nothing refers to, the time since when
 * @param tombstones the paths of tombstones
 * @param deleted the paths of what was deleted
 * @param stores the data stores that are there
 */
record StoredCollection(Map<String, Long> sinceMs, Set<String> tombstones, Set<String> deleted, Set<String> stores) {
    static StoredCollection read(DocumentServiceFactory services, DocumentKey document) {
        try (DocumentService opened = services.open(document)) {
            return of(opened.storage().latest().orElseThrow());
        }
    }

    private static StoredCollection of(Snapshot snapshot) {
        SnapshotTree tree = snapshot.tree().tree(GcBlobs.TREE).orElse(SnapshotTree.EMPTY);
        GcSnapshot state = GcBlobs.read(
                tree.blobs().keySet(), name -> snapshot.readBlob(tree.blob(name).orElseThrow()));
        Set<String> stores = new TreeSet<>();
        snapshot.tree().tree(".channels").orElseThrow().trees().keySet().forEach(id -> stores.add("/" + id));
        return new StoredCollection(
                state.state().map(GcState::unreferencedAtMs).orElse(Map.of()),
                state.tombstones(),
                state.deleted(),
                stores);
    }
}
