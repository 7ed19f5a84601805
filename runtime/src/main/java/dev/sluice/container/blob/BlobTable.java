package dev.sluice.container.blob;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attachment blob is stored under which id (RT-042, RT-043). Confined to its document's thread.
 *
 * <p>While the document does not exist at the service, the table has the bytes, too: they go with the summary that creates the
 * document, where the service stores them under the same ids as if they had been uploaded (SVC-005).
 *
 * <p>Invariants: every storage id in the table also stands for itself, for handles of very old documents have no other; {@code
 * localIds} has the number of other ids that lead to it, and those with any only.
 *
 * @since 0.1
 */
public final class BlobTable {
    private static final String REDIRECTS = ".redirectTable";

    private final Map<String, String> storageIdById = new LinkedHashMap<>();
    private final Map<String, Integer> localIds = new HashMap<>();
    private final Map<String, byte[]> detached = new LinkedHashMap<>();
    private NodeRoutes.Part gcNodes = new NodeRoutes.Part(NodePath.BLOBS.text(), Map.of());

    /** Makes the table of a new document. */
    public BlobTable() {}

    /**
     * Reads the tree {@code .blobs}.
     *
     * @throws ContainerException if it is of another form
     */
    public BlobTable(StoredTree stored) {
        for (String name : stored.blobNames()) {
            if (!name.equals(REDIRECTS)) {
                String id = stored.blobId(name).map(GitId::toHex).orElseThrow();
                put(id, id);
            }
        }
        JsonArray redirects = stored.json(REDIRECTS)
                .map(json -> json.asArray().orElseThrow(() -> malformed(json)))
                .orElse(JsonArray.EMPTY);
        redirects.elements().forEach(this::restore);
    }

    private void restore(JsonValue redirect) {
        if (!(redirect instanceof JsonArray pair
                && pair.size() == 2
                && pair.get(0) instanceof JsonString localId
                && pair.get(1) instanceof JsonString storageId)) {
            throw malformed(redirect);
        }
        attach(localId.value(), storageId.value());
    }

    /** An op said where a blob is. */
    public void attach(String localId, String storageId) {
        put(localId, storageId);
        put(storageId, storageId);
    }

    private void put(String id, String storageId) {
        String before = storageIdById.put(id, storageId);
        if (before != null && !before.equals(id)) {
            leave(before);
        }
        if (!id.equals(storageId)) {
            localIds.merge(storageId, 1, Integer::sum);
        }
    }

    private @Nullable String remove(String id) {
        String storageId = storageIdById.remove(id);
        if (storageId != null && !storageId.equals(id)) {
            leave(storageId);
        }
        return storageId;
    }

    /** An id leads to a blob no more. */
    private void leave(String storageId) {
        localIds.computeIfPresent(storageId, (same, count) -> count == 1 ? null : count - 1);
    }

    /** A blob was made before the document exists. */
    public void attachDetached(String localId, byte[] bytes) {
        String storageId = GitHash.of(GitObjectType.BLOB, bytes).toHex();
        detached.put(storageId, bytes.clone());
        attach(localId, storageId);
    }

    /** Returns the bytes of a blob that the service does not have yet. */
    public Optional<byte[]> detachedBytes(String id) {
        return storageId(id).map(detached::get).map(byte[]::clone);
    }

    /** The document was created, and all its blobs with it. */
    public void published() {
        detached.clear();
    }

    /** Returns where the blob is that a handle names. */
    public Optional<String> storageId(String id) {
        return Optional.ofNullable(storageIdById.get(id));
    }

    /** The ids by which the graph knows blobs, and where each is. */
    public Map<String, String> nodes() {
        Map<String, String> nodes = new LinkedHashMap<>(storageIdById);
        nodes.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
        return nodes;
    }

    /** Returns them as nodes of the reference graph, which refer to nothing. */
    public NodeRoutes.Part gcNodes() {
        Map<String, List<String>> routes = new LinkedHashMap<>();
        nodes().keySet().forEach(id -> routes.put(NodePath.ofBlob(id).text(), List.of()));
        gcNodes = gcNodes.with(routes);
        return gcNodes;
    }

    /** Forgets a blob that was swept; what other ids of the same content lead to stays. */
    public void delete(String localId) {
        String storageId = remove(localId);
        if (storageId != null && !localIds.containsKey(storageId)) {
            remove(storageId);
        }
    }

    /** Returns the tree {@code .blobs}, or nothing if there are no blobs. */
    public Optional<SummaryTree> summarize() {
        if (storageIdById.isEmpty()) {
            return Optional.empty();
        }
        SummaryTree.Builder tree = SummaryTree.builder();
        Set<String> storageIds = new LinkedHashSet<>(storageIdById.values());
        int number = 0;
        for (String storageId : storageIds) {
            byte[] bytes = detached.get(storageId);
            tree.put(
                    String.valueOf(number++),
                    bytes == null ? new SummaryAttachment(GitId.parse(storageId)) : SummaryBlob.of(bytes));
        }
        List<JsonValue> redirects = new ArrayList<>();
        nodes().forEach((localId, storageId) ->
                redirects.add(JsonArray.of(JsonValue.of(localId), JsonValue.of(storageId))));
        if (!redirects.isEmpty()) {
            tree.text(REDIRECTS, JsonValue.of(redirects).toJson());
        }
        return Optional.of(tree.build());
    }

    private static ContainerException malformed(JsonValue found) {
        return new ContainerException(
                Kind.DATA_CORRUPTION, "found " + found.toJson() + " in " + REDIRECTS + ", expected pairs of ids");
    }
}
