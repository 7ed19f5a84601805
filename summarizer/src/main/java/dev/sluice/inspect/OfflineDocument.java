package dev.sluice.inspect;

import dev.sluice.agent.RuntimeCollection;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.collector.Preview;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.driver.Snapshot;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.loader.OfflineContainer;
import dev.sluice.protocol.SequencedMessage;
import java.util.Optional;
import java.util.Set;

/**
 * A document as it was after some op, opened from a version and taken on op by op, without a connection. Looking at it tells nobody,
 * not even its event sink. Confined to one thread, which waits for the service when content is read that did not come along.
 *
 * @since 0.1
 */
public final class OfflineDocument {
    private final OfflineContainer<ContainerRuntime<DataStore>> container;

    private OfflineDocument(OfflineContainer<ContainerRuntime<DataStore>> container) {
        this.container = container;
    }

    /**
     * Opens a document at a version.
     *
     * @throws dev.sluice.loader.ContainerException if it cannot be opened
     */
    public static OfflineDocument open(Snapshot snapshot, SummarizerOptions options) {
        GcSetup collection = options.runtime().collection();
        RuntimeOptions quiet = options.runtime()
                .withCollection(new GcSetup(collection.options(), collection.settings(), GcEventSink.NONE));
        ContainerRuntimeFactory<DataStore> factory =
                new ContainerRuntimeFactory<>(new DataStoreFactory(options.registry()), quiet);
        return new OfflineDocument(OfflineContainer.openAsSummarizer(
                snapshot.protocol(), context -> factory.load(context, snapshot, Optional.empty())));
    }

    /** Applies the next op. */
    void process(SequencedMessage op) {
        container.process(op);
    }

    /** Returns the document's data stores, aliases and blobs. */
    public ContainerRuntime<DataStore> runtime() {
        return container.runtime();
    }

    /** Returns what collection would do with it; nothing if it is not collected, or nothing was sequenced in it yet. */
    public Optional<Preview> preview() {
        return Preview.of(runtime().collection(), new RuntimeCollection(runtime()));
    }

    /** Returns the ids of the clients that were members. */
    public Set<String> members() {
        return container.protocol().members().keySet();
    }

    /** The op that was applied last. */
    public long sequenceNumber() {
        return container.protocol().sequenceNumber();
    }
}
