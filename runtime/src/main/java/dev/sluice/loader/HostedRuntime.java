package dev.sluice.loader;

import dev.sluice.driver.Signal;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Optional;

/**
 * What runs in a container and knows what the ops mean. Driven by the container, on its thread.
 *
 * <p>An exception out of {@link #process} closes the container with that exception as its cause.
 *
 * @since 0.1
 */
public interface HostedRuntime {
    /** Sends the batch that the application has begun; called before every message from the service is processed (RT-053). */
    void flush();

    /**
     * Processes the next message of the document's order, of whatever type. The protocol's state, {@linkplain
     * RuntimeContext#quorum quorum} included, has taken it already.
     *
     * @throws ContainerException if it breaks a rule
     */
    void process(SequencedMessage message);

    /** Takes a signal that is not the protocol's own. */
    void processSignal(Signal signal);

    /**
     * The container can send: pending ops are submitted again, then new ones. Never called while an op sent under an earlier client
     * id may still be sequenced (RT-019), nor while the container is readonly.
     */
    void connected(String clientId);

    /** The container can send no more; what was sent may or may not be sequenced. */
    void disconnected();

    /** The container's attach state has changed. */
    void attachStateChanged(AttachState state);

    /** Returns the part {@code .app} of the summary with which the document is created (runtime-formats §12). */
    SummaryTree attachSummary();

    /** Whether there are ops, of whatever type, that were made and not yet seen in the order. */
    boolean hasPendingOps();

    /** Whether there are edits of the user that the service does not have yet (runtime-formats §3.3). */
    boolean isDirty();

    /** Returns what a later session needs to make the pending ops pending again. Allowed after {@link #closed}, too. */
    JsonValue pendingState();

    /** The container has ended; told once. Nothing is submitted any more. */
    void closed(Optional<ContainerException> cause);
}
