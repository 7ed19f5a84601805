package dev.sluice.server.pool;

import dev.sluice.collector.plan.NextRun;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.state.GcBlobs;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.StoredObject;
import dev.sluice.server.summary.TreeReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads in a document's newest version when its garbage ages next, without opening the document. Safe for use by many threads.
 *
 * @param store where versions are
 * @param collection with what the document would be collected
 * @param maxBytes what is read at most; a document that says more of collection is none that the server opens
 */
record StoredAgeing(Store store, GcSetup collection, long maxBytes) {
    private static final String METADATA = ".metadata";

    /**
     * Returns when a run would do something; may have passed already.
     *
     * @throws dev.sluice.gc.GcException if what is stored is damaged, or does not fit the settings
     * @throws dev.sluice.protocol.json.JsonException if what is stored is damaged
     */
    Optional<Instant> due(DocumentKey document) {
        // Parsed outside the view, which should be short.
        return store.read(view -> new Reading(view, document, maxBytes).stored())
                .flatMap(this::due);
    }

    private Optional<Instant> due(Stored stored) {
        JsonObject metadata = JsonValue.parse(RawJson.slice(stored.metadata(), 0, stored.metadata().length))
                .asObject()
                .orElse(JsonObject.EMPTY);
        GcSnapshot state = GcBlobs.read(stored.blobs().keySet(), stored.blobs()::get);
        return NextRun.dueMs(collection.ofExisting(metadata, Role.SUMMARIZER), state).stream()
                .mapToObj(Instant::ofEpochMilli)
                .findFirst();
    }

    /**
     * What a version says of collection.
     *
     * @param blobs of the tree {@code gc}, by name
     */
    record Stored(byte[] metadata, Map<String, byte[]> blobs) {}

    /** Reads within one view. */
    private static final class Reading {
        private final StoreView view;
        private final DocumentKey document;
        private final TreeReader reader;
        private long bytesLeft;

        Reading(StoreView view, DocumentKey document, long maxBytes) {
            this.view = view;
            this.document = document;
            this.reader = new TreeReader(view, document.tenant());
            this.bytesLeft = maxBytes;
        }

        Optional<Stored> stored() {
            Optional<GitId> root = view.ref(document.tenant(), RefName.headOf(document.document()))
                    .flatMap(reader::commit)
                    .map(GitCommit::tree);
            Optional<byte[]> metadata = root.flatMap(tree -> reader.resolve(tree, List.of(METADATA)))
                    .flatMap(this::blob);
            Optional<Map<String, byte[]>> blobs = root.flatMap(tree -> reader.resolve(tree, List.of(GcBlobs.TREE)))
                    .flatMap(entry -> reader.tree(entry.id()))
                    .flatMap(tree -> blobs(tree.entries()));
            return metadata.flatMap(read -> blobs.map(found -> new Stored(read, found)));
        }

        private Optional<Map<String, byte[]>> blobs(List<GitTreeEntry> entries) {
            Map<String, byte[]> blobs = new HashMap<>();
            for (GitTreeEntry entry : entries) {
                Optional<byte[]> blob = blob(entry);
                if (blob.isEmpty()) {
                    return Optional.empty();
                }
                blobs.put(entry.name(), blob.get());
            }
            return Optional.of(blobs);
        }

        private Optional<byte[]> blob(GitTreeEntry entry) {
            bytesLeft -= view.object(document.tenant(), entry.id())
                    .filter(object -> object.type() == GitObjectType.BLOB)
                    .map(StoredObject::size)
                    .orElse(0L);
            return bytesLeft < 0 ? Optional.empty() : reader.blob(entry.id());
        }
    }
}
