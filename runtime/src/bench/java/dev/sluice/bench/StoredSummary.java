package dev.sluice.bench;

import dev.sluice.driver.SnapshotTree;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.LinkedHashMap;
import java.util.Map;

/** Stores summaries as services do. Pure. */
final class StoredSummary {
    private StoredSummary() {}

    /** Returns a summary's tree and adds its blobs. */
    static SnapshotTree tree(SummaryTree summary, Map<GitId, byte[]> blobs) {
        Map<String, SnapshotTree> trees = new LinkedHashMap<>();
        Map<String, GitId> ids = new LinkedHashMap<>();
        summary.entries().forEach((name, part) -> {
            if (part instanceof SummaryTree below) {
                trees.put(name, tree(below, blobs));
            } else if (part instanceof SummaryBlob blob) {
                byte[] bytes = blob.toBytes();
                GitId id = GitHash.of(GitObjectType.BLOB, bytes);
                blobs.put(id, bytes);
                ids.put(name, id);
            } else {
                throw new IllegalArgumentException(name + " is neither tree nor blob");
            }
        });
        return new SnapshotTree(trees, ids, summary.unreferenced(), summary.groupId());
    }
}
