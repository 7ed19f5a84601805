package dev.sluice.container.store;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.container.signal.SignalEnvelope;
import dev.sluice.container.snapshot.AttachTree;
import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryWriter;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One data store of a container: stored until somebody needs it, then open. Confined to the document's thread.
 *
 * @param <S> the data stores
 * @since 0.1
 */
public final class StoreEntry<S extends HostedStore> implements StoreContext {
    private final StoreHost host;
    private final StoreFactory<S> factory;
    private final String id;
    private final NodePath node;
    private final long storedAt;
    private final Optional<String> groupId;

    private @Nullable StoredTree stored;
    private @Nullable StoreAttributes attributes;
    private @Nullable S open;
    private AttachState attachState;
    private long changedAt;
    private boolean isMadeHere;
    private boolean isCopy;
    private boolean isAliased;
    private boolean awaitsAttachOp;
    private boolean isBeingWritten;
    private boolean isDeleted;
    private NodeRoutes.Part nodes;
    private boolean areNodesKnown;
    private long nodesKnownAt;

    private StoreEntry(
            StoreHost host,
            StoreFactory<S> factory,
            String id,
            @Nullable StoredTree stored,
            long storedAt,
            AttachState attachState) {
        this.host = host;
        this.factory = factory;
        this.id = id;
        this.node = NodePath.ofStore(id);
        this.nodes = new NodeRoutes.Part(node.text(), Map.of());
        this.stored = stored;
        this.isMadeHere = stored == null;
        this.storedAt = storedAt;
        this.groupId = Optional.ofNullable(stored).flatMap(StoredTree::groupId);
        this.changedAt = storedAt;
        this.attachState = attachState;
    }

    /** A data store made here. */
    static <S extends HostedStore> StoreEntry<S> created(
            StoreHost host, StoreFactory<S> factory, String id, List<String> packagePath) {
        StoreEntry<S> entry = new StoreEntry<>(host, factory, id, null, 0, AttachState.DETACHED);
        entry.attributes = new StoreAttributes(packagePath, false, true);
        entry.open = factory.create(entry);
        return entry;
    }

    /** A data store made here from content that was written before; it is not edited before others know it. */
    static <S extends HostedStore> StoreEntry<S> copied(
            StoreHost host, StoreFactory<S> factory, String id, List<String> packagePath, StoredTree content) {
        StoreEntry<S> entry =
                new StoreEntry<>(host, factory, id, content, host.view().sequenceNumber(), AttachState.DETACHED);
        entry.attributes = new StoreAttributes(packagePath, false, true);
        entry.isMadeHere = true;
        entry.isCopy = true;
        return entry;
    }

    /** A data store that is stored, in a snapshot or in the op that made it known. */
    static <S extends HostedStore> StoreEntry<S> stored(
            StoreHost host, StoreFactory<S> factory, String id, StoredTree stored, long storedAt) {
        return new StoreEntry<>(host, factory, id, stored, storedAt, AttachState.ATTACHED);
    }

    /** A data store of which only the package is told: the application's code makes its content (RT-035). */
    static <S extends HostedStore> StoreEntry<S> empty(
            StoreHost host, StoreFactory<S> factory, String id, String type, long storedAt) {
        StoreEntry<S> entry = stored(host, factory, id, StoredTree.EMPTY, storedAt);
        entry.attributes = new StoreAttributes(List.of(type), true, true);
        return entry;
    }

    /** The data store, opened if it was not. */
    public S store() {
        S store = open;
        if (store == null) {
            StoredTree content = stored == null ? StoredTree.EMPTY : stored;
            store = factory.load(this, attributes().parts(content), storedAt);
            open = store;
            // Its parts have their own; this would keep what they let go of.
            stored = null;
        }
        return store;
    }

    /** The data store, opened for a summary or the graph if nobody had asked for it before. */
    private S realized() {
        if (open == null) {
            host.realized(node);
        }
        return store();
    }

    /** The names of all parts; a data store that nobody needed stays as it is. */
    public Set<String> partNames() {
        return open == null
                ? attributes().parts(stored == null ? StoredTree.EMPTY : stored).keySet()
                : open.partNames();
    }

    /** Whether somebody needed it yet. */
    public boolean isOpen() {
        return open != null;
    }

    /** Whether this container made it, and did not find it in a snapshot or hear of it in an op. */
    public boolean isMadeHere() {
        return isMadeHere;
    }

    private StoreAttributes attributes() {
        StoreAttributes known = attributes;
        if (known == null) {
            known = Optional.ofNullable(stored)
                    .flatMap(StoreAttributes::of)
                    .orElseThrow(() -> new ContainerException(
                            Kind.DATA_CORRUPTION, "data store " + id + " is stored without " + StoreAttributes.BLOB));
            attributes = known;
        }
        return known;
    }

    @Override
    public void touched(long sequenceNumber) {
        changedAt = Math.max(changedAt, sequenceNumber);
    }

    void aliased() {
        isAliased = true;
    }

    void deleted() {
        isDeleted = true;
    }

    /** Other clients know it now. */
    void attached() {
        attachState = AttachState.ATTACHED;
        awaitsAttachOp = false;
    }

