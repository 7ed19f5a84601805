package dev.sluice.agent;

import dev.sluice.collector.Preview;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.Version;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.LoadRequest;
import dev.sluice.loader.LoadRequest.Extent;
import dev.sluice.protocol.DocumentKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Opens a document to look at what collection would do with it, as it is now or as it was at a version that is kept. The document
 * learns nothing of it: the connection is a reader's, and nothing is sent.
 *
 * @since 0.1
 */
public final class DocumentPreview {
    private DocumentPreview() {}

    /**
     * Looks at a document.
     *
     * @param version the version to look at, without the ops after it; the newest state if empty
     * @param options with what is collected, which need not be what its summarizers do
     * @param look what to find out; called on the container's thread, with nothing if the document is not collected or nothing was
     *     sequenced in it
     * @return completes on the container's thread, which has ended by then
     */
    public static <T> CompletionStage<T> look(
            ContainerEnvironment environment,
            DocumentServiceFactory services,
            DocumentKey document,
            Optional<Version> version,
            SummarizerOptions options,
            Function<Optional<Preview>, T> look) {
        ContainerRuntimeFactory<DataStore> factory =
                new ContainerRuntimeFactory<>(new DataStoreFactory(options.registry()), options.runtime());
        ContainerOptions reader = ContainerOptions.DEFAULTS
                .withClient(ClientDescription.SUMMARIZER)
                .withMode(ConnectionMode.READ);
        LoadRequest request = version.map(
                        known -> LoadRequest.at(document, known).to(Extent.STORAGE_ONLY))
                .orElseGet(() -> LoadRequest.latest(document));
        return Container.load(environment, reader, factory, services, request)
                .thenCompose(container -> container.call(() -> request.extent() == Extent.STORAGE_ONLY
                        ? CompletableFuture.completedStage(container)
                        : UpToDate.await(container)))
                .thenCompose(ready -> ready)
                .thenCompose(container -> container.call(() -> lookAndClose(container, look)));
    }

    @SuppressWarnings("unchecked") // It is what our factory made.
    private static <T> T lookAndClose(Container container, Function<Optional<Preview>, T> look) {
        try {
            if (container.isClosed()) {
                throw new IllegalStateException("the document was closed before it was up to date");
            }
            ContainerRuntime<DataStore> runtime = (ContainerRuntime<DataStore>) container.runtime();
            return look.apply(Preview.of(runtime.collection(), new RuntimeCollection(runtime)));
        } finally {
            container.close();
        }
    }
}
