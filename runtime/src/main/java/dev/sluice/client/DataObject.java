package dev.sluice.client;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.protocol.handle.Handle;
import java.util.List;

/**
 * Data structures that belong together, found from a directory, as data objects of TypeScript applications are. Confined to its
 * document's thread.
 *
 * <pre>{@code
 * SharedMap votes = board.create(SharedMap.FACTORY);
 * board.root().set("votes", votes.handle());
 * }</pre>
 *
 * @since 0.1
 */
public final class DataObject {
    private static final String ROOT = "root";

    private final DataStore store;

    private DataObject(DataStore store) {
        this.store = store;
    }

    static DataObject of(DataStore store) {
        return new DataObject(store);
    }

    static DataObject create(ContainerRuntime<DataStore> runtime, List<String> packagePath) {
        DataStore store = runtime.createDataStore(packagePath);
        store.createChannel(ROOT, SharedDirectory.class);
        return new DataObject(store);
    }

    /**
     * Returns the directory that everything in this object is found from.
     *
     * @throws IllegalArgumentException if this is a data object of another making, without such a directory
     */
    public SharedDirectory root() {
        return store.channel(ROOT, SharedDirectory.class);
    }

    /** Makes a structure in this object; others see it once a handle to it is put where they look. */
    public <C extends SharedObject> C create(ChannelFactory<C> factory) {
        return store.createChannel(factory.channelClass());
    }

    /** Returns a handle to this object. */
    public Handle handle() {
        return store.handle();
    }

    /** Returns the data store underneath, for what this leaves out: channels by id, signals. */
    public DataStore store() {
        return store;
    }
}
