package dev.sluice.container.store;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.driver.OutboundSignal;

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

    /** Sends a message with the current batch. */
    void submit(LocalMessage message);

    /** Sends a signal. */
    void signal(OutboundSignal signal);
}
