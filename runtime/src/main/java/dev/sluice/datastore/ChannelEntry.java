package dev.sluice.datastore;

import dev.sluice.container.snapshot.AttachTree;
import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.store.StoreContext;
import dev.sluice.container.summary.SummaryWriter;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.gc.graph.GcData;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One channel of a data store: stored, with its ops waiting, until somebody needs it; then open. Confined to the document's
 * thread.
 */
final class ChannelEntry implements ChannelContext {
    /** So many ops wait at most; what they would take in memory grows no further. */
    private static final int MAX_WAITING = 100;

    private final StoreContext store;
    private final ChannelRegistry registry;
    private final String id;
    private @Nullable StoredTree stored;
    private final Deque<ChannelOp> waiting = new ArrayDeque<>();

    private @Nullable ChannelAttributes attributes;
    private @Nullable Channel open;
    private AttachState attachState;
    private long changedAt;

    private ChannelEntry(
            StoreContext store,
            ChannelRegistry registry,
            String id,
            @Nullable StoredTree stored,
            long storedAt,
            AttachState attachState) {
        this.store = store;
        this.registry = registry;
        this.id = id;
        this.stored = stored;
        this.changedAt = storedAt;
        this.attachState = attachState;
    }

    static <C extends Channel> ChannelEntry created(
            StoreContext store, ChannelRegistry registry, String id, ChannelFactory<C> factory) {
        ChannelEntry entry = new ChannelEntry(store, registry, id, null, 0, AttachState.DETACHED);
        entry.open = factory.create(entry);
        return entry;
    }

    static ChannelEntry stored(
            StoreContext store,
            ChannelRegistry registry,
            String id,
            StoredTree stored,
            long storedAt,
            AttachState attachState) {
        return new ChannelEntry(store, registry, id, stored, storedAt, attachState);
    }

    /** The channel, opened if it was not, with all its ops. */
    Channel channel() {
        Channel channel = open;
        if (channel == null) {
            channel = load();
            open = channel;
            if (!(channel instanceof OpaqueChannel)) {
                // What it was loaded from is as large as it is itself, and nobody asks for it again.
                stored = null;
            }
            waiting.forEach(channel::apply);
            waiting.clear();
        }
        return channel;
    }

    private Channel load() {
        StoredTree content = content();
        ChannelAttributes found = storedAttributes();
        Optional<ChannelFactory<?>> factory = registry.find(found.type());
        return factory.isPresent()
                ? factory.get().load(this, new StoredChannel(content), found)
                : new OpaqueChannel(path(), content, found);
    }

    /** Read once: every member that leaves asks for the type. */
    private ChannelAttributes storedAttributes() {
        ChannelAttributes known = attributes;
        if (known == null) {
            known = content()
                    .json(StoredChannel.ATTRIBUTES)
                    .flatMap(JsonValue::asObject)
                    .map(ChannelAttributes::new)
                    .orElseThrow(() -> new ChannelException("channel " + path() + " is stored without .attributes"));
            attributes = known;
        }
        return known;
    }

    private StoredTree content() {
        return stored == null ? StoredTree.EMPTY : stored;
    }

    /** A member left; the channel is opened for that if it may depend on it. */
    void memberLeft(String clientId, long sequenceNumber) {
        if (hearsOfMembers()) {
            channel().memberLeft(clientId);
            changedAt = Math.max(changedAt, sequenceNumber);
            store.touched(sequenceNumber);
        }
    }

    private boolean hearsOfMembers() {
        ChannelAttributes found = open == null ? storedAttributes() : open.attributes();
        return registry.find(found.type())
                .filter(ChannelRegistry::hearsOfMembers)
                .isPresent();
    }

    /** The channel, if somebody needed it. */
    Optional<Channel> opened() {
        return Optional.ofNullable(open);
    }

    void apply(ChannelOp op) {
        changedAt = Math.max(changedAt, op.sequenceNumber());
        if (open == null && waiting.size() < MAX_WAITING && isKnownType()) {
            waiting.add(op);
        } else {
            channel().apply(op);
        }
    }

    /** Channels of other types keep only what their ops refer to. */
    private boolean isKnownType() {
        return registry.find(storedAttributes().type()).isPresent();
    }

