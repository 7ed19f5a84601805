package dev.sluice.replay;

import dev.sluice.driver.BlobReader;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.Version;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a replay begins: a whole summary, and the number of the last op it includes. Immutable.
 *
 * @param app the application's part, without handles
 * @param sequenceNumber of the last op in it
 */
record StartingPoint(SummaryTree app, long sequenceNumber) {
    /**
     * Returns the snapshot that a service would load of it.
     *
     * @param protocol the quorum as of {@link #sequenceNumber}
     * @param attachments reads blobs that lie outside the summary
     */
    Snapshot snapshot(ProtocolState protocol, BlobReader attachments) {
        Map<GitId, byte[]> blobs = new HashMap<>();
        SnapshotTree tree = stored(app, blobs);
        return new Snapshot(Version.ofId("recorded"), tree, protocol, List.of(), blobs, attachments);
    }

    private static SnapshotTree stored(SummaryTree tree, Map<GitId, byte[]> blobs) {
        Map<String, SnapshotTree> trees = new LinkedHashMap<>();
        Map<String, GitId> ids = new LinkedHashMap<>();
        tree.entries().forEach((name, part) -> {
            if (part instanceof SummaryTree below) {
                trees.put(name, stored(below, blobs));
            } else if (part instanceof SummaryBlob blob) {
                byte[] bytes = blob.toBytes();
                GitId id = GitHash.of(GitObjectType.BLOB, bytes);
                blobs.put(id, bytes);
                ids.put(name, id);
            } else if (part instanceof SummaryAttachment attachment) {
                ids.put(name, attachment.id());
            } else {
                throw new RecordingException("a summary has a handle at " + name + ", expected a whole one");
            }
        });
        return new SnapshotTree(trees, ids, tree.unreferenced(), tree.groupId());
    }

    /** Returns a part of a summary that is a tree. */
    static Optional<SummaryTree> tree(SummaryTree parent, String name) {
        return parent.entries().get(name) instanceof SummaryTree tree ? Optional.of(tree) : Optional.empty();
    }

    /** Returns a part of a summary that is a blob of text. */
    static Optional<String> text(SummaryTree parent, String name) {
        return parent.entries().get(name) instanceof SummaryBlob blob ? blob.text() : Optional.empty();
    }
}
