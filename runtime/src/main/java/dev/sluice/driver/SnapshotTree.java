package dev.sluice.driver;

import dev.sluice.protocol.git.GitId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stored tree: names are decoded, blobs are named by id. Immutable.
 *
 * @param trees the trees below, by name
 * @param blobs the blobs, by name
 * @param unreferenced whether the summary's writer found nothing that refers to this part; false where a service does not tell
 * @param groupId the loading group this part belongs to, if any
 * @since 0.1
 */
public record SnapshotTree(
        Map<String, SnapshotTree> trees,
        Map<String, GitId> blobs,
        boolean unreferenced,
        @Nullable String groupId) {
    /** The tree without entries. */
    public static final SnapshotTree EMPTY = new SnapshotTree(Map.of(), Map.of(), false, null);

    /** Makes a tree of copies of the maps. */
    public SnapshotTree {
        trees = Collections.unmodifiableMap(new LinkedHashMap<>(trees));
        blobs = Collections.unmodifiableMap(new LinkedHashMap<>(blobs));
    }

    /** Returns the tree at a path of names separated by {@code /}, or nothing. */
    public Optional<SnapshotTree> tree(String path) {
        SnapshotTree at = this;
        for (String name : path.split("/", -1)) {
            SnapshotTree next = at.trees.get(name);
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at);
    }

    /** Returns the blob at a path of names separated by {@code /}, or nothing. */
    public Optional<GitId> blob(String path) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return Optional.ofNullable(blobs.get(path));
        }
        return tree(path.substring(0, slash)).flatMap(parent -> parent.blob(path.substring(slash + 1)));
    }

    /** Returns this tree without some of its own entries. */
    public SnapshotTree without(Set<String> names) {
        Map<String, SnapshotTree> keptTrees = new LinkedHashMap<>(trees);
        keptTrees.keySet().removeAll(names);
        Map<String, GitId> keptBlobs = new LinkedHashMap<>(blobs);
        keptBlobs.keySet().removeAll(names);
        return new SnapshotTree(keptTrees, keptBlobs, unreferenced, groupId);
    }
}
