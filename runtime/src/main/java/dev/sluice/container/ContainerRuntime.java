package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.container.blob.BlobUploads;
import dev.sluice.container.schema.DocumentSchema;
import dev.sluice.container.signal.ContainerSignal;
import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreFactory;
import dev.sluice.container.store.StoreTable;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryResult;
import dev.sluice.driver.Signal;
import dev.sluice.driver.Version;
import dev.sluice.event.Registration;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.session.SessionExpiry;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.NodeRequest.Origin;
import dev.sluice.gc.telemetry.NodeRequest.Tombstones;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.HostedRuntime;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

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
    private final Document document;
    private final Position position;
    private final long baseSequenceNumber;
    private final Edits edits;
    private final StoreTable<S> table;
    private final DataStores<S> stores;
    private final BlobUploads uploads;
    private final Inbound<S> inbound;
    private final Outbound<S> outbound;
    private final Signals<S> signals;
    private final Requests<S> requests;
    private final ContainerAttach<S> attach;
    private final SummaryAssembly<S> summaries;
    private final SummaryProposals proposals;
    private final GcSession gc;
    private final SessionExpiry sessionExpiry;
    private final View<S> view;

    ContainerRuntime(
            RuntimeContext context,
            StoreFactory<S> factory,
            RuntimeOptions options,
            GcConfig config,
            StartingState start) {
        this.document = start.document();
        this.position = start.position();
        this.baseSequenceNumber = position.sequenceNumber();
        PendingState stash = start.stash();
        Events events = new Events();
        this.edits = new Edits(context, document, position, events::publish);
        this.uploads = new BlobUploads(context, options.blobLifetime(), edits::submit);
        this.view =
                new View<>(context, position, edits, events, options.listenerFailures(), stash, start.attachState());
        this.table = new StoreTable<>(view, factory);
        this.gc = Collecting.session(context, options, config, document, position, table, edits::submit);
        view.serve(table, gc);
        this.stores = new DataStores<>(view, table, document.aliases, edits::submit);
        GraphObserver observer = new CollectingObserver(gc, options.observer());
        this.requests = new Requests<>(context, document, table, uploads, gc, observer);
        LocalOps<S> localOps = new LocalOps<>(document, table, uploads, gc, edits::submit);
        view.takingBack(localOps::rollback);
        OpRouter<S> router = new OpRouter<>(
                document, table, uploads, gc, observer, events, entry -> events.publish(() -> requests.known(entry)));
        this.inbound = new Inbound<>(document, position, events, edits, view, router, localOps, stash);
        this.outbound = new Outbound<>(edits, stash, table, localOps, uploads, position);
        this.signals = new Signals<>(context, table, gc, options.listenerFailures());
        this.summaries = new SummaryAssembly<>(document, view, table, position, gc, start.base());
        this.proposals = new SummaryProposals(context, summaries, outbound::hasPendingEdits, start.version());
        this.attach = new ContainerAttach<>(document, table, uploads, summaries, view);
        this.sessionExpiry = Collecting.expiry(context, config, stash.sessionStarted());
    }

    /** Takes over what is stored, and the edits of a former session that were made there. */
    void fill(StartingState start) {
        try {
            table.load(start.stores(), baseSequenceNumber);
            gc.base().state().map(GcState::routes).ifPresent(table::knowNodes);
            document.aliases.all().values().forEach(id -> table.aliased(id, 0));
            uploads.restore(start.stash().blobs());
            gc.initialize();
            inbound.restash();
        } catch (RuntimeException unusable) {
            // Nobody will close what nobody got.
            sessionExpiry.stop();
            gc.close();
            throw unusable;
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
        signals.process(signal, edits.clientId());
    }

    @Override
    public void connected(String clientId) {
        gc.initialize();
        outbound.connected(clientId);
    }

    @Override
    public void disconnected() {
        proposals.disconnected();
        outbound.disconnected();
    }

    @Override
    public void attachStateChanged(AttachState state) {
        if (state == AttachState.ATTACHED) {
            attach.attached();
        }
    }

    @Override
    public SummaryTree attachSummary() {
        return attach.summary();
    }

    @Override
    public boolean hasPendingOps() {
        return outbound.hasPendingOps();
    }

    @Override
    public boolean isDirty() {
        return view.attachState() != AttachState.ATTACHED || outbound.isUserDirty();
    }

    @Override
    public JsonValue pendingState() {
        return outbound.pendingState(sessionExpiry.started());
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
        table.open().forEach(HostedStore::closed);
    }

    // What the application uses.

    /**
     * Makes a data store that nobody else knows until a handle to it is put into one that others know, or it gets an alias.
     *
     * @param packagePath what makes the data store at other clients, outermost first
     */
    public S createDataStore(List<String> packagePath) {
        return stores.create(packagePath);
    }

    /**
     * Makes a data store of a certain id.
     *
     * @throws IllegalArgumentException if there is one of that id or alias
     */
    public S createDataStore(String id, List<String> packagePath) {
        return stores.create(id, packagePath);
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
        return stores.copy(id, packagePath, parts);
    }

    /** Returns an id that nothing else has, for a data store to be made under it. */
    public String newId() {
        return view.newId();
    }

    /**
     * Returns a data store by id, if it is known and not deleted. That is no load in the sense of collection: tombstones are given,
     * and nobody is told; follow handles with {@link #resolve(Handle)}.
     */
    public Optional<S> dataStore(String id) {
        return stores.byId(id);
    }

    /** Returns a data store by alias, if it is known and not deleted. */
    public Optional<S> aliased(String alias) {
        return stores.byAlias(alias);
    }

    /** The aliases, and the id of the data store that each names. */
    public Map<String, String> aliases() {
        return document.aliases.all();
    }

    /** The ids of all data stores. */
    public Set<String> dataStoreIds() {
        return stores.ids();
    }

    /**
     * Gives a data store a name that keeps it, if nobody else was first.
     *
     * @return completes on the document's thread when all clients know the answer
     * @throws IllegalArgumentException if there is no such data store, or the alias has a slash
     */
    public CompletionStage<AliasResult> trySetAlias(String storeId, String alias) {
        return stores.trySetAlias(storeId, alias);
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
        return attach.createBlob(bytes);
    }

    /**
     * Makes edits together or not at all: if they throw, all that were made in between are taken back. What was made known to
     * others in between stays known.
     */
    public void orderSequentially(Runnable together) {
        outbound.orderSequentially(together);
    }

    /** Sends a signal to everybody, this client included. */
    public void signal(String type, JsonValue content) {
        signals.send(type, content, Optional.empty());
    }

    /** Sends a signal to one client. */
    public void signalTo(String clientId, String type, JsonValue content) {
        signals.send(type, content, Optional.of(clientId));
    }

    /** Hears signals for the container. */
    public Registration onSignal(Consumer<ContainerSignal> listener) {
        return signals.onSignal(listener);
    }

    // What summarizers and garbage collection use.

    /**
     * Writes a summary of what is sequenced and applied; pending edits are not in it (RT-079).
     *
     * @throws IllegalStateException in the middle of a batch, or in a document that does not exist at the service yet
     * @throws ContainerException if a channel of a type unknown here changed and cannot be written (RT-088)
     */
    public SummaryResult summarize(SummaryRequest request) {
        return summaries.write(request);
    }

    /**
     * Returns why no summary could be submitted at this moment: there is no connection, edits of this client are under way (RT-078),
     * another summary is, a batch is open, or the document does not exist at the service yet. Each of these passes; what stands in
     * the way for good shows only when a summary is written.
     */
    public Optional<String> summaryObstacle() {
        return proposals.obstacle();
    }

    /**
     * Writes a summary, uploads it and proposes it to the service, as summarizers do.
     *
     * @return completes on the document's thread when the service has answered; what is acknowledged becomes what the handles of
     *     later ones refer to (RT-075)
     * @throws IllegalStateException if there is a {@link #summaryObstacle}
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
        return proposals.submit(request, onWritten);
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
        List<NodeRoutes.Part> parts = table.gcNodes();
        parts.add(document.blobs.gcNodes());
        return NodeRoutes.of(parts);
    }

    /** Returns the same nodes, found in the contents of all data stores. */
    public NodeRoutes freshGcNodes() {
        table.forgetNodes();
        return gcNodes();
    }

    /** What this container knows of collection; collectors take from it and report to it. */
    public GcSession collection() {
        return gc;
    }

    /** Deletes data stores and blobs at this container only, and does not remember it: for tests of what collection does. */
    public void deleteHere(Collection<String> nodePaths) {
        Sweep.here(nodePaths, document, table, gc);
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
