package dev.sluice.driver.http;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.TokenRequest.Surface;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** Versions as commits, trees and blobs, one request each (SVC §1.9, §1.10). Safe for use by many threads. */
final class GitStorage implements DocumentStorage {
    /** Attachment blobs are large and read one by one, if at all. */
    private static final Set<String> NOT_PREFETCHED = Set.of(".blobs");

    private final DocumentKey key;
    private final Rest rest;
    private final Executor executor;

    GitStorage(DocumentKey key, Rest rest, Executor executor) {
        this.key = key;
        this.rest = rest;
        this.executor = executor;
    }

    @Override
    public List<Version> versions(int count) {
        return commits(key.document().value(), count);
    }

    @Override
    public Optional<Snapshot> latest() {
        return versions(1).stream().findFirst().map(this::snapshot);
    }

    @Override
    public Snapshot snapshot(Version version) {
        Version found = resolve(version);
        TreeListing listing = listing(found);
        try {
            SnapshotBuilder builder = new SnapshotBuilder(found, listing, Map.of(), this::readBlob);
            List<GitId> needed = needed(builder);
            List<byte[]> contents = Parallel.map(needed, executor, this::readBlob);
            for (int i = 0; i < needed.size(); i++) {
                builder.add(needed.get(i), contents.get(i));
            }
            return builder.build();
        } catch (IOException malformed) {
            throw new DriverException(
                    new DriverError.BadAnswer("version " + found.id() + " cannot be loaded: " + malformed.getMessage()),
                    malformed);
        }
    }

    private static List<GitId> needed(SnapshotBuilder builder) {
        Set<GitId> ids = new LinkedHashSet<>(builder.missingServiceBlobs());
        collect(builder.application().without(NOT_PREFETCHED), ids);
        return new ArrayList<>(ids);
    }

    private static void collect(SnapshotTree tree, Set<GitId> ids) {
        ids.addAll(tree.blobs().values());
        tree.trees().values().forEach(child -> collect(child, ids));
    }

    @Override
    public byte[] readBlob(GitId blob) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            copyBlob(blob, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        byte[] content = bytes.toByteArray();
        GitId found = GitHash.of(GitObjectType.BLOB, content);
        if (!found.equals(blob)) {
            throw new DriverException(
                    new DriverError.BadAnswer("blob " + blob + " was answered with bytes that hash to " + found));
        }
        return content;
    }

    @Override
    public long copyBlob(GitId blob, OutputStream to) throws IOException {
        // Once bytes are handed on, another attempt would repeat them: such a copy skips what is there already.
        ResumingOutput output = new ResumingOutput(to);
        try {
            return rest.call(RestCall.get(Surface.STORAGE, Paths.blob(key, blob.toHex())), body -> {
                output.restart();
                return Answers.copyBlob(body, output);
            });
        } catch (UncheckedIOException ours) {
            throw output.failure().orElseThrow(() -> ours);
        }
    }

    @Override
    public GitId uploadBlob(BlobContent content) {
        return rest.call(
                RestCall.store(Paths.blobs(key), Bodies.blob(content)), body -> Answers.sha(Answers.value(body)));
    }

    @Override
    public String uploadSummary(SummaryTree summary, Optional<Version> base) {
        Optional<TreeListing> known = base.map(this::resolve).map(this::listing);
        return new TreeUpload(key, rest, executor, this, known).upload(summary).toHex();
    }

    private Version resolve(Version version) {
        if (!version.id().equals(version.treeId())) {
            return version;
        }
        return commits(version.id(), 1).stream()
                .findFirst()
                .orElseThrow(() -> new DriverException(
                        new DriverError.NotFound("version " + version.id() + " of " + key + " is not there")));
    }

    private TreeListing listing(Version version) {
        return rest.call(RestCall.get(Surface.STORAGE, Paths.tree(key, version.treeId())), SummaryAnswer::listing);
    }

    private List<Version> commits(String branchOrCommit, int count) {
        try {
            return rest.call(
                    RestCall.get(Surface.STORAGE, Paths.commits(key, branchOrCommit, count)),
                    body -> Answers.commits(Answers.value(body)));
        } catch (DriverException failed) {
            boolean none = failed.error() instanceof DriverError.NotFound
                    || (failed.error() instanceof DriverError.Refused refused && refused.status() == 400);
            if (none) {
                return List.of();
            }
            throw failed;
        }
    }
}