    /** It waits for its attach op of a former session. */
    void attaching() {
        attachState = AttachState.ATTACHING;
        awaitsAttachOp = true;
    }

    /** The container is known; so is this if it went along with it. */
    void containerAttached() {
        if (attachState == AttachState.ATTACHING && !awaitsAttachOp) {
            attached();
        }
    }

    /** Makes it known to others, after what it refers to (RT-033). */
    void attach() {
        if (attachState != AttachState.DETACHED) {
            return;
        }
        attaching();
        isBeingWritten = true;
        bindContent();
        SummaryTree.Builder snapshot = SummaryTree.builder();
        tree(store().attachSnapshot()).entries().forEach(snapshot::put);
        snapshot.text(".gcdata", store().gcData().toJson().toJson());
        JsonObject contents = JsonObject.builder()
                .put("id", id)
                .put("type", packagePath().get(packagePath().size() - 1))
                .put("snapshot", AttachTree.write(snapshot.build()))
                .build();
        isBeingWritten = false;
        host.submit(LocalMessage.of(RuntimeType.ATTACH, contents));
        store().share();
    }

    /** Whether its attach op is still being written: all its parts go into it, whoever refers to them. */
    boolean isBeingWritten() {
        return isBeingWritten;
    }

    /** Goes along with the container that is being made known. */
    void attachWithContainer() {
        if (attachState == AttachState.DETACHED) {
            attachState = AttachState.ATTACHING;
            bindContent();
            store().share();
        }
    }

    private void bindContent() {
        store().forEachHandle(host.view()::attachTarget);
    }

    /** Returns what a summary says of it. */
    SummaryObject summarize(SummaryWriter writer, SummaryRequest request) {
        if (!request.rewritten().contains(node)) {
            Optional<SummaryHandle> handle = writer.reuseStore(id, changedAt);
            if (handle.isPresent()) {
                return handle.get();
            }
        } else {
            writer.rewriteStore(id);
        }
        SummaryTree tree = tree(realized().summarize(writer));
        return new SummaryTree(tree.entries(), request.unreferenced().contains(node), groupId.orElse(null));
    }

    private SummaryTree tree(SummaryTree parts) {
        Map<String, SummaryObject> entries = new LinkedHashMap<>();
        entries.put(".channels", parts);
        entries.put(
                StoreAttributes.BLOB,
                SummaryBlob.ofText(
                        StoreAttributes.write(packagePath(), isRoot()).toJson()));
        return new SummaryTree(entries);
    }

    /** Takes over the nodes that the summary tells of which this was loaded. */
    void knowNodes(NodeRoutes.Part known) {
        nodes = known;
        areNodesKnown = true;
        nodesKnownAt = changedAt;
    }

    /** Forgets what is known of nodes, so that the contents tell. */
    void forgetNodes() {
        areNodesKnown = false;
    }

    /** Returns its nodes with absolute paths: as known, if no op for it came since. */
    NodeRoutes.Part gcNodes() {
        if (!areNodesKnown || nodesKnownAt != changedAt) {
            knowNodes(nodes.with(realized().gcData().under(node.text())));
        }
        return nodes;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<String> packagePath() {
        return attributes().packagePath();
    }

    @Override
    public AttachState attachState() {
        return attachState;
    }

    @Override
    public boolean isRoot() {
        return isAliased || attributes().isRoot();
    }

    @Override
    public void checkEditable() {
        checkNotDeleted("submitMessage");
        if (isCopy && attachState == AttachState.DETACHED) {
            // Its channels take themselves for known, and would send ops for what nobody else has.
            throw new IllegalStateException("data store " + id + " has content of before, and nobody else knows it yet;"
                    + " give it an alias, or put a handle to it where others see it, before it is edited");
        }
        if (!host.using(node, "setChannelDirty")) {
            throw tombstoned("setChannelDirty");
        }
        host.checkEditable();
    }

    @Override
    public void submit(JsonObject contents) {
        checkNotDeleted("submitMessage");
        // Only told: edits are refused before they are made, and those that were made go out.
        host.using(node, "submitMessage");
        LocalMessage message = LocalMessage.of(
                RuntimeType.COMPONENT,
                JsonObject.builder()
                        .put("address", id)
                        .put("contents", contents)
                        .build());
        host.check(message);
        JsonHandle.forEach(contents, host.view()::attachTarget);
        host.submit(message);
    }

    @Override
    public void signal(String type, JsonValue content, Optional<String> targetClientId) {
        checkNotDeleted("submitSignal");
        if (!host.using(node, "submitSignal")) {
            throw tombstoned("submitSignal");
        }
        host.signal(SignalEnvelope.write(Optional.of(id), type, content, targetClientId));
    }

    private void checkNotDeleted(String callSite) {
        if (isDeleted) {
            host.usingDeleted(node, callSite);
            throw new IllegalStateException(
                    "Context is deleted! Call site [" + callSite + "]: data store " + id + " was deleted");
        }
    }

    private IllegalStateException tombstoned(String callSite) {
        return new IllegalStateException("Context is tombstoned! Call site [" + callSite + "]: data store " + id
                + " was tombstoned; keep it by a handle in what is referenced before using it");
    }

    @Override
    public ContainerView container() {
        return host.view();
    }
}
