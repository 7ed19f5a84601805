package dev.sluice.container.snapshot;

import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stored tree of blobs, wherever it is stored. Blobs are read when they are asked for. Immutable; safe for use by many
 * threads.
 *
 * @since 0.1
 */
public final class StoredTree {
    /** The tree without entries. */
    public static final StoredTree EMPTY = new StoredTree(Map.of(), Map.of(), false, null);

    private final Map<String, StoredTree> trees;
    private final Map<String, StoredBlob> blobs;
    private final boolean unreferenced;
    private final @Nullable String groupId;

    StoredTree(
            Map<String, StoredTree> trees,
            Map<String, StoredBlob> blobs,
            boolean unreferenced,
            @Nullable String groupId) {
        this.trees = Collections.unmodifiableMap(new LinkedHashMap<>(trees));
        this.blobs = Collections.unmodifiableMap(new LinkedHashMap<>(blobs));
        this.unreferenced = unreferenced;
        this.groupId = groupId;
    }

    /** Returns the application's part of a snapshot. */
    public static StoredTree of(Snapshot snapshot) {
        return of(snapshot.tree(), snapshot);
    }

    /** Each blob goes with its tree: a part that is let go of takes its content along. */
    private static StoredTree of(SnapshotTree tree, Snapshot snapshot) {
        Map<String, StoredTree> trees = new LinkedHashMap<>();
        tree.trees().forEach((name, below) -> trees.put(name, of(below, snapshot)));
        Map<String, StoredBlob> blobs = new LinkedHashMap<>();
        tree.blobs().forEach((name, id) -> blobs.put(name, new StoredBlob(Optional.of(id), snapshot.content(id))));
        return new StoredTree(trees, blobs, tree.unreferenced(), tree.groupId());
    }

    /** Returns the trees below, by name. */
    public Map<String, StoredTree> trees() {
        return trees;
    }

    /** Returns a tree below, or nothing. */
    public Optional<StoredTree> tree(String name) {
        return Optional.ofNullable(trees.get(name));
    }

    /** Returns the names of the blobs. */
    public Set<String> blobNames() {
        return blobs.keySet();
    }

    /** Tells whether the writer found nothing that refers to this part. */
    public boolean isUnreferenced() {
        return unreferenced;
    }

    /** Returns the loading group this part belongs to, if any. */
    public Optional<String> groupId() {
        return Optional.ofNullable(groupId);
    }

    /** Returns a blob's id at the service, if the blob is there and has one. */
    public Optional<GitId> blobId(String name) {
        return Optional.ofNullable(blobs.get(name)).flatMap(StoredBlob::id);
    }

    /** Returns a blob's bytes, or nothing; may wait for the service. */
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(blobs.get(name)).map(StoredBlob::read);
    }

    /**
     * Returns a blob that holds JSON, or nothing; may wait for the service.
     *
     * @throws ContainerException if it holds something else
     */
    public Optional<JsonValue> json(String name) {
        return read(name).map(bytes -> parse(name, bytes));
    }

    /** Returns everything as a summary writes it; reads all blobs. */
    public SummaryTree toSummary() {
        SummaryTree.Builder tree = SummaryTree.builder();
        blobs.forEach((name, blob) -> tree.put(name, SummaryBlob.of(blob.read())));
        trees.forEach((name, below) -> tree.put(name, below.toSummary()));
        return tree.build();
    }

    /** Returns this tree without some of its own blobs. */
    public StoredTree withoutBlobs(Set<String> names) {
        Map<String, StoredBlob> kept = new LinkedHashMap<>(blobs);
        kept.keySet().removeAll(names);
        return new StoredTree(trees, kept, unreferenced, groupId);
    }

    /** Returns this tree without some of the trees below. */
    public StoredTree withoutTrees(Set<String> names) {
        Map<String, StoredTree> kept = new LinkedHashMap<>(trees);
        kept.keySet().removeAll(names);
        return new StoredTree(kept, blobs, unreferenced, groupId);
    }

    private static JsonValue parse(String name, byte[] bytes) {
        try {
            return JsonValue.parse(bytes);
        } catch (JsonException malformed) {
            throw new ContainerException(
                    ContainerException.Kind.DATA_CORRUPTION,
                    "blob " + name + " of " + bytes.length + " bytes is no JSON",
                    malformed);
        }
    }
}
