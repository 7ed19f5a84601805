package dev.sluice.gc.graph;

import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;

/**
 * Tells an observer which references a sequenced op brings (garbage-collection §1.7). Confined to its document's thread.
 *
 * @since 0.1
 */
public final class OpReferences {
    private final GraphObserver observer;

    /** Makes one for an observer. */
    public OpReferences(GraphObserver observer) {
        this.observer = observer;
    }

    /** An op of a data store: every handle in it, from the channel that it names first. */
    public void ofStoreOp(String storeId, JsonObject contents, long timestampMs) {
        References found = References.in(contents);
        String from = "/" + storeId + "/" + found.channelId();
        found.targets().forEach(target -> tell(from, target, timestampMs));
    }

    /**
     * A new data store or channel whose snapshot told its references.
     *
     * @param path of what is new
     * @throws dev.sluice.protocol.json.JsonException if the data is of another form
     */
    public void ofAttached(String path, JsonValue gcData, long timestampMs) {
        GcData.parse(gcData).forEachReference(path, (from, to) -> tell(from, to, timestampMs));
    }

    /** A data store that became a root. */
    public void ofAlias(String storeId, long timestampMs) {
        tell(NodePath.ROOT.text(), NodePath.ofStore(storeId).text(), timestampMs);
    }

    private void tell(String from, String to, long timestampMs) {
        observer.referenceAdded(from, to, timestampMs);
    }
}
