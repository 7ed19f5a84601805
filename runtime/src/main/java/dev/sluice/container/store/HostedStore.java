package dev.sluice.container.store;

import dev.sluice.container.signal.ContainerSignal;
import dev.sluice.container.summary.SummaryWriter;
import dev.sluice.gc.graph.GcData;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A data store as its container drives it, on the document's thread. An exception out of {@link #apply} or {@link #acknowledge}
 * closes the container.
 *
 * @since 0.1
 */
public interface HostedStore {
    /** Applies an op of another client. */
    void apply(StoreOp op);

    /** The oldest pending op was sequenced, unchanged. */
    void acknowledge(StoreOp op);

    /**
     * Submits a pending op anew. Told of all pending ops in order.
     *
     * @param contents as it was submitted
     */
    void resubmit(JsonObject contents);

    /** Takes back the newest pending op, which was never sent. */
    void rollback(JsonObject contents);

    /** Makes an op of a former session again, which must submit it exactly once. */
    void applyStashed(JsonObject contents);

    /** Takes a signal for this data store. */
    void processSignal(ContainerSignal signal);

    /** From now on other clients know this data store as it is. Told once, not for one that was loaded. */
    void share();

    /** Makes a part known to other clients that they do not know yet; nothing happens for all others. */
    void attachPart(String name);

    /** Returns the trees of all parts by name, for the op that makes the data store known. */
    SummaryTree attachSnapshot();

    /** Returns the trees of all parts by name, in their sequenced state; handles for those that {@code writer} takes over. */
    SummaryTree summarize(SummaryWriter writer);

    /** Returns the nodes in this data store, relative to it (garbage-collection §1.3). */
    GcData gcData();

    /** Names every handle in the content, sequenced or pending. */
    void forEachHandle(Consumer<String> urls);

    /** The names of all parts that other clients know. */
    Set<String> partNames();

    /** Returns a part to be given to the application. */
    Optional<Object> part(String name);

    /** A member left the quorum; told in place of an op, and only if the factory {@linkplain StoreFactory#hearsOfMembers hears}. */
    void memberLeft(String clientId, long sequenceNumber);

    /** The container can send. */
    void connected(String clientId);

    /** The container can send no more for now. */
    void disconnected();

    /** The container is closed: nothing that is pending will ever be sequenced here. Nothing more is told. */
    void closed();
}
