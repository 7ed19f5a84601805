package dev.sluice.container.store;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.protocol.handle.NodePath;

/**
 * What the table of data stores asks of the container. Confined to the document's thread.
 *
 * @since 0.1
 */
public interface StoreHost {
    /** What data stores see. */
    ContainerView view();

    /** Refuses an edit that could not be sent, with {@link IllegalStateException}. */
    void checkEditable();

    /**
     * Checks a message before anybody walks through it, and undoes the edit if others would not take it.
     *
     * @throws IllegalArgumentException if it is nested too deep
     */
    void check(LocalMessage message);

    /**
     * Tells that a data store is used that may be a tombstone.
     *
     * @param callSite what is done to it
     * @return whether that is allowed
     */
    boolean using(NodePath store, String callSite);

    /**
     * Tells that a data store is used that was swept, and that somebody still holds.
     *
     * @param callSite what is done to it
     */
    void usingDeleted(NodePath store, String callSite);

    /** Tells that a data store was opened that nobody had asked for, for a summary or the graph. */
    void realized(NodePath store);

    /** Sends a message with the current batch; undoes the edit if it is refused. */
    void submit(LocalMessage message);

    /** Sends a signal. */
    void signal(OutboundSignal signal);
}
