package dev.sluice.container;

import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreFactory;
import dev.sluice.driver.Snapshot;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.loader.RuntimeFactory;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * Makes container runtimes. Immutable; may be used by many threads.
 *
 * @param <S> the data stores
 * @since 0.1
 */
public final class ContainerRuntimeFactory<S extends HostedStore> implements RuntimeFactory {
    private final StoreFactory<S> stores;
    private final RuntimeOptions options;

    /** Makes a factory for documents with data stores of one kind. */
    public ContainerRuntimeFactory(StoreFactory<S> stores, RuntimeOptions options) {
        this.stores = stores;
        this.options = options;
    }

    @Override
    public ContainerRuntime<S> create(RuntimeContext context) {
        return ContainerRuntime.create(context, stores, options);
    }

    @Override
    public ContainerRuntime<S> load(RuntimeContext context, Snapshot snapshot, Optional<JsonValue> pending) {
        return ContainerRuntime.load(context, stores, options, snapshot, pending);
    }
}
