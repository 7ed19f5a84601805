package dev.sluice.container.summary;

import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryPath;
import dev.sluice.protocol.summary.SummaryType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what of a summary is taken over from its base, and takes down what it becomes the base of. Used for one summary;
 * confined to its document's thread.
 *
 * @since 0.1
 */
public final class SummaryWriter {
    private final Optional<SummaryBase> base;
    private final Map<NodePath, String> written = new LinkedHashMap<>();

    /**
     * Makes a writer.
     *
     * @param base what handles may refer to; empty for a full tree
     */
    public SummaryWriter(Optional<SummaryBase> base) {
        this.base = base;
    }

    /** Where a data store is written. */
    public static String pathOf(String storeId) {
        return "/.channels/" + SummaryPath.encode(storeId);
    }

    /** Where a channel is written. */
    public static String pathOf(String storeId, String channelId) {
        return pathOf(storeId) + "/.channels/" + SummaryPath.encode(channelId);
    }

    /**
     * Takes over a data store with all its channels, if it did not change.
     *
     * @param changedAt the newest op that changed it
     */
    public Optional<SummaryHandle> reuseStore(String storeId, long changedAt) {
        NodePath node = NodePath.ofStore(storeId);
        Optional<String> path = base.flatMap(known -> known.unchanged(node, changedAt));
        path.ifPresent(from -> moveAll(node, from));
        rewriteStore(storeId);
        return path.map(from -> new SummaryHandle(from, SummaryType.TREE));
    }

    /** Takes down that a data store is written anew. */
    public void rewriteStore(String storeId) {
        written.put(NodePath.ofStore(storeId), pathOf(storeId));
    }

    /**
     * Takes over a channel, if it did not change.
     *
     * @param changedAt the newest op that changed it
     */
    public Optional<SummaryHandle> reuseChannel(String storeId, String channelId, long changedAt) {
        NodePath node = NodePath.ofChannel(storeId, channelId);
        written.put(node, pathOf(storeId, channelId));
        return base.flatMap(known -> known.unchanged(node, changedAt))
                .map(from -> new SummaryHandle(from, SummaryType.TREE));
    }

    /** Returns what was written as a base. */
    public SummaryBase toBase(long sequenceNumber) {
        return new SummaryBase(sequenceNumber, written);
    }

    /** What lies in a data store that moves keeps its place in it. */
    private void moveAll(NodePath store, String from) {
        String to = pathOf(store.storeId().orElseThrow());
        base.orElseThrow().pathByNode().forEach((node, path) -> {
            if (node.text().startsWith(store.text() + "/")) {
                written.put(node, to + path.substring(from.length()));
            }
        });
    }
}
