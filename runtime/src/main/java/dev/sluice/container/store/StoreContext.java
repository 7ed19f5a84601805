package dev.sluice.container.store;

import dev.sluice.loader.AttachState;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * The world as a data store sees it. Confined to the document's thread.
 *
 * @since 0.1
 */
public interface StoreContext {
    /** The data store's id in its container. */
    String id();

    /** What makes the data store, from the outermost package on. */
    List<String> packagePath();

    /** Whether other clients know the data store. */
    AttachState attachState();

    /** Whether the container or somebody's alias keeps the data store. */
    boolean isRoot();

    /**
     * Refuses an edit that could not be sent.
     *
     * @throws IllegalStateException if the data store was deleted, the container is closed or read-only, or an op is being
     *     applied
     */
    void checkEditable();

    /** Sends an op with the current batch; handles in it are bound first. */
    void submit(JsonObject contents);

    /** What the data store holds is another as of an op that was not for it. */
    void touched(long sequenceNumber);

    /** Sends a signal to this data store at other clients. */
    void signal(String type, JsonValue content, Optional<String> targetClientId);

    /** What all data stores of the container share. */
    ContainerView container();
}
