package dev.sluice.replay;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.driver.Snapshot;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.OfflineContainer;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A document that ops of a recording are applied to.
 *
 * <p>Channels are opened as soon as an op concerns them, so that one which cannot take an op is found out at that op. Confined to
 * one thread.
 *
 * @since 0.1
 */
public final class ReplayedDocument {
    private static final DataStoreFactory STORES =
            new DataStoreFactory(new ChannelRegistry(DataStructures.factories()));

    // Documents whose times are shorter than usual are opened as well; nothing in a replay depends on them.
    private static final GcSetup COLLECTION =
            new GcSetup(GcOptions.DEFAULT.withInactiveTimeout(Duration.ZERO), GcSettings.NONE, GcEventSink.NONE);

    private final Set<String> changedStores = new LinkedHashSet<>();
    private final OfflineContainer<ContainerRuntime<DataStore>> container;

    private ReplayedDocument(Snapshot snapshot) {
        RuntimeOptions options = RuntimeOptions.DEFAULT
                .withCollection(COLLECTION)
                .withObserver(new GraphObserver() {
                    @Override
                    public void storeChanged(NodePath store, long timestampMs) {
                        store.storeId().ifPresent(changedStores::add);
                    }
                });
        container = OfflineContainer.open(
                snapshot.protocol(),
                context -> new ContainerRuntimeFactory<>(STORES, options).load(context, snapshot, Optional.empty()));
        runtime().dataStoreIds().forEach(store -> open(store, "the summary"));
    }

    /**
     * Opens a document as of a snapshot.
     *
     * @throws ContainerException if it cannot be opened by this version, or is damaged
     */
    public static ReplayedDocument open(Snapshot snapshot) {
        return new ReplayedDocument(snapshot);
    }

    /**
     * Applies the next op.
     *
     * @throws ContainerException if it is not the next one, or breaks a rule; its message names the op. The document is of no use
     *     afterwards
     */
    public void process(SequencedMessage op) {
        container.process(op);
        changedStores.forEach(store -> open(store, "op " + op.sequenceNumber()));
        changedStores.clear();
    }

    private void open(String storeId, String reason) {
        runtime().dataStore(storeId).ifPresent(store -> store.channelIds().forEach(id -> open(store, id, reason)));
    }

    private static Channel open(DataStore store, String id, String reason) {
        try {
            return store.channel(id).orElseThrow();
        } catch (RuntimeException damaged) {
            throw new ContainerException(
                    Kind.DATA_PROCESSING,
                    reason + " breaks readable-channel: channel " + NodePath.ofChannel(store.id(), id)
                            + " cannot be opened: " + damaged.getMessage(),
                    damaged);
        }
    }

    /** Returns the runtime, for those who want more than this says. */
    public ContainerRuntime<DataStore> runtime() {
        return container.runtime();
    }

    /** Returns the number of the newest op, those of a batch that is still open included. */
    public long sequenceNumber() {
        return container.protocol().sequenceNumber();
    }

    /** Returns the channels of all data stores that are not deleted, by path {@code /store/channel}. */
    public SortedMap<String, Channel> channels() {
        SortedMap<String, Channel> channels = new TreeMap<>();
        for (String storeId : runtime().dataStoreIds()) {
            DataStore store = runtime().dataStore(storeId).orElseThrow();
            for (String id : store.channelIds()) {
                channels.put("/" + storeId + "/" + id, store.channel(id).orElseThrow());
            }
        }
        return Collections.unmodifiableSortedMap(channels);
    }

    /** Returns the state of every channel, by path; see {@link ChannelState}. */
    public JsonObject state() {
        return state(Map.of());
    }

    /**
     * Returns the state of every channel.
     *
     * @param paths of channels that go by a name; others go by their path
     */
    public JsonObject state(Map<String, String> paths) {
        SortedMap<String, Channel> channels = channels();
        JsonObject.Builder state = JsonObject.builder();
        paths.forEach((name, path) -> {
            Channel channel = channels.get(path);
            if (channel != null) {
                state.put(name, ChannelState.of(channel));
            }
        });
        channels.forEach((path, channel) -> {
            if (!paths.containsValue(path)) {
                state.put(path, ChannelState.of(channel));
            }
        });
        return state.build();
    }
}
