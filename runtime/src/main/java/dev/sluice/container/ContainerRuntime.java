package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.container.blob.BlobUploads;
import dev.sluice.container.id.CompactId;
import dev.sluice.container.schema.DocumentSchema;
import dev.sluice.container.signal.ContainerSignal;
import dev.sluice.container.signal.SignalEnvelope;
import dev.sluice.container.snapshot.AttachTree;
import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreFactory;
import dev.sluice.container.store.StoreTable;
import dev.sluice.container.summary.Metadata;
import dev.sluice.container.summary.SummaryBase;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryResult;
import dev.sluice.driver.Signal;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.gc.GcException;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.session.SessionExpiry;
import dev.sluice.gc.session.Verdict;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.NodeRequest.Origin;
import dev.sluice.gc.telemetry.NodeRequest.Tombstones;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.HostedRuntime;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A document as an application edits it: its data stores, aliases, attachment blobs and signals.
 *
 * <p>Edits of one turn go out as one batch; they are sent when the turn ends or before the next message of the service is
 * processed. Edits are refused while sequenced ops are being applied; listeners hear of those afterwards, and may edit.
 *
 * <p>Confined to the document's thread, as everything that comes out of it.
 *
 * @param <S> the data stores
 * @since 0.1
 */
public final class ContainerRuntime<S extends HostedStore> implements HostedRuntime {
    private final RuntimeContext context;
    private final Document document;
    private final Position position;
    private final long baseSequenceNumber;
    private final Events events = new Events();
    private final Edits edits;
    private final StoreTable<S> stores;
    private final BlobUploads uploads;
    private final Inbound<S> inbound;
    private final LocalOps<S> localOps;
    private final Requests<S> requests;
    private final SummaryAssembly<S> summaries;
    private final SummaryProposals proposals;
    private final GcSession gc;
    private final SessionExpiry sessionExpiry;
    private final PendingState stash;
    private final View<S> view;
    private final Listeners<ContainerSignal> signals;

    private AttachState attachState;
    private @Nullable SummaryResult attachSummary;

    private ContainerRuntime(
            RuntimeContext context,
            StoreFactory<S> factory,
            RuntimeOptions options,
            GcConfig config,
            Document document,
            Position position,
            Optional<SummaryBase> base,
            Optional<Version> version,
            PendingState stash) {
        this.context = context;
        this.document = document;
        this.position = position;
        this.baseSequenceNumber = position.sequenceNumber();
        this.stash = stash;
        this.attachState = base.isPresent() ? AttachState.ATTACHED : AttachState.DETACHED;
        this.edits = new Edits(context, document, position, events::publish);
        this.uploads = new BlobUploads(context, options.blobLifetime(), edits::submit);
        this.view = new View<>(context, position, edits, events, options.listenerFailures(), stash, attachState);
        this.stores = new StoreTable<>(view, factory);
        this.gc = Collecting.session(context, options, config, document, position, stores, edits::submit);
        view.serve(stores, gc);
        GraphObserver observer = new CollectingObserver(gc, options.observer());
        this.requests = new Requests<>(context, document, stores, uploads, gc, observer);
        this.localOps = new LocalOps<>(document, stores, uploads, gc, edits::submit);
        view.takingBack(localOps::rollback);
        OpRouter<S> router = new OpRouter<>(
                document, stores, uploads, gc, observer, events, entry -> events.publish(() -> requests.known(entry)));
        this.inbound = new Inbound<>(document, position, events, edits, view, router, localOps, stash);
        this.summaries = new SummaryAssembly<>(document, stores, position, gc, base);
        this.proposals = new SummaryProposals(context, summaries, this::hasPendingEdits, version);
        this.signals = new Listeners<>(options.listenerFailures());
        this.sessionExpiry = new SessionExpiry(config, context.clock(), stash.sessionStarted());
        if (sessionExpiry.isOver()) {
            throw expired();
        }
        sessionExpiry.start(Collecting.alarms(context), () -> context.close(expired()));
    }

    private ContainerException expired() {
        return new ContainerException(
                Kind.SESSION_EXPIRED,
                "Client session expired. It may last " + sessionExpiry.limitMs().orElse(0)
                        + " ms; load the document anew");
    }

