package dev.sluice.summary;

import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryRequest.Form;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.state.GcTree;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the newest acknowledged summary says of collection, over which the next is written (garbage-collection §4.2).
 *
 * <p>What was proposed is not compared with, for it may never be acknowledged: whoever proposes keeps what he proposed, and hands
 * over that which the service took. So answers may come late and in any order (GC-102).
 *
 * <p>Confined to the document's thread.
 *
 * @since 0.1
 */
public final class SummaryBaseline {
    private Optional<CollectionSummary> acknowledged;

    private SummaryBaseline(Optional<CollectionSummary> acknowledged) {
        this.acknowledged = acknowledged;
    }

    /** Returns the baseline of a document that no summary of this client, and none that it knows, was written of. */
    public static SummaryBaseline none() {
        return new SummaryBaseline(Optional.empty());
    }

    /**
     * Returns the baseline of a container that was loaded from a summary (GC-104); none if what it says of collection is of another
     * version, so that all is written anew (GC-110).
     *
     * @param storedBlobs the names of the blobs in its tree {@code gc}
     */
    public static SummaryBaseline ofLoaded(GcSession session, Collection<String> storedBlobs) {
        GcSnapshot stored = session.base();
        if (!session.config().isBaseCurrent()) {
            return none();
        }
        Set<NodePath> unreferenced = new HashSet<>();
        stored.state()
                .map(GcState::unreferencedAtMs)
                .ifPresent(ages -> ages.keySet().stream()
                        .map(NodePath::new)
                        .filter(node -> NodeType.ofShape(node) == NodeType.DATA_STORE)
                        .forEach(unreferenced::add));
        return new SummaryBaseline(
                GcTree.ofStored(storedBlobs, stored).map(tree -> new CollectionSummary(tree, unreferenced)));
    }

    /** Returns how the next summary is to be written: over the acknowledged one if that is known, and else in full. */
    public SummaryRequest request(CollectionSummary next) {
        return acknowledged
                .map(before -> new SummaryRequest(
                        Form.INCREMENTAL,
                        Optional.of(next.tree().toSummary(before.tree())),
                        JsonObject.EMPTY,
                        next.unreferencedStores(),
                        difference(before.unreferencedStores(), next.unreferencedStores())))
                .orElseGet(() -> full(next));
    }

    /** Returns how the next summary is to be written without any reference to another (GC-101). */
    public static SummaryRequest full(CollectionSummary next) {
        return new SummaryRequest(
                Form.FULL, Optional.of(next.tree().toSummary()), JsonObject.EMPTY, next.unreferencedStores(), Set.of());
    }

    /** The service took a summary that said this. */
    public void acknowledged(CollectionSummary summary) {
        acknowledged = Optional.of(summary);
    }

    /** The newest summary is somebody else's, and not known here. */
    public void forget() {
        acknowledged = Optional.empty();
    }

    /** The data stores of which one summary says that they are unreferenced, and not the other (GC-106). */
    private static Set<NodePath> difference(Set<NodePath> before, Set<NodePath> after) {
        Set<NodePath> changed = new HashSet<>(before);
        changed.addAll(after);
        changed.removeIf(store -> before.contains(store) && after.contains(store));
        return changed;
    }
}
