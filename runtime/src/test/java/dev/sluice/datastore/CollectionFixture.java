package dev.sluice.datastore;

import dev.sluice.container.NotFoundException;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.Target;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.state.GcTree;
import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A document whose clients never collect, and what tests of collection do with it. */
abstract class CollectionFixture {
    static final GcOptions SWEEP = GcOptions.DEFAULT.withSweep();
    static final byte[] BYTES = "bytes".getBytes(StandardCharsets.UTF_8);

    final List<GcEvent> events = new ArrayList<>();
    final List<String> references = new ArrayList<>();
    final Room room = room(SWEEP, GcSettings.NONE);
    final Room.Client one = room.client();
    final Room.Client two = room.client();

    Room room(GcOptions options, GcSettings settings) {
        return new Room(RuntimeOptions.DEFAULT
                .withCollection(new GcSetup(options, settings, events::add))
                .withObserver(new GraphObserver() {
                    @Override
                    public void referenceAdded(String from, String to, long timestampMs) {
                        references.add(from + " -> " + to);
                    }
                }));
    }

    /** A data store {@code n} with a channel {@code k}, to which a handle leads. */
    static DataStore addStore(Room in, Room.Client by) {
        DataStore store = by.runtime.createDataStore("n", List.of("pkg"));
        store.createChannel("k", Journal.class);
        by.journal().add(store.handle().toJson());
        in.settle();
        return store;
    }

    static void sweep(Room in, String... ids) {
        in.foreign(
                "x",
                JsonObject.builder()
                        .put("type", "GC")
                        .put("contents", new GcOp.Sweep(List.of(ids)).toJson())
                        .build()
                        .toJson());
    }

    /** A client of the document as it is, in which {@code n} and what is in it are tombstones. */
    static Room.Client afterTombstones(Room in, Room.Client by, String... ids) {
        return afterCollection(in, by, new GcSnapshot(Optional.of(GcState.EMPTY), Set.of(ids), Set.of()));
    }

    static Room.Client afterCollection(Room in, Room.Client by, GcSnapshot state) {
        SummaryTree summary = by.runtime
                .summarize(new SummaryRequest(
                        SummaryRequest.Form.FULL,
                        Optional.of(GcTree.of(state).toSummary()),
                        JsonObject.EMPTY,
                        Set.of(),
                        Set.of()))
                .tree();
        return in.client(
                Snapshots.of(summary, by.runtime.sequenceNumber()),
                Optional.empty(),
                DataStoreFactory.of(new Journal.Factory()));
    }

    List<String> takeEvents() {
        List<String> names = events.stream()
                .filter(event -> event.category() != GcEvent.Category.PERFORMANCE)
                .map(event -> event.category() + " " + event.name())
                .toList();
        events.clear();
        return names;
    }

    static NotFoundException refused(Room.Client client, NodeRequest request) {
        CompletableFuture<Target<DataStore>> found =
                client.runtime.resolve(request).toCompletableFuture();
        client.context.turn();
        return found.handle((target, failure) -> failure)
                .thenApply(failure -> failure instanceof CompletionException ? failure.getCause() : failure)
                .thenApply(NotFoundException.class::cast)
                .join();
    }

    static NotFoundException refused(Room.Client client, String url) {
        return refused(client, NodeRequest.of(url));
    }

    static Target<DataStore> found(Room.Client client, NodeRequest request) {
        CompletableFuture<Target<DataStore>> found =
                client.runtime.resolve(request).toCompletableFuture();
        client.context.turn();
        return found.join();
    }

    Handle blob() {
        CompletableFuture<Handle> created = one.runtime.createBlob(BYTES).toCompletableFuture();
        room.settle();
        return created.join();
    }
}