    static <S extends HostedStore> ContainerRuntime<S> create(
            RuntimeContext context, StoreFactory<S> factory, RuntimeOptions options) {
        GcConfig config = configure(context, options, Optional.empty());
        return new ContainerRuntime<>(
                context,
                factory,
                options,
                config,
                new Document(options.newMetadata(context.clock().instant(), config), options.limits()),
                new Position(0, 0),
                Optional.empty(),
                Optional.empty(),
                PendingState.read(Optional.empty()));
    }

    static <S extends HostedStore> ContainerRuntime<S> load(
            RuntimeContext context,
            StoreFactory<S> factory,
            RuntimeOptions options,
            Snapshot snapshot,
            Optional<JsonValue> pending) {
        long sequenceNumber = snapshot.sequenceNumber();
        StoredTree tree = StoredTree.of(snapshot);
        Document document = Document.load(tree, sequenceNumber, options.limits());
        Map<String, StoredTree> stored = document.storesIn(tree);
        ContainerRuntime<S> runtime = new ContainerRuntime<>(
                context,
                factory,
                options,
                configure(context, options, Optional.of(document.metadata)),
                document,
                new Position(sequenceNumber, snapshot.protocol().minimumSequenceNumber()),
                Optional.of(LoadedBase.of(stored, document.metadata, sequenceNumber)),
                Optional.of(snapshot.version()),
                stash(pending));
        try {
            runtime.fill(stored, sequenceNumber);
        } catch (RuntimeException unusable) {
            // Nobody will close what nobody got.
            runtime.sessionExpiry.stop();
            runtime.gc.close();
            throw unusable;
        }
        return runtime;
    }

    private void fill(Map<String, StoredTree> stored, long sequenceNumber) {
        stores.load(stored, sequenceNumber);
        gc.base().state().map(GcState::routes).ifPresent(stores::knowNodes);
        document.aliases.all().values().forEach(id -> stores.aliased(id, 0));
        uploads.restore(stash.blobs());
        gc.initialize();
        inbound.restash();
    }

    private static GcConfig configure(RuntimeContext context, RuntimeOptions options, Optional<Metadata> stored) {
        try {
            return options.configure(stored, Collecting.role(context));
        } catch (GcException refused) {
            throw Collecting.failure(refused);
        }
    }

    private static PendingState stash(Optional<JsonValue> pending) {
        try {
            return PendingState.read(pending);
        } catch (JsonException malformed) {
            throw new ContainerException(Kind.USAGE, "the pending state given is none of this runtime", malformed);
        }
    }

    // What the container drives.

    @Override
    public void flush() {
        edits.flush();
    }

    @Override
    public void process(SequencedMessage message) {
        inbound.process(message);
        proposals.observe(message);
    }

    @Override
    public void processSignal(Signal signal) {
        SignalEnvelope.read(signal, edits.clientId()).ifPresent(this::route);
    }

    private void route(SignalEnvelope envelope) {
        Optional<String> storeId = envelope.storeId();
        if (storeId.isEmpty()) {
            signals.tell(envelope.signal());
        } else {
            storeSignal(NodePath.ofStore(storeId.get()), envelope.signal());
        }
    }

    private void storeSignal(NodePath path, ContainerSignal signal) {
        Optional<StoreEntry<S>> entry = path.storeId().flatMap(stores::entry);
        if (entry.isPresent()) {
            if (gc.using(path, "processSignal") == Verdict.ALLOWED) {
                entry.get().store().processSignal(signal);
            }
        } else if (gc.isDeleted(path)) {
            gc.deletedStoreChanged(path, "processSignal");
        }
    }

    @Override
    public void connected(String clientId) {
        edits.disconnected();
        edits.flush();
        edits.connected(clientId);
        gc.initialize();
        stores.open().forEach(store -> store.connected(clientId));
        edits.resubmitAll(localOps::resubmit);
    }

    @Override
    public void disconnected() {
        edits.disconnected();
        proposals.disconnected();
        stores.open().forEach(HostedStore::disconnected);
    }

    @Override
    public void attachStateChanged(AttachState state) {
        if (state == AttachState.ATTACHED && attachState != AttachState.ATTACHED) {
            attachState = state;
            view.attachState(state);
            stores.containerAttached();
            document.blobs.published();
            uploads.attached();
            if (attachSummary != null) {
                summaries.acknowledged(attachSummary);
            }
        }
    }

