package dev.sluice.driver.local;

import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryPath;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Blobs and trees by their Git ids (SVC §1.13). Confined: the service's lock is held. */
final class GitObjects {
    private final Map<GitId, byte[]> blobs = new HashMap<>();
    private final Map<GitId, SnapshotTree> trees = new HashMap<>();

    GitId store(byte[] content) {
        GitId id = GitHash.of(GitObjectType.BLOB, content);
        blobs.putIfAbsent(id, content);
        return id;
    }

    byte[] blob(GitId id) {
        byte[] content = blobs.get(id);
        if (content == null) {
            throw missing("blob " + id);
        }
        return content;
    }

    Optional<SnapshotTree> tree(GitId id) {
        return Optional.ofNullable(trees.get(id));
    }

    /** Stores a summary whose handles lead into {@code base}; returns the id of its tree. */
    GitId store(SummaryTree summary, SnapshotTree base) {
        SnapshotTree tree = resolve(summary, base);
        GitId id = idOf(tree);
        trees.put(id, tree);
        return id;
    }

    static GitId idOf(SnapshotTree tree) {
        List<GitTreeEntry> entries = new ArrayList<>();
        tree.trees()
                .forEach((name, child) ->
                        entries.add(new GitTreeEntry(SummaryPath.encode(name), GitObjectType.TREE, idOf(child))));
        tree.blobs()
                .forEach((name, blob) ->
                        entries.add(new GitTreeEntry(SummaryPath.encode(name), GitObjectType.BLOB, blob)));
        return GitTree.of(entries).id();
    }

    private SnapshotTree resolve(SummaryTree summary, SnapshotTree base) {
        Map<String, SnapshotTree> below = new LinkedHashMap<>();
        Map<String, GitId> files = new LinkedHashMap<>();
        summary.entries().forEach((name, part) -> {
            if (part instanceof SummaryTree tree) {
                below.put(name, resolve(tree, base));
            } else if (part instanceof SummaryHandle handle) {
                follow(name, handle, base, below, files);
            } else {
                files.put(name, blobOf(part));
            }
        });
        return new SnapshotTree(below, files, summary.unreferenced(), summary.groupId());
    }

    private GitId blobOf(SummaryObject part) {
        if (part instanceof SummaryBlob blob) {
            return store(blob.toBytes());
        }
        GitId id = ((SummaryAttachment) part).id();
        blob(id);
        return id;
    }

    private static void follow(
            String name,
            SummaryHandle handle,
            SnapshotTree base,
            Map<String, SnapshotTree> below,
            Map<String, GitId> files) {
        SnapshotTree at = base;
        String[] segments = handle.target()
                .substring(handle.target().startsWith("/") ? 1 : 0)
                .split("/", -1);
        for (int i = 0; i < segments.length - 1; i++) {
            SnapshotTree next = at.trees().get(SummaryPath.decode(segments[i]));
            if (next == null) {
                throw missing("handle \"" + handle.target() + "\"");
            }
            at = next;
        }
        String last = SummaryPath.decode(segments[segments.length - 1]);
        SnapshotTree tree = at.trees().get(last);
        GitId blob = at.blobs().get(last);
        if (tree != null) {
            below.put(name, tree);
        } else if (blob != null) {
            files.put(name, blob);
        } else {
            throw missing("handle \"" + handle.target() + "\"");
        }
    }

    private static DriverException missing(String what) {
        return new DriverException(new DriverError.NotFound(what + " is not there"));
    }
}
