package dev.sluice.bench;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.LoadRequest;
import dev.sluice.protocol.DocumentKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A document as an application opens it, with every channel in memory. Safe for use by many threads. */
final class OpenDocument implements AutoCloseable {
    private static final ContainerRuntimeFactory<DataStore> RUNTIMES = new ContainerRuntimeFactory<>(
            new DataStoreFactory(new ChannelRegistry(DataStructures.factories())), RuntimeOptions.DEFAULT);

    private final Container container;

    private OpenDocument(Container container) {
        this.container = container;
    }

    /** Loads a document and opens all of its channels; it stays at its version until {@link #catchUp} is called. */
    static OpenDocument loadPaused(ContainerEnvironment environment, DocumentServiceFactory services, DocumentKey key) {
        return load(environment, services, key, ConnectionMode.READ);
    }

    /** Opens a document for editing, and waits until it is connected. */
    static OpenDocument edit(ContainerEnvironment environment, DocumentServiceFactory services, DocumentKey key) {
        OpenDocument document = load(environment, services, key, ConnectionMode.WRITE);
        CompletableFuture<String> connected = document.call(() -> {
            CompletableFuture<String> outcome = new CompletableFuture<>();
            document.container.events().onConnected(outcome::complete);
            document.failWith(outcome);
            document.container.connect();
            return outcome;
        });
        connected.join();
        return document;
    }

    private static OpenDocument load(
            ContainerEnvironment environment, DocumentServiceFactory services, DocumentKey key, ConnectionMode mode) {
        ContainerOptions options =
                ContainerOptions.DEFAULTS.withClient(ClientDescription.HEADLESS).withMode(mode);
        LoadRequest request = LoadRequest.latest(key).to(LoadRequest.Extent.PAUSED);
        Container container = Container.load(environment, options, RUNTIMES, services, request)
                .toCompletableFuture()
                .join();
        OpenDocument document = new OpenDocument(container);
        document.run(() -> openChannels(document.runtime()));
        return document;
    }

    private static void openChannels(ContainerRuntime<DataStore> runtime) {
        for (String storeId : runtime.dataStoreIds()) {
            DataStore store = runtime.dataStore(storeId).orElseThrow();
            for (String id : store.channelIds()) {
                if (store.channel(id).isEmpty()) {
                    throw new IllegalStateException("channel " + storeId + "/" + id + " cannot be opened");
                }
            }
        }
    }

    /** Connects and waits until an op was applied. */
    void catchUp(long sequenceNumber) {
        CompletableFuture<Long> reached = call(() -> {
            CompletableFuture<Long> outcome = new CompletableFuture<>();
            container.events().onOp(op -> {
                if (op.sequenceNumber() == sequenceNumber) {
                    outcome.complete(sequenceNumber);
                }
            });
            failWith(outcome);
            container.connect();
            return outcome;
        });
        reached.join();
    }

    /** Makes edits round by round, each as soon as the one before is acknowledged, and waits for the last. */
    void editByRounds(int rounds, Runnable round) {
        CompletableFuture<Integer> done = call(() -> {
            CompletableFuture<Integer> outcome = new CompletableFuture<>();
            int[] made = {0};
            container.events().onSaved(() -> {
                if (made[0]++ < rounds) {
                    container.execute(round);
                } else {
                    outcome.complete(rounds);
                }
            });
            failWith(outcome);
            made[0]++;
            round.run();
            return outcome;
        });
        done.join();
    }

    private void failWith(CompletableFuture<?> outcome) {
        container.events().onClosed(cause -> fail(outcome, cause));
    }

    private static void fail(CompletableFuture<?> outcome, Optional<ContainerException> cause) {
        outcome.completeExceptionally(
                cause.<RuntimeException>map(found -> found).orElseGet(() -> new IllegalStateException("closed")));
    }

    /** Returns a data store by its alias. */
    DataStore store(String alias) {
        return call(() -> runtime().aliased(alias).orElseThrow());
    }

    /** Returns the digest of the state. */
    String digest() {
        return call(() -> StateDigest.of(runtime()));
    }

    @SuppressWarnings("unchecked") // It is what our factory made.
    private ContainerRuntime<DataStore> runtime() {
        return (ContainerRuntime<DataStore>) container.runtime();
    }

    private void run(Runnable task) {
        call(() -> {
            task.run();
            return Optional.empty();
        });
    }

    private <T> T call(Supplier<T> task) {
        return container.call(task).toCompletableFuture().join();
    }

    /** Closes the document, and waits until it is. */
    @Override
    public void close() {
        run(container::close);
        run(() -> {});
    }
}
