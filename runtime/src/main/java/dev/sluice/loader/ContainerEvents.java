package dev.sluice.loader;

import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.SequencedMessage;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What happens to a container (runtime-formats §15). Listeners are registered and told on the container's thread.
 *
 * @since 0.1
 */
public final class ContainerEvents {
    private final Listeners<RuntimeException> warnings;
    private final Listeners<ConnectionState> states;
    private final Listeners<String> connected;
    private final Listeners<String> disconnected;
    private final Listeners<Boolean> dirty;
    private final Listeners<Boolean> readonly;
    private final Listeners<AttachState> attach;
    private final Listeners<SequencedMessage> ops;
    private final Listeners<QuorumProposal> proposals;
    private final Listeners<Optional<ContainerException>> closed;
    private final Listeners<Optional<ContainerException>> disposed;

    ContainerEvents() {
        // Somebody who cannot bear a warning is not warned of that: it goes where uncaught exceptions go.
        warnings = new Listeners<>(ContainerEvents::uncaught);
        states = new Listeners<>(warnings::tell);
        connected = new Listeners<>(warnings::tell);
        disconnected = new Listeners<>(warnings::tell);
        dirty = new Listeners<>(warnings::tell);
        readonly = new Listeners<>(warnings::tell);
        attach = new Listeners<>(warnings::tell);
        ops = new Listeners<>(warnings::tell);
        proposals = new Listeners<>(warnings::tell);
        closed = new Listeners<>(warnings::tell);
        disposed = new Listeners<>(warnings::tell);
    }

    /** Hears of every change of the connection's state, in between ones too. */
    public Registration onConnectionState(Consumer<ConnectionState> listener) {
        return states.add(listener);
    }

    /** Hears the new client id whenever ops can be sent; pending ops have been sent again by then. */
    public Registration onConnected(Consumer<String> listener) {
        return connected.add(listener);
    }

    /** Hears why ops can no longer be sent. */
    public Registration onDisconnected(Consumer<String> listener) {
        return disconnected.add(listener);
    }

    /** Hears that there is an edit which the service does not have. */
    public Registration onDirty(Runnable listener) {
        return dirty.add(isDirty -> runIf(isDirty, listener));
    }

    /** Hears that the service has all edits. */
    public Registration onSaved(Runnable listener) {
        return dirty.add(isDirty -> runIf(!isDirty, listener));
    }

    /** Hears whether edits are refused from now on. */
    public Registration onReadonly(Consumer<Boolean> listener) {
        return readonly.add(listener);
    }

    /** Hears that the document is being created. */
    public Registration onAttaching(Runnable listener) {
        return attach.add(state -> runIf(state == AttachState.ATTACHING, listener));
    }

    /** Hears that the document exists. */
    public Registration onAttached(Runnable listener) {
        return attach.add(state -> runIf(state == AttachState.ATTACHED, listener));
    }

    /** Hears each op after it was processed. */
    public Registration onOp(Consumer<SequencedMessage> listener) {
        return ops.add(listener);
    }

    /** Hears of proposals and of agreement on them. */
    public Registration onProposal(Consumer<QuorumProposal> listener) {
        return proposals.add(listener);
    }

    /** Hears that the container has ended, and why if it was not asked to; told once. */
    public Registration onClosed(Consumer<Optional<ContainerException>> listener) {
        return closed.add(listener);
    }

    /** Hears that the container has been given up altogether; told once, after {@link #onClosed}. */
    public Registration onDisposed(Consumer<Optional<ContainerException>> listener) {
        return disposed.add(listener);
    }

    /** Hears of what went wrong without ending the container: what a listener threw, a service that keeps one waiting. */
    public Registration onWarning(Consumer<RuntimeException> listener) {
        return warnings.add(listener);
    }

    void tellState(ConnectionState state) {
        states.tell(state);
    }

    void tellConnected(String clientId) {
        connected.tell(clientId);
    }

    void tellDisconnected(String reason) {
        disconnected.tell(reason);
    }

    void tellDirty(boolean isDirty) {
        dirty.tell(isDirty);
    }

    void tellReadonly(boolean isReadonly) {
        readonly.tell(isReadonly);
    }

    void tellAttach(AttachState state) {
        attach.tell(state);
    }

    void tellOp(SequencedMessage op) {
        ops.tell(op);
    }

    void tellProposal(QuorumProposal proposal) {
        proposals.tell(proposal);
    }

    void tellClosed(Optional<ContainerException> cause) {
        closed.tell(cause);
    }

    void tellDisposed(Optional<ContainerException> cause) {
        disposed.tell(cause);
    }

    void warn(RuntimeException warning) {
        warnings.tell(warning);
    }

    private static void runIf(boolean holds, Runnable listener) {
        if (holds) {
            listener.run();
        }
    }

    private static void uncaught(RuntimeException failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
