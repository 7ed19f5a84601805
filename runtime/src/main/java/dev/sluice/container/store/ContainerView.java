package dev.sluice.container.store;

import dev.sluice.loader.AttachState;
import java.util.Optional;

/**
 * What data stores see of their container. Confined to the document's thread.
 *
 * @since 0.1
 */
public interface ContainerView {
    /** Whether the document exists at the service. */
    AttachState attachState();

    /** As whom this client is or was connected; empty before the first connection. */
    Optional<String> clientId();

    /** Whether ops are sent at once. */
    boolean isConnected();

    /** The newest op that was applied. */
    long sequenceNumber();

    /** The minimum sequence number as of then. */
    long minimumSequenceNumber();

    /** Whether the client is a member of the quorum. */
    boolean isMember(String clientId);

    /** An id that nothing else has. */
    String newId();

    /** Makes what a handle leads to known to other clients, if it is not; relative URLs lead nowhere here. */
    void attachTarget(String url);

    /** Tells the application something: at once, or after the batch that is being applied. */
    void publish(Runnable event);

    /** Takes what a listener of the application threw. */
    void listenerFailed(RuntimeException failure);
}
