package dev.sluice.datastore;

import dev.sluice.container.id.CompactId;
import dev.sluice.container.signal.ContainerSignal;
import dev.sluice.container.snapshot.AttachTree;
import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreContext;
import dev.sluice.container.store.StoreOp;
import dev.sluice.container.summary.SummaryWriter;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.gc.graph.GcData;
import dev.sluice.loader.AttachState;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Channels that live together under one id.
 *
 * <p>A new data store is known to nobody else until a handle to it is put where others see it, or it gets an alias; then it goes
 * there as it is, with all its channels. A channel made later is known to others when a handle to it is put where they see it,
 * or by {@link #attach}.
 *
 * <p>Confined to the document's thread.
 *
 * @since 0.1
 */
public final class DataStore implements HostedStore {
    private final StoreContext context;
    private final ChannelRegistry registry;
    private final Map<String, ChannelEntry> channels = new LinkedHashMap<>();
    private final Listeners<ContainerSignal> signals;

    DataStore(StoreContext context, ChannelRegistry registry, Map<String, StoredTree> stored, long sequenceNumber) {
        this.context = context;
        this.registry = registry;
        this.signals = new Listeners<>(context.container()::listenerFailed);
        stored.forEach((id, tree) -> channels.put(
                id, ChannelEntry.stored(context, registry, id, tree, sequenceNumber, AttachState.ATTACHED)));
    }

    /** Returns the id in the document. */
    public String id() {
        return context.id();
    }

    /** Returns what makes the data store at other clients, outermost first. */
    public List<String> packagePath() {
        return context.packagePath();
    }

    /** Tells whether other clients know the data store. */
    public AttachState attachState() {
        return context.attachState();
    }

    /** Returns a handle to this data store. */
    public Handle handle() {
        return new Handle(NodePath.ofStore(id()));
    }

    /**
     * Returns a handle to a channel.
     *
     * @throws IllegalArgumentException if there is no such channel
     */
    public Handle handle(String channelId) {
        entry(channelId);
        return new Handle(NodePath.ofChannel(id(), channelId));
    }

    /** Returns the ids of all channels. */
    public Set<String> channelIds() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(channels.keySet()));
    }

    /**
     * Makes a channel under an id of its own.
     *
     * @throws IllegalArgumentException if no factory makes such channels
     */
    public <C extends Channel> C createChannel(Class<C> type) {
        String id = context.container().attachState() == AttachState.DETACHED
                ? "_" + CompactId.encode(2L * channels.size())
                : context.container().newId();
        return create(id, registry.of(type));
    }

    /**
     * Makes a channel.
     *
     * @param id does not begin with an underscore and has no slash
     * @throws IllegalArgumentException if there is one of that id, or no factory makes such channels
     */
    public <C extends Channel> C createChannel(String id, Class<C> type) {
        if (id.isEmpty() || id.startsWith("_") || id.indexOf('/') >= 0 || id.indexOf('%') >= 0) {
            throw new IllegalArgumentException(
                    "found channel id \"" + id + "\", expected one without leading _ and without / and %");
        }
        return create(id, registry.of(type));
    }

    private <C extends Channel> C create(String id, ChannelFactory<C> factory) {
        context.checkEditable();
        if (channels.containsKey(id)) {
            throw new IllegalArgumentException("channel " + NodePath.ofChannel(id(), id) + " exists already");
        }
        ChannelEntry entry = ChannelEntry.created(context, registry, id, factory);
        channels.put(id, entry);
        return factory.channelClass().cast(entry.channel());
    }

    /**
     * Makes a channel known to other clients; nothing happens if they know it, or will with the data store.
     *
     * @throws IllegalArgumentException if there is no such channel
     */
    public void attach(String channelId) {
        entry(channelId);
        context.checkEditable();
        attachPart(channelId);
    }

    /** Returns a channel, of whatever type; one of a type that is unknown here is an {@link OpaqueChannel}. */
    public Optional<Channel> channel(String channelId) {
        return Optional.ofNullable(channels.get(channelId)).map(ChannelEntry::channel);
    }

    /**
     * Returns a channel.
     *
     * @throws IllegalArgumentException if there is no such channel, or it is of another type
     */
    public <C extends Channel> C channel(String channelId, Class<C> type) {
        Channel channel = entry(channelId).channel();
        if (!type.isInstance(channel)) {
            throw new IllegalArgumentException("found channel " + NodePath.ofChannel(id(), channelId) + " of type "
                    + channel.attributes().type() + ", expected " + type.getName());
        }
        return type.cast(channel);
    }

    private ChannelEntry entry(String channelId) {
        ChannelEntry entry = channels.get(channelId);
        if (entry == null) {
            throw new IllegalArgumentException("there is no channel " + NodePath.ofChannel(id(), channelId));
        }
        return entry;
    }

    /** Sends a signal to this data store at all clients, this one included. */
    public void signal(String type, JsonValue content) {
        context.signal(type, content, Optional.empty());
    }

    /** Sends a signal to this data store at one client. */
    public void signalTo(String clientId, String type, JsonValue content) {
        context.signal(type, content, Optional.of(clientId));
    }

    /** Hears signals for this data store. */
    public Registration onSignal(Consumer<ContainerSignal> listener) {
        return signals.add(listener);
    }

    // What the container drives.

    @Override
    public void apply(StoreOp op) {
        JsonObject contents = op.contents();
        if (!ChannelOps.isAttach(contents)) {
            addressed(contents).apply(ChannelOps.sequenced(contents, op.message()));
            return;
        }
        add(contents, op.message().sequenceNumber(), AttachState.ATTACHED);
    }

    private void add(JsonObject attachOp, long sequenceNumber, AttachState state) {
        JsonObject content = ChannelOps.content(attachOp);
        String channelId = ChannelOps.text(content, "id");
        if (channels.containsKey(channelId)) {
            throw new ChannelException("a second channel " + NodePath.ofChannel(id(), channelId));
        }
        JsonObject snapshot = content.object("snapshot")
                .orElseThrow(() -> new ChannelException("channel " + channelId + " attached without snapshot"));
        channels.put(
                channelId,
                ChannelEntry.stored(context, registry, channelId, AttachTree.read(snapshot), sequenceNumber, state));
    }

    private ChannelEntry addressed(JsonObject storeOp) {
        String channelId = ChannelOps.text(ChannelOps.content(storeOp), "address");
        ChannelEntry entry = channels.get(channelId);
        if (entry == null) {
            throw new ChannelException(
                    "an op for channel " + NodePath.ofChannel(id(), channelId) + ", which is unknown");
        }
        return entry;
    }

    @Override
    public void acknowledge(StoreOp op) {
        JsonObject contents = op.contents();
        if (ChannelOps.isAttach(contents)) {
            entry(ChannelOps.text(ChannelOps.content(contents), "id"))
                    .attached(op.message().sequenceNumber());
        } else {
            addressed(contents).acknowledge(ChannelOps.sequenced(contents, op.message()));
        }
    }

    @Override
    public void resubmit(JsonObject contents) {
        if (ChannelOps.isAttach(contents)) {
            context.submit(contents);
        } else {
            addressed(contents).channel().resubmit();
        }
    }

    @Override
    public void rollback(JsonObject contents) {
        addressed(contents).channel().rollback();
    }

    @Override
    public void applyStashed(JsonObject contents) {
        if (ChannelOps.isAttach(contents)) {
            add(contents, context.container().sequenceNumber(), AttachState.ATTACHING);
            context.submit(contents);
        } else {
            addressed(contents).channel().applyStashed(ChannelOps.contents(contents));
        }
    }

    @Override
    public void processSignal(ContainerSignal signal) {
        signals.tell(signal);
    }

    @Override
    public void share() {
        List.copyOf(channels.values()).forEach(ChannelEntry::shareWithStore);
    }

    @Override
    public void attachPart(String name) {
        ChannelEntry entry = channels.get(name);
        if (entry != null && context.attachState() != AttachState.DETACHED) {
            entry.attach();
        }
    }

    @Override
    public SummaryTree attachSnapshot() {
        SummaryTree.Builder tree = SummaryTree.builder();
        channels.forEach((id, entry) -> tree.put(id, entry.fullTree()));
        return tree.build();
    }

    @Override
    public SummaryTree summarize(SummaryWriter writer) {
        SummaryTree.Builder tree = SummaryTree.builder();
        channels.forEach((id, entry) -> {
            if (entry.attachState() == AttachState.ATTACHED) {
                tree.put(id, entry.summarize(writer));
            }
        });
        return tree.build();
    }

    @Override
    public GcData gcData() {
        String own = NodePath.ofStore(id()).text();
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        List<String> paths = new ArrayList<>();
        channels.forEach((id, entry) -> {
            if (isPartOfGraph(entry)) {
                List<String> routes = new ArrayList<>(entry.routes());
                routes.add(own);
                nodes.put("/" + id, routes);
                paths.add(entry.path());
            }
        });
        nodes.put("/", paths);
        return new GcData(nodes);
    }

    /** All channels of a data store go along when it is made known; later ones count when they are. */
    private boolean isPartOfGraph(ChannelEntry entry) {
        return entry.attachState() == AttachState.ATTACHED || !isKnown();
    }

    private boolean isKnown() {
        return context.attachState() == AttachState.ATTACHED;
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        channels.values().forEach(entry -> entry.routes().forEach(urls));
    }

    @Override
    public Set<String> partNames() {
        return channelIds();
    }

    @Override
    public Optional<Object> part(String name) {
        return channel(name).map(channel -> channel);
    }

    @Override
    public void memberLeft(String clientId, long sequenceNumber) {
        channels.values().forEach(entry -> entry.memberLeft(clientId, sequenceNumber));
    }

    @Override
    public void connected(String clientId) {
        open().forEach(channel -> channel.connected(clientId));
    }

    @Override
    public void disconnected() {
        open().forEach(Channel::disconnected);
    }

    @Override
    public void closed() {
        open().forEach(Channel::closed);
    }

    private List<Channel> open() {
        return channels.values().stream()
                .flatMap(entry -> entry.opened().stream())
                .toList();
    }
}
