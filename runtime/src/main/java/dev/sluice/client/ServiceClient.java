package dev.sluice.client;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.http.HttpDriver;
import dev.sluice.driver.http.HttpOptions;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.HostedRuntime;
import dev.sluice.loader.LoadRequest;
import dev.sluice.loader.PendingState;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates and opens the documents of one tenant at one service. Safe for use by many threads; an application needs one for each
 * service.
 *
 * <pre>{@code
 * try (ServiceClient client = ServiceClient.insecure(URI.create("http://localhost:7070"))) {
 *     FluidContainer container = client.create(SCHEMA);
 *     SharedMap notes = container.get(NOTES);
 *     container.run(() -> notes.set("title", "Plan"));
 *     DocumentId id = container.attach();
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class ServiceClient implements AutoCloseable {
    private final DocumentServiceFactory services;
    private final TenantId tenant;
    private final ContainerOptions options;
    private final ContainerRuntimeFactory<DataStore> runtimes;
    private final Supplier<Executor> executors;
    private final ClientThreads threads;
    private final Set<Container> open = ConcurrentHashMap.newKeySet();

    private ServiceClient(Builder builder) {
        this.services = builder.services;
        this.tenant = builder.tenant;
        this.options = builder.options;
        this.runtimes = new ContainerRuntimeFactory<>(new DataStoreFactory(builder.registry), builder.runtime);
        this.threads = new ClientThreads("client");
        Supplier<Executor> given = builder.executors;
        this.executors = given == null ? threads::pool : given;
    }

    /**
     * Returns a client of a development server, Sluice's or Tinylicious, whose tenant {@code tinylicious} has a key that everybody
     * knows.
     *
     * @param service such as {@code http://localhost:7070}
     */
    public static ServiceClient insecure(URI service) {
        return of(
                        new HttpDriver(HttpOptions.of(service, new InsecureTokens("12345", "sluice"))
                                .build()),
                        new TenantId("tinylicious"))
                .build();
    }

    /**
     * Returns a builder of a client.
     *
     * @param services the way to the service; closed with the client
     * @param tenant who owns the documents
     */
    public static Builder of(DocumentServiceFactory services, TenantId tenant) {
        return new Builder(services, tenant);
    }

    /** Makes a container that holds the schema's objects and that nobody else knows, until it is attached. */
    public FluidContainer create(ContainerSchema schema) {
        return Waiting.await(createAsync(schema));
    }

    /** Like {@link #create}, without waiting; completes on the container's thread. */
    public CompletionStage<FluidContainer> createAsync(ContainerSchema schema) {
        return Container.create(environment(), options, runtimes, RootObject.CODE)
                .thenCompose(container -> opened(container, runtime -> RootObject.create(runtime, schema)));
    }

    /**
     * Opens a document at its newest version; ops after that follow, and so may edits be made at once.
     *
     * @throws dev.sluice.loader.ContainerException if there is none of that id, or this version cannot open it
     */
    public FluidContainer open(DocumentId id) {
        return Waiting.await(openAsync(id));
    }

    /** Like {@link #open}, without waiting; completes on the container's thread. */
    public CompletionStage<FluidContainer> openAsync(DocumentId id) {
        return open(LoadRequest.latest(new DocumentKey(tenant, id)));
    }

    /** Opens a document as a request says: at a version, paused, or from storage only. Completes on the container's thread. */
    public CompletionStage<FluidContainer> open(LoadRequest request) {
        return Container.load(environment(), options, runtimes, services, request)
                .thenCompose(container -> opened(container, RootObject::find));
    }

    /**
     * Goes on where {@link FluidContainer#closeAndGetPendingState} ended, with the edits that were pending then.
     *
     * @throws dev.sluice.loader.ContainerException if the service has the version no longer on which they were made
     */
    public FluidContainer resume(PendingState pending) {
        return Waiting.await(open(LoadRequest.pending(pending)));
    }

    /** A stage may be complete before anybody waits for it, so what follows is handed to the container's thread again. */
    private CompletionStage<FluidContainer> opened(
            Container container, Function<ContainerRuntime<DataStore>, RootObject> layout) {
        return container.call(() -> {
            if (!container.isClosed()) {
                open.add(container);
                container.events().onClosed(cause -> open.remove(container));
            }
            try {
                ContainerRuntime<DataStore> runtime = runtime(container.runtime());
                return new FluidContainer(container, runtime, layout.apply(runtime), services, tenant);
            } catch (RuntimeException unusable) {
                container.close();
                throw unusable;
            }
        });
    }

    @SuppressWarnings("unchecked") // It is what our factory made.
    private static ContainerRuntime<DataStore> runtime(HostedRuntime hosted) {
        return (ContainerRuntime<DataStore>) hosted;
    }

    /** Returns the way to the service. */
    public DocumentServiceFactory services() {
        return services;
    }

    /** Returns what containers of this client run on, for documents of another layout, opened with {@link Container} itself. */
    public ContainerEnvironment environment() {
        return threads.environment(executors.get(), Clock.systemUTC());
    }

    /** Ends the client and the containers that are still open; edits that the service does not have are lost. */
    @Override
    public void close() {
        open.forEach(Container::close);
        services.close();
        threads.close();
    }

    /** Collects what a client is made of; confined to one thread. */
    public static final class Builder {
        private final DocumentServiceFactory services;
        private final TenantId tenant;
        // A client that says it is interactive is elected to summarize, and would keep all others from it
        // (runtime-formats §7.7).
        private ContainerOptions options = ContainerOptions.DEFAULTS.withClient(ClientDescription.HEADLESS);
        private RuntimeOptions runtime = RuntimeOptions.DEFAULT;
        private ChannelRegistry registry = new ChannelRegistry(DataStructures.factories());
        private @Nullable Supplier<Executor> executors;

        private Builder(DocumentServiceFactory services, TenantId tenant) {
            this.services = services;
            this.tenant = tenant;
        }

        /**
         * Opens containers in another way. By default others do not see this client among the interactive ones, which the
         * audience of TypeScript's service clients lists: of those, the eldest is expected to summarize.
         */
        public Builder options(ContainerOptions other) {
            options = other;
            return this;
        }

        /** Runs documents in another way. */
        public Builder runtime(RuntimeOptions other) {
            runtime = other;
            return this;
        }

        /** Knows other types of data structures than {@link DataStructures}. */
        public Builder registry(ChannelRegistry other) {
            registry = other;
            return this;
        }

        /** Runs each container on an executor of the application's, such as that of its user interface. */
        public Builder executors(Supplier<Executor> other) {
            executors = other;
            return this;
        }

        /** Returns the client. */
        public ServiceClient build() {
            return new ServiceClient(this);
        }
    }
}
