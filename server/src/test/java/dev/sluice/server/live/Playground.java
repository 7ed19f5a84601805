package dev.sluice.server.live;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.task.TaskManager;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data object of {@code playground.mjs}. Confined to its document's thread. */
final class Playground {
    /** What the quorum has as code of such documents. */
    static final JsonObject CODE = JsonObject.builder()
            .put("package", "sluice-interop")
            .put("config", JsonObject.EMPTY)
            .build();

    private static final String PACKAGE = "interop-playground";
    private static final String ALIAS = "default";
    private static final Map<String, ChannelFactory<? extends SharedObject>> STRUCTURES = new LinkedHashMap<>();

    static {
        STRUCTURES.put("map", SharedMap.FACTORY);
        STRUCTURES.put("directory", SharedDirectory.FACTORY);
        STRUCTURES.put("counter", SharedCounter.FACTORY);
        STRUCTURES.put("cell", SharedCell.FACTORY);
        STRUCTURES.put("register", ConsensusRegisterCollection.FACTORY);
        STRUCTURES.put("queue", ConsensusQueue.FACTORY);
        STRUCTURES.put("tasks", TaskManager.FACTORY);
        STRUCTURES.put("text", SharedString.FACTORY);
        STRUCTURES.put("matrix", SharedMatrix.FACTORY);
    }

    private final DataStore store;

    private Playground(DataStore store) {
        this.store = store;
    }

    /** Makes one with the structures named. */
    static Playground create(ContainerRuntime<DataStore> runtime, List<String> names) {
        DataStore store = runtime.createDataStore(List.of(PACKAGE));
        SharedDirectory root = store.createChannel("root", SharedDirectory.class);
        for (String name : names) {
            ChannelFactory<? extends SharedObject> factory = STRUCTURES.get(name);
            if (factory != null) {
                SharedObject part = store.createChannel(name, factory.channelClass());
                root.set(name, part.handle());
            }
        }
        runtime.trySetAlias(store.id(), ALIAS);
        return new Playground(store);
    }

    /** Makes one without structures, which nothing refers to yet. */
    static Handle create(ContainerRuntime<DataStore> runtime) {
        DataStore store = runtime.createDataStore(List.of(PACKAGE));
        store.createChannel("root", SharedDirectory.class);
        return store.handle();
    }

    /** Takes a data store for one. */
    static Playground of(DataStore store) {
        return new Playground(store);
    }

    static Playground find(ContainerRuntime<DataStore> runtime) {
        return new Playground(runtime.aliased(ALIAS).orElseThrow());
    }

    /** The structures that are there. */
    List<String> names() {
        return STRUCTURES.keySet().stream()
                .filter(name -> store.channelIds().contains(name))
                .toList();
    }

    <T> T part(String name, Class<T> type) {
        return type.cast(store.channel(name).orElseThrow());
    }

    /** Makes a map that nobody knows yet. */
    SharedMap newMap() {
        return store.createChannel(SharedMap.class);
    }

    /** Returns what the map refers to under a key. */
    Handle handle(String key) {
        return part("map", SharedMap.class).getHandle(key).orElseThrow();
    }

    /** Returns the map that a handle of the common map leads to. */
    SharedMap nested(String key) {
        Handle handle = handle(key);
        String id = handle.url().substring(handle.url().lastIndexOf('/') + 1);
        Channel found = store.channel(id).orElseThrow();
        return (SharedMap) found;
    }
}