    void acknowledge(ChannelOp op) {
        changedAt = Math.max(changedAt, op.sequenceNumber());
        channel().acknowledge(op);
    }

    AttachState attachState() {
        return attachState;
    }

    /** The channel goes along with its data store, which is being made known. */
    void shareWithStore() {
        if (attachState == AttachState.DETACHED) {
            attachState = AttachState.ATTACHED;
            channel().share();
        }
    }

    /** Other clients know the channel as of an op. */
    void attached(long sequenceNumber) {
        attachState = AttachState.ATTACHED;
        changedAt = Math.max(changedAt, sequenceNumber);
    }

    /** Makes the channel known in a data store that is, after what it refers to. */
    void attach() {
        if (attachState != AttachState.DETACHED) {
            return;
        }
        attachState = AttachState.ATTACHING;
        channel().forEachHandle(url -> store.container().attachTarget(absolute(url)));
        SummaryTree.Builder snapshot = SummaryTree.builder();
        fullTree().entries().forEach(snapshot::put);
        snapshot.text(StoredChannel.GC_DATA, GcData.ofSingle(routes()).toJson().toJson());
        store.submit(ChannelOps.attach(id, channel().attributes().type(), AttachTree.write(snapshot.build())));
        channel().share();
    }

    /** The distinct places that the channel refers to. */
    Set<String> routes() {
        Set<String> routes = new LinkedHashSet<>();
        channel().forEachHandle(url -> routes.add(absolute(url)));
        return routes;
    }

    /** Returns what a summary says of the channel. */
    SummaryObject summarize(SummaryWriter writer) {
        Optional<SummaryHandle> handle = writer.reuseChannel(store.id(), id, changedAt);
        if (handle.isPresent()) {
            return handle.get();
        }
        boolean isUntouched = open == null && waiting.isEmpty();
        return stored != null && (isUntouched || isOpaqueAndUnchanged())
                ? stored.withoutBlobs(Set.of(StoredChannel.GC_DATA)).toSummary()
                : fullTree();
    }

    private boolean isOpaqueAndUnchanged() {
        return open instanceof OpaqueChannel opaque && !opaque.isChanged();
    }

    /** Returns the channel's content with its attributes. */
    SummaryTree fullTree() {
        Channel channel = channel();
        if (channel instanceof OpaqueChannel opaque && opaque.isChanged()) {
            throw new ContainerException(
                    Kind.UNSUPPORTED,
                    "channel " + path() + " of unknown type "
                            + opaque.attributes().type()
                            + " changed since it was stored; only a client that knows the type can summarize the document");
        }
        Map<String, SummaryObject> entries =
                new LinkedHashMap<>(channel.summarize().entries());
        entries.put(
                StoredChannel.ATTRIBUTES,
                SummaryBlob.ofText(channel.attributes().json().toJson()));
        return new SummaryTree(entries);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String path() {
        return NodePath.ofChannel(store.id(), id).text();
    }

    @Override
    public boolean isShared() {
        return attachState != AttachState.DETACHED;
    }

    @Override
    public void checkEditable() {
        store.checkEditable();
    }

    @Override
    public void submit(JsonValue contents) {
        if (!isShared()) {
            throw new IllegalStateException("channel " + path() + " is not shared, so nobody would know an op of it");
        }
        store.submit(ChannelOps.op(id, contents));
    }

    @Override
    public String clientId() {
        return store.container().clientId().orElse(DETACHED_CLIENT_ID);
    }

    @Override
    public boolean isConnected() {
        return store.container().isConnected();
    }

    @Override
    public long sequenceNumber() {
        return store.container().sequenceNumber();
    }

    @Override
    public long minimumSequenceNumber() {
        return store.container().minimumSequenceNumber();
    }

    @Override
    public boolean isMember(String clientId) {
        return store.container().isMember(clientId);
    }

    @Override
    public String absolute(String url) {
        return url.startsWith("/") ? url : "/" + store.id() + "/" + url;
    }

    @Override
    public String newId() {
        return store.container().newId();
    }

    @Override
    public void publish(Runnable event) {
        store.container().publish(event);
    }

    @Override
    public void listenerFailed(RuntimeException failure) {
        store.container().listenerFailed(failure);
    }
}