    @Override
    public SummaryTree attachSummary() {
        SummaryResult written = attachSummary;
        if (written == null) {
            if (attachState != AttachState.DETACHED) {
                throw new IllegalStateException("the document exists already");
            }
            attachState = AttachState.ATTACHING;
            document.aliases.all().values().forEach(id -> stores.attachWithContainer(NodePath.ofStore(id)));
            view.attachState(attachState);
            written = summaries.writeAttach();
            attachSummary = written;
        }
        return written.tree();
    }

    @Override
    public boolean hasPendingOps() {
        return !edits.isEmpty() || !stash.isEmpty();
    }

    /** Ops of collection do not count: what they do is done when they are sequenced, after the summary (garbage-collection §5). */
    private boolean hasPendingEdits() {
        return edits.isUserDirty() || !stash.isEmpty();
    }

    @Override
    public boolean isDirty() {
        return attachState != AttachState.ATTACHED || edits.isUserDirty() || stash.isUserDirty();
    }

    @Override
    public JsonValue pendingState() {
        return PendingState.write(
                edits.pendingAnd(stash.rest()),
                edits.unsent(),
                position.sequenceNumber(),
                uploads.toJson(),
                sessionExpiry.started());
    }

    @Override
    public void closed(Optional<ContainerException> cause) {
        edits.close();
        sessionExpiry.stop();
        gc.close();
        RuntimeException end = cause.<RuntimeException>map(failure -> failure)
                .orElseGet(() -> new IllegalStateException("the container is closed"));
        document.aliases.close(end);
        uploads.close(end);
        requests.close(end);
        proposals.close();
        stores.open().forEach(HostedStore::closed);
    }

    // What the application uses.

    /**
     * Makes a data store that nobody else knows until a handle to it is put into one that others know, or it gets an alias.
     *
     * @param packagePath what makes the data store at other clients, outermost first
     */
    public S createDataStore(List<String> packagePath) {
        return createDataStore(newStoreId(), packagePath);
    }

    /**
     * Makes a data store of a certain id.
     *
     * @throws IllegalArgumentException if there is one of that id or alias
     */
    public S createDataStore(String id, List<String> packagePath) {
        checkNew(id, packagePath);
        return stores.create(id, packagePath).store();
    }

    /**
     * Makes a data store of content that was written before, such as that of a deleted one in an older version. As any new one it
     * is known to nobody else until a handle to it is put into one that others know, or it gets an alias; before that, it cannot
     * be edited.
     *
     * @param parts the trees of all its channels by id, without handles to earlier summaries; channels of unknown types among them
     * @throws IllegalArgumentException if there is one of that id or alias
     * @throws IllegalStateException as for edits, or if the document does not exist at the service yet
     */
    public S copyDataStore(String id, List<String> packagePath, SummaryTree parts) {
        checkNew(id, packagePath);
        if (attachState != AttachState.ATTACHED) {
            throw new IllegalStateException("found " + attachState + ", expected a document that exists");
        }
        SummaryTree content = SummaryTree.builder().put(".channels", parts).build();
        return stores.copy(id, packagePath, AttachTree.read(AttachTree.write(content)))
                .store();
    }

    /** Returns an id that nothing else has, for a data store to be made under it. */
    public String newId() {
        return view.newId();
    }

    private void checkNew(String id, List<String> packagePath) {
        if (packagePath.isEmpty() || id.isEmpty() || id.indexOf('/') >= 0 || id.indexOf('%') >= 0) {
            throw new IllegalArgumentException("found id " + id + " and package path " + packagePath
                    + ", expected a name without / and %, and a package");
        }
        if (document.aliases.storeId(id).isPresent()) {
            throw new IllegalArgumentException("found id " + id + ", which is an alias");
        }
        view.checkEditable();
    }

    private String newStoreId() {
        return attachState == AttachState.DETACHED ? CompactId.encode(2L * stores.count()) : view.newId();
    }

    /**
     * Returns a data store by id, if it is known and not deleted. That is no load in the sense of collection: tombstones are given,
     * and nobody is told; follow handles with {@link #resolve(Handle)}.
     */
    public Optional<S> dataStore(String id) {
        return stores.entry(id).map(StoreEntry::store);
    }

