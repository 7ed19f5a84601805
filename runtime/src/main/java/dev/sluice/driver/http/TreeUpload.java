package dev.sluice.driver.http;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.protocol.DocumentKey;
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
import dev.sluice.protocol.summary.SummaryType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Stores a summary as Git objects: all ids are known beforehand, so what the version before has is not sent again, blobs go out
 * side by side, and trees after what they name. Confined to one thread.
 */
final class TreeUpload {
    private final DocumentKey key;
    private final Rest rest;
    private final Executor executor;
    private final DocumentStorage storage;
    private final Optional<TreeListing> base;
    private final Set<GitId> known;
    private final Map<GitId, SummaryBlob> blobs = new LinkedHashMap<>();
    private final Map<GitId, GitTree> trees = new LinkedHashMap<>();

    TreeUpload(DocumentKey key, Rest rest, Executor executor, DocumentStorage storage, Optional<TreeListing> base) {
        this.key = key;
        this.rest = rest;
        this.executor = executor;
        this.storage = storage;
        this.base = base;
        this.known = base.map(TreeListing::ids).orElse(Set.of());
    }

    /** Returns the id of the stored tree. */
    GitId upload(SummaryTree summary) {
        GitId root = plan(summary);
        Parallel.map(new ArrayList<>(blobs.entrySet()), executor, blob -> {
            check(
                    blob.getKey(),
                    storage.uploadBlob(BlobContent.of(blob.getValue().toBytes())));
            return blob.getKey();
        });
        trees.forEach((id, tree) -> check(
                id,
                rest.call(
                        RestCall.store(Paths.trees(key), Bodies.tree(tree)),
                        body -> Answers.sha(Answers.value(body)))));
        return root;
    }

    /** Children come before their parents in {@link #trees}. */
    private GitId plan(SummaryTree tree) {
        List<GitTreeEntry> entries = new ArrayList<>();
        tree.entries().forEach((name, part) -> entries.add(entry(SummaryPath.encode(name), part)));
        GitTree made = GitTree.of(entries);
        GitId id = GitHash.of(GitObjectType.TREE, made.toBytes());
        if (!known.contains(id)) {
            trees.put(id, made);
        }
        return id;
    }

    private GitTreeEntry entry(String segment, SummaryObject part) {
        if (part instanceof SummaryTree tree) {
            return new GitTreeEntry(segment, GitObjectType.TREE, plan(tree));
        }
        if (part instanceof SummaryHandle handle) {
            GitObjectType type = handle.targetType() == SummaryType.TREE ? GitObjectType.TREE : GitObjectType.BLOB;
            return new GitTreeEntry(segment, type, target(handle));
        }
        if (part instanceof SummaryAttachment attachment) {
            return new GitTreeEntry(segment, GitObjectType.BLOB, attachment.id());
        }
        SummaryBlob blob = (SummaryBlob) part;
        GitId id = GitHash.of(GitObjectType.BLOB, blob.content());
        if (!known.contains(id)) {
            blobs.put(id, blob);
        }
        return new GitTreeEntry(segment, GitObjectType.BLOB, id);
    }

    private GitId target(SummaryHandle handle) {
        String path = handle.target().startsWith("/") ? handle.target().substring(1) : handle.target();
        Optional<TreeListing.Entry> found = base.flatMap(listing -> listing.inApplication(path))
                .filter(entry -> entry.tree() == (handle.targetType() == SummaryType.TREE));
        GitId id = found.isEmpty() ? null : found.get().id();
        if (id == null) {
            throw new DriverException(new DriverError.NotFound(
                    "handle \"" + handle.target() + "\" of a summary leads nowhere in the version it is based on"));
        }
        return id;
    }

    private static void check(GitId expected, GitId stored) {
        if (!stored.equals(expected)) {
            throw new DriverException(
                    new DriverError.BadAnswer("the service stored " + expected + " under the id " + stored));
        }
    }
}
