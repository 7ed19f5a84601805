package dev.sluice.container;

import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.session.GcSession;
import dev.sluice.protocol.handle.NodePath;
import java.util.List;

/** Tells the session of collection, and then whoever else observes. Confined to the document's thread. */
final class CollectingObserver implements GraphObserver {
    private final GcSession session;
    private final GraphObserver next;

    CollectingObserver(GcSession session, GraphObserver next) {
        this.session = session;
        this.next = next;
    }

    @Override
    public void referenceAdded(String from, String to, long timestampMs) {
        if (session.referenceAdded(from, to, timestampMs)) {
            next.referenceAdded(from, to, timestampMs);
        }
    }

    @Override
    public void tombstoneLoaded(String nodePath, long timestampMs) {
        session.tombstoneLoaded(nodePath, timestampMs);
        next.tombstoneLoaded(nodePath, timestampMs);
    }

    @Override
    public void storeChanged(NodePath store, long timestampMs) {
        session.storeChanged(store, timestampMs);
        next.storeChanged(store, timestampMs);
    }

    @Override
    public void loading(NodePath node, String request) {
        next.loading(node, request);
    }

    @Override
    public void swept(List<String> nodePaths) {
        next.swept(nodePaths);
    }
}