    /** Returns a data store by alias, if it is known and not deleted. */
    public Optional<S> aliased(String alias) {
        return document.aliases.storeId(alias).flatMap(this::dataStore);
    }

    /** The aliases, and the id of the data store that each names. */
    public Map<String, String> aliases() {
        return document.aliases.all();
    }

    /** The ids of all data stores. */
    public Set<String> dataStoreIds() {
        Map<String, Boolean> ids = new LinkedHashMap<>();
        stores.entries().forEach(entry -> ids.put(entry.id(), true));
        return Set.copyOf(ids.keySet());
    }

    /**
     * Gives a data store a name that keeps it, if nobody else was first.
     *
     * @return completes on the document's thread when all clients know the answer
     * @throws IllegalArgumentException if there is no such data store, or the alias has a slash
     */
    public CompletionStage<AliasResult> trySetAlias(String storeId, String alias) {
        StoreEntry<S> entry = stores.entry(storeId)
                .orElseThrow(() -> new IllegalArgumentException("there is no data store " + storeId));
        if (alias.isEmpty() || alias.indexOf('/') >= 0) {
            throw new IllegalArgumentException("found alias \"" + alias + "\", expected a name without slash");
        }
        view.checkEditable();
        if (document.aliases.storeId(alias).isPresent() || stores.entry(alias).isPresent()) {
            return CompletableFuture.completedStage(AliasResult.CONFLICT);
        }
        if (attachState == AttachState.DETACHED) {
            document.aliases.put(alias, storeId);
            stores.aliased(storeId, 0);
            return CompletableFuture.completedStage(AliasResult.ALIASED);
        }
        stores.attach(entry);
        CompletableFuture<AliasResult> answer = document.aliases.await();
        edits.submit(LocalMessage.of(
                RuntimeType.ALIAS,
                JsonObject.builder()
                        .put("internalId", storeId)
                        .put("alias", alias)
                        .build()));
        return answer.minimalCompletionStage();
    }

    /**
     * Finds what a handle leads to; waits for a data store that is still to come.
     *
     * @return fails with {@link NotFoundException} if it was deleted, is a tombstone that this client must not load, or is no part
     *     of its data store
     */
    public CompletionStage<Target<S>> resolve(Handle handle) {
        return resolve(new NodeRequest(handle.path().text(), Tombstones.REFUSED, Origin.HANDLE));
    }

    /** Like {@link #resolve(Handle)}, for a URL as values hold it, which may have a query. */
    public CompletionStage<Target<S>> resolve(String url) {
        return resolve(NodeRequest.of(url));
    }

    /** Like {@link #resolve(Handle)}, for a request that says what to do about tombstones. */
    public CompletionStage<Target<S>> resolve(NodeRequest request) {
        return requests.resolve(request);
    }

    /**
     * Stores an attachment blob and makes it known. Before the document exists at the service it is stored together with it; while
     * it is being created, behind that.
     *
     * @return completes on the document's thread with the handle, when every client can follow it; at once in a container that is
     *     known to nobody else
     * @throws IllegalStateException as for edits
     */
    public CompletionStage<Handle> createBlob(byte[] bytes) {
        view.checkEditable();
        String localId = view.newId();
        return switch (attachState) {
            case DETACHED -> {
                document.blobs.attachDetached(localId, bytes);
                yield CompletableFuture.completedStage(new Handle(NodePath.ofBlob(localId)));
            }
            case ATTACHING -> uploads.createLater(localId, bytes);
            case ATTACHED -> uploads.create(localId, bytes);
        };
    }

    /**
     * Makes edits together or not at all: if they throw, all that were made in between are taken back. What was made known to
     * others in between stays known.
     */
    public void orderSequentially(Runnable together) {
        edits.orderSequentially(together, localOps::rollback);
    }

    /** Sends a signal to everybody, this client included. */
    public void signal(String type, JsonValue content) {
        context.signal(SignalEnvelope.write(Optional.empty(), type, content, Optional.empty()));
    }

    /** Sends a signal to one client. */
    public void signalTo(String clientId, String type, JsonValue content) {
        context.signal(SignalEnvelope.write(Optional.empty(), type, content, Optional.of(clientId)));
    }

    /** Hears signals for the container. */
    public Registration onSignal(Consumer<ContainerSignal> listener) {
        return signals.add(listener);
    }

