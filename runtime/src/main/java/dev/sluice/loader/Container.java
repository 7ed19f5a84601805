package dev.sluice.loader;

import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A live replica of one document.
 *
 * <p>Everything happens on the container's own thread: one task at a time on the executor it was given. Of the methods here,
 * {@link #execute}, {@link #call} and {@link #close} may be called from anywhere; all others, and those of what the container
 * hosts, refuse calls from elsewhere with {@link IllegalStateException}. Stages complete on the container's thread.
 *
 * @since 0.1
 */
public final class Container implements AutoCloseable {
    private final ContainerCore core;
    private final Attaching attaching;
    private boolean isDisposed;

    Container(ContainerCore core, Attaching attaching) {
        this.core = core;
        this.attaching = attaching;
    }

    /**
     * Makes a container that nobody else knows; {@link #attach} creates its document.
     *
     * @param code what the document needs, the quorum's value of the key {@code code}
     * @return fails with what the factory threw
     */
    public static CompletionStage<Container> create(
            ContainerEnvironment environment, ContainerOptions options, RuntimeFactory factory, JsonValue code) {
        return Opening.create(environment, options, factory, code);
    }

    /**
     * Loads a document. The stage completes once its version is loaded; if the container is live it goes on to catch up and to
     * connect, which {@link ContainerEvents#onConnected} tells.
     *
     * <p>Who must not miss an event loads to {@link LoadRequest.Extent#PAUSED}, registers with {@link #call} and connects there.
     *
     * @return fails with {@link ContainerException}, or with what the factory threw
     */
    public static CompletionStage<Container> load(
            ContainerEnvironment environment,
            ContainerOptions options,
            RuntimeFactory factory,
            DocumentServiceFactory services,
            LoadRequest request) {
        return Opening.load(environment, options, factory, services, request);
    }

    /** Runs a task on the container's thread, behind what is there. Safe for use by many threads. */
    public void execute(Runnable task) {
        core.thread().execute(task);
    }

    /**
     * Calls on the container's thread, behind what is there. Safe for use by many threads.
     *
     * @return fails with what the task threw
     */
    public <T> CompletionStage<T> call(Supplier<T> task) {
        return Blocking.call(core.thread(), Runnable::run, task);
    }

    /** Tells whether the caller is on the container's thread, where waiting for it would never end. From any thread. */
    public boolean isOnThread() {
        return core.thread().isHere();
    }

    /** What is hosted, as the factory made it. */
    public HostedRuntime runtime() {
        core.thread().require();
        return core.runtime();
    }

    /** What happens here. */
    public ContainerEvents events() {
        core.thread().require();
        return core.events();
    }

    /** The members and values that all clients agree on. */
    public Quorum quorum() {
        core.thread().require();
        return core.quorum();
    }

    /** Everybody connected. */
    public Audience audience() {
        core.thread().require();
        return core.audience();
    }

    /** Whether the document exists. */
    public AttachState attachState() {
        core.thread().require();
        return core.attachState();
    }

    /** How far the connection is. */
    public ConnectionState connectionState() {
        core.thread().require();
        return core.connectionState();
    }

    /** The client id of the newest connection that could send. */
    public Optional<String> clientId() {
        core.thread().require();
        return core.clientId();
    }

    /** The document's name; empty until it exists. */
    public Optional<DocumentKey> key() {
        core.thread().require();
        return core.link().map(link -> link.service().key());
    }

    /** The number of the newest op processed. */
    public long sequenceNumber() {
        core.thread().require();
        return core.sequenceNumber();
    }

    /** Whether there are edits that the service does not have. */
    public boolean isDirty() {
        core.thread().require();
        return core.isDirty();
    }

    /** Whether edits are refused. */
    public boolean isReadonly() {
        core.thread().require();
        return core.isReadonly();
    }

    /** Whether the container has ended. */
    public boolean isClosed() {
        core.thread().require();
        return !core.isOpen();
    }

    /**
     * Creates the document from what the container holds; edits made meanwhile follow as ops. May be called again if it failed.
     *
     * @param id the wished name; the service makes one if it is empty
     * @return the document's name; fails with {@link ContainerException}
     * @throws IllegalStateException if the document exists or is being created
     */
    public CompletionStage<DocumentKey> attach(
            DocumentServiceFactory services, TenantId tenant, Optional<DocumentId> id) {
        requireOpen();
        return attaching.attach(services, tenant, id);
    }

    /**
     * Connects, and connects again whenever the connection is lost, until {@link #disconnect}.
     *
     * @throws IllegalStateException if the container is detached, or was loaded from storage only
     */
    public void connect() {
        requireOpen();
        attaching.connect();
    }

    /** Ends the connection until {@link #connect}; edits made meanwhile wait. */
    public void disconnect() {
        requireOpen();
        attaching.disconnect();
    }

    /** Refuses edits from now on, or as far as the application is concerned no longer. */
    public void setReadonly(EditPolicy policy) {
        requireOpen();
        switch (policy) {
            case FORBIDDEN -> core.forbidEdits();
            case ALLOWED -> core.allowEdits();
        }
    }

    /** What the application thinks of edits. */
    public enum EditPolicy {
        /** They may be made if the token allows them. */
        ALLOWED,
        /** They are refused. */
        FORBIDDEN
    }

    /**
     * Proposes a quorum value.
     *
     * @return the proposal's sequence number once everybody has agreed; fails with {@link IllegalStateException} if the
     *     connection is not a writer's or ends before the proposal is sequenced: it is not sent again
     */
    public CompletionStage<Long> propose(String key, JsonValue value) {
        requireOpen();
        return core.propose(key, value);
    }

    /** Ends the container, behind what is there to be done; does nothing if it has ended. Safe for use by many threads. */
    @Override
    public void close() {
        core.thread().execute(() -> core.end(Optional.empty()));
    }

    /** Ends the container and forgets its pending edits, too. */
    public void dispose() {
        core.thread().require();
        core.end(Optional.empty());
        if (!isDisposed) {
            isDisposed = true;
            core.events().tellDisposed(Optional.empty());
        }
    }

    /**
     * Ends the container, if it has not ended, and returns what another needs to go on with the pending edits. May be called
     * again, unless {@link #dispose} was.
     *
     * @return fails with {@link ContainerException} if there is no document yet, or the service has to be asked and does not answer
     */
    public CompletionStage<PendingState> closeAndGetPendingState() {
        core.thread().require();
        if (isDisposed || core.attachState() != AttachState.ATTACHED) {
            return CompletableFuture.failedFuture(new ContainerException(
                    Kind.USAGE,
                    isDisposed
                            ? "a disposed container has no pending state"
                            : "a container that is " + core.attachState() + " has no document to go on with"));
        }
        core.end(Optional.empty());
        return attaching.pendingState();
    }

    private void requireOpen() {
        core.thread().require();
        if (!core.isOpen()) {
            throw new IllegalStateException("the container has ended");
        }
    }
}
