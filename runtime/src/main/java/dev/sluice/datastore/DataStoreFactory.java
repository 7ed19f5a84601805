package dev.sluice.datastore;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.store.StoreContext;
import dev.sluice.container.store.StoreFactory;
import dev.sluice.datastore.channel.ChannelFactory;
import java.util.List;
import java.util.Map;

/**
 * Makes data stores with channels of known types. Immutable; may be used by many threads.
 *
 * @since 0.1
 */
public final class DataStoreFactory implements StoreFactory<DataStore> {
    private final ChannelRegistry registry;

    /** Makes a factory of data stores whose channels come from a registry. */
    public DataStoreFactory(ChannelRegistry registry) {
        this.registry = registry;
    }

    /** Makes a factory of data stores with channels of these types. */
    public static DataStoreFactory of(ChannelFactory<?>... channels) {
        return new DataStoreFactory(new ChannelRegistry(List.of(channels)));
    }

    @Override
    public boolean hearsOfMembers() {
        return registry.hearsOfMembers();
    }

    @Override
    public DataStore create(StoreContext context) {
        return new DataStore(context, registry, Map.of(), 0);
    }

    @Override
    public DataStore load(StoreContext context, Map<String, StoredTree> parts, long sequenceNumber) {
        return new DataStore(context, registry, parts, sequenceNumber);
    }
}