    // What summarizers and garbage collection use.

    /**
     * Writes a summary of what is sequenced and applied; pending edits are not in it (RT-079).
     *
     * @throws IllegalStateException in the middle of a batch, or in a document that does not exist at the service yet
     * @throws ContainerException if a channel of a type unknown here changed and cannot be written (RT-088)
     */
    public SummaryResult summarize(SummaryRequest request) {
        if (attachState != AttachState.ATTACHED || document.inbound.isBatchOpen()) {
            throw new IllegalStateException(
                    "found " + attachState + (document.inbound.isBatchOpen() ? ", inside a batch" : "")
                            + "; a summary is written of an attached document between batches");
        }
        return summaries.write(request);
    }

    /**
     * Writes a summary, uploads it and proposes it to the service, as summarizers do.
     *
     * @return completes on the document's thread when the service has answered; what is acknowledged becomes what the handles of
     *     later ones refer to (RT-075)
     * @throws IllegalStateException as for {@link #summarize}, if there is no connection, if edits of this client are under way
     *     (RT-078), or if another summary is
     * @throws ContainerException as for {@link #summarize}
     */
    public CompletionStage<SummaryOutcome> submitSummary(SummaryRequest request) {
        return submitSummary(request, written -> {});
    }

    /**
     * Does the same for somebody who wants to know what was written.
     *
     * @param onWritten is given the summary when it is written, before anything of it is uploaded
     * @throws IllegalStateException as for {@link #submitSummary(SummaryRequest)}
     * @throws ContainerException as for {@link #summarize}
     */
    public CompletionStage<SummaryOutcome> submitSummary(
            SummaryRequest request, Consumer<? super SummaryResult> onWritten) {
        proposals.check();
        SummaryResult written = summarize(request);
        onWritten.accept(written);
        return proposals.submit(written);
    }

    /**
     * Tells whether the newest acknowledged summary is known here, so that a summary may refer to what it says: the one that was
     * loaded, as long as nobody else's was acknowledged since, or one of this container's.
     */
    public boolean knowsNewestSummary() {
        return summaries.hasBase();
    }

    /**
     * Returns the nodes of the reference graph and where each refers to. A data store for which no op came since it was asked last,
     * or since the summary was written that was loaded, is as it was then, and need not be opened (garbage-collection §1.4).
     */
    public NodeRoutes gcNodes() {
        List<NodeRoutes.Part> parts = stores.gcNodes();
        parts.add(document.blobs.gcNodes());
        return NodeRoutes.of(parts);
    }

    /** What this container knows of collection; collectors take from it and report to it. */
    public GcSession collection() {
        return gc;
    }

    /** Returns the same, found in the contents of all data stores. */
    public NodeRoutes freshGcNodes() {
        stores.forgetNodes();
        return gcNodes();
    }

    /** Deletes data stores and blobs at this container only, and does not remember it: for tests of what collection does. */
    public void deleteHere(Collection<String> nodePaths) {
        Sweep.here(nodePaths, document, stores, gc);
    }

    /** Returns where the service keeps an attachment blob, if there is one of that local id. */
    public Optional<GitId> blobStorageId(String localId) {
        return document.blobs.storageId(localId).map(GitId::parse);
    }

    /** The newest version of the document that is known to be acknowledged; empty for one that was made here. */
    public Optional<Version> headVersion() {
        return proposals.head();
    }

    /** What the summary is as of that this was loaded from; 0 for a document that was made here. */
    public long baseSequenceNumber() {
        return baseSequenceNumber;
    }

    /** What was swept, ever. */
    public Set<String> deletedNodes() {
        return gc.deleted();
    }

    /** The tree {@code gc} of the snapshot this was loaded from, empty if there was none. */
    public StoredTree gcSnapshot() {
        return document.gc;
    }

    /** The members of {@code .metadata} as of the last summary written or loaded. */
    public JsonObject metadata() {
        return summaries.metadata();
    }

    /** The document schema in force. */
    public DocumentSchema schema() {
        return document.schema();
    }

    /** Sends an op of garbage collection. */
    public void submitGc(GcOp op) {
        edits.submit(LocalMessage.of(RuntimeType.GC, op.toJson()));
    }

    /** The op that was applied last. */
    public long sequenceNumber() {
        return position.sequenceNumber();
    }
}
