package dev.sluice.container;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.summary.Metadata;
import dev.sluice.container.summary.SummaryBase;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.summary.SummaryPath;
import java.util.HashMap;
import java.util.Map;

/** What handles may refer to in the version that was loaded, of whatever layout. Pure. */
final class LoadedBase {
    private LoadedBase() {}

    static SummaryBase of(Map<String, StoredTree> stores, Metadata metadata, long sequenceNumber) {
        Map<NodePath, String> paths = new HashMap<>();
        stores.forEach((storeId, tree) -> {
            String store = (metadata.isIsolated() ? "/.channels/" : "/") + SummaryPath.encode(storeId);
            paths.put(NodePath.ofStore(storeId), store);
            // Parts lie below .channels in every layout whose data stores have such a tree.
            String parent = tree.tree(".channels").isPresent() ? store + "/.channels/" : store + "/";
            tree.tree(".channels")
                    .orElse(tree)
                    .trees()
                    .keySet()
                    .forEach(part -> paths.put(NodePath.ofChannel(storeId, part), parent + SummaryPath.encode(part)));
        });
        return new SummaryBase(sequenceNumber, paths);
    }
}
