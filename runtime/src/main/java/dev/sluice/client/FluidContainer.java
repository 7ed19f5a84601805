package dev.sluice.client;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.Target;
import dev.sluice.datastore.DataStore;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.event.Registration;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.Audience;
import dev.sluice.loader.ConnectionState;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEvents;
import dev.sluice.loader.PendingState;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.handle.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A document that is open: its objects, its connection and who else is there.
 *
 * <p>A container is confined to one thread, that of its own. Methods marked so may be called from anywhere; they wait where they
 * return something other than a stage, and so must not be called on the container's thread. All others, and everything that
 * objects of the document offer, belong into {@link #run} or {@link #call}. What one of these does to the document is sent as
 * one batch: others see all of it or nothing.
 *
 * <pre>{@code
 * SharedMap notes = container.get(NOTES);
 * container.run(() -> notes.set("title", "Plan"));
 * String title = container.call(() -> notes.getString("title").orElse(""));
 * }</pre>
 *
 * @since 0.1
 */
public final class FluidContainer implements AutoCloseable {
    private final Container container;
    private final ContainerRuntime<DataStore> runtime;
    private final RootObject root;
    private final DocumentServiceFactory services;
    private final TenantId tenant;
    private final List<CompletableFuture<Void>> untilSaved = new ArrayList<>();

    FluidContainer(
            Container container,
            ContainerRuntime<DataStore> runtime,
            RootObject root,
            DocumentServiceFactory services,
            TenantId tenant) {
        this.container = container;
        this.runtime = runtime;
        this.root = root;
        this.services = services;
        this.tenant = tenant;
        ContainerEvents events = container.events();
        events.onSaved(this::saved);
        events.onClosed(cause -> closed(cause.<RuntimeException>map(failure -> failure)
                .orElseGet(() -> new IllegalStateException("the container was closed"))));
    }

    // From any thread.

    /**
     * Returns an initial object. From any thread.
     *
     * @throws IllegalArgumentException if the document has no initial object of that name, or it is of another type
     */
    public <T> T get(InitialObject<T> object) {
        return Waiting.await(
                container.isOnThread()
                        ? initial(object)
                        : container.call(() -> initial(object)).thenCompose(found -> found));
    }

    /** Complete at once: initial objects are there from the beginning. */
    private <T> CompletionStage<T> initial(InitialObject<T> object) {
        return find(root.initialObject(object.name()), object.type());
    }

    private <T> T await(Supplier<CompletionStage<T>> begin) {
        if (container.isOnThread()) {
            throw new IllegalStateException(
                    "this waits for the container, and was called on the container's own thread; "
                            + "there call its objects directly, or what returns a stage");
        }
        return Waiting.await(begin.get());
    }

    /** Runs a task on the container's thread and waits for it. From any thread but the container's. */
    public void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }

    /**
     * Calls on the container's thread and returns the answer. From any thread but the container's.
     *
     * @throws RuntimeException what the task throws
     */
    public <T> T call(Supplier<T> task) {
        return await(() -> submit(task));
    }

    /** Calls on the container's thread. From any thread. */
    public <T> CompletionStage<T> submit(Supplier<T> task) {
        return container.call(task);
    }

    /**
     * Completes, on the container's thread, when a condition of the document holds: at once, or after the op that makes it hold.
     * The condition is asked on the container's thread, after each op, own ones included. From any thread.
     *
     * <pre>{@code
     * container.when(() -> notes.has("title")).toCompletableFuture().get(10, TimeUnit.SECONDS);
     * }</pre>
     *
     * @return fails with what the condition throws, and when the container ends before it holds; to cancel its future ends the
     *     asking
     */
    public CompletionStage<Void> when(BooleanSupplier condition) {
        return Condition.watch(container, condition);
    }

    /**
     * Creates the document at the service from what the container holds. Edits made meanwhile follow. From any thread but the
     * container's.
     *
     * @return the id under which others open it
     * @throws dev.sluice.loader.ContainerException if the service does not create it; then it may be tried again
     */
    public DocumentId attach() {
        return await(() -> attachAs(Optional.empty()));
    }

    /** Creates the document under an id of the application's choice; see {@link #attach()}. */
    public DocumentId attach(DocumentId wished) {
        return await(() -> attachAs(Optional.of(wished)));
    }

    /** Like {@link #attach()}, without waiting. From any thread. */
    public CompletionStage<DocumentId> attachAsync() {
        return attachAs(Optional.empty());
    }

    private CompletionStage<DocumentId> attachAs(Optional<DocumentId> wished) {
        return container
                .call(() -> container.attach(services, tenant, wished))
                .thenCompose(attaching -> attaching)
                .thenApply(DocumentKey::document);
    }

    /** Waits until the service has every edit made so far. From any thread but the container's. */
    public void awaitSaved() {
        await(this::savedAsync);
    }

    /**
     * Completes when the service has every edit made so far. From any thread.
     *
     * @return fails if the container ends before that
     */
    public CompletionStage<Void> savedAsync() {
        return container.call(this::untilSaved).thenCompose(saved -> saved);
    }

    private CompletableFuture<Void> untilSaved() {
        CompletableFuture<Void> saved = new CompletableFuture<>();
        if (container.isClosed() && container.isDirty()) {
            saved.completeExceptionally(new IllegalStateException("the container ended with unsaved edits"));
        } else if (container.isDirty()) {
            untilSaved.add(saved);
        } else {
            saved.complete(null);
        }
        return saved;
    }

    private void saved() {
        List<CompletableFuture<Void>> waiting = List.copyOf(untilSaved);
        untilSaved.clear();
        waiting.forEach(saved -> saved.complete(null));
    }

    private void closed(RuntimeException cause) {
        List<CompletableFuture<Void>> waiting = List.copyOf(untilSaved);
        untilSaved.clear();
        waiting.forEach(saved -> saved.completeExceptionally(cause));
    }

    /**
     * Ends the container and returns what {@link ServiceClient#resume} needs to go on with the edits that the service does not
     * have. From any thread but the container's.
     *
     * @throws dev.sluice.loader.ContainerException if the document does not exist yet
     */
    public PendingState closeAndGetPendingState() {
        return await(() -> container.call(container::closeAndGetPendingState).thenCompose(pending -> pending));
    }

    /** Ends the container. Edits that the service does not have are lost: {@link #awaitSaved} comes first. From any thread. */
    @Override
    public void close() {
        container.close();
    }

    // On the container's thread.

    /** Makes an object; others see it once a handle to it is put where they look. */
    public <T> T create(ObjectType<T> type) {
        return root.create(type);
    }

    /**
     * Finds what a handle leads to.
     *
     * @return completes on the container's thread; fails with {@link dev.sluice.container.NotFoundException} if there is nothing
     *     any more, and with {@link IllegalArgumentException} if it is of another type
     */
    public <T> CompletionStage<T> resolve(Handle handle, ObjectType<T> type) {
        return find(handle, type);
    }

    private <T> CompletionStage<T> find(Handle handle, ObjectType<T> type) {
        return runtime.resolve(handle)
                .thenApply(target -> type.from(target)
                        .orElseThrow(() ->
                                new IllegalArgumentException(handle.url() + " is no " + type + ", but " + target)));
    }

    /**
     * Stores bytes beside the document.
     *
     * @return completes on the container's thread, with a handle that every client can follow; a blob to which no object of the
     *     document holds a handle is garbage
     */
    public CompletionStage<Handle> uploadBlob(byte[] bytes) {
        return runtime.createBlob(bytes);
    }

    /** Fetches the bytes that a handle leads to; completes on the container's thread. */
    public CompletionStage<byte[]> downloadBlob(Handle handle) {
        return runtime.resolve(handle).thenApply(target -> {
            if (target instanceof Target.OfBlob<DataStore> blob) {
                return blob.bytes();
            }
            throw new IllegalArgumentException(handle.url() + " is no blob");
        });
    }

    /** Makes edits together or not at all: if the task throws, those made in it are taken back. */
    public void orderSequentially(Runnable edits) {
        runtime.orderSequentially(edits);
    }

    /** Returns the names of the initial objects. */
    public List<String> initialObjectNames() {
        return root.initialObjectNames();
    }

    /** Connects again after {@link #disconnect}. */
    public void connect() {
        container.connect();
    }

    /** Goes offline; edits wait until {@link #connect}. */
    public void disconnect() {
        container.disconnect();
    }

    /** What happens to the container: connected, saved, closed and so on. */
    public ContainerEvents events() {
        return container.events();
    }

    /** Everybody connected to the document. */
    public Audience audience() {
        return container.audience();
    }

    /** How far the connection is. */
    public ConnectionState connectionState() {
        return container.connectionState();
    }

    /** Whether the document exists at the service. */
    public AttachState attachState() {
        return container.attachState();
    }

    /** Whether there are edits that the service does not have. */
    public boolean isDirty() {
        return container.isDirty();
    }

    /** The id of the document, once it exists. */
    public Optional<DocumentId> documentId() {
        return container.key().map(DocumentKey::document);
    }

    /** The runtime underneath, for what this leaves out: aliases, data stores by id, signals, summaries. */
    public ContainerRuntime<DataStore> runtime() {
        return runtime;
    }

    /** The container underneath, for what this leaves out: quorum, proposals. */
    public Container container() {
        return container;
    }

    /** Hears of the end of the container; a shortcut to {@code events().onClosed}. */
    public Registration onClosed(Runnable listener) {
        return container.events().onClosed(cause -> listener.run());
    }
}
