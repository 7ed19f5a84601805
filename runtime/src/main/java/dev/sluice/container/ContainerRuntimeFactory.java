package dev.sluice.container;

import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreFactory;
import dev.sluice.container.summary.Metadata;
import dev.sluice.driver.Snapshot;
import dev.sluice.gc.GcException;
import dev.sluice.gc.config.GcConfig;
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
        GcConfig config = configure(context, Optional.empty());
        StartingState fresh =
                StartingState.ofNew(options.newMetadata(context.clock().instant(), config), options);
        return new ContainerRuntime<>(context, stores, options, config, fresh);
    }

    @Override
    public ContainerRuntime<S> load(RuntimeContext context, Snapshot snapshot, Optional<JsonValue> pending) {
        StartingState stored = StartingState.of(snapshot, pending, options);
        GcConfig config = configure(context, Optional.of(stored.document().metadata));
        ContainerRuntime<S> runtime = new ContainerRuntime<>(context, stores, options, config, stored);
        runtime.fill(stored);
        return runtime;
    }

    private GcConfig configure(RuntimeContext context, Optional<Metadata> stored) {
        try {
            return options.configure(stored, Collecting.role(context));
        } catch (GcException refused) {
            throw Collecting.failure(refused);
        }
    }
}
