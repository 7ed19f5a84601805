package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.NotFoundException;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.Target;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.driver.Signal;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.state.GcNode;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.state.GcTree;
import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.NodeRequest.Origin;
import dev.sluice.gc.telemetry.NodeRequest.Tombstones;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What a client that never collects does about garbage: deletes, refuses, tells, recovers. */
class CollectionTest {
    private static final GcOptions SWEEP = GcOptions.DEFAULT.withSweep();
    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.UTF_8);

    private final List<GcEvent> events = new ArrayList<>();
    private final List<String> references = new ArrayList<>();
    private final Room room = room(SWEEP, GcSettings.NONE);
    private final Room.Client one = room.client();
    private final Room.Client two = room.client();

    private Room room(GcOptions options, GcSettings settings) {
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
    private static DataStore addStore(Room in, Room.Client by) {
        DataStore store = by.runtime.createDataStore("n", List.of("pkg"));
        store.createChannel("k", Journal.class);
        by.journal().add(store.handle().toJson());
        in.settle();
        return store;
    }

    private static void sweep(Room in, String... ids) {
        in.foreign(
                "x",
                JsonObject.builder()
                        .put("type", "GC")
                        .put("contents", new GcOp.Sweep(List.of(ids)).toJson())
                        .build()
                        .toJson());
    }

    /** A client of the document as it is, in which {@code n} and what is in it are tombstones. */
    private static Room.Client afterTombstones(Room in, Room.Client by, String... ids) {
        return afterCollection(in, by, new GcSnapshot(Optional.of(GcState.EMPTY), Set.of(ids), Set.of()));
    }

    private static Room.Client afterCollection(Room in, Room.Client by, GcSnapshot state) {
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

    private List<String> takeEvents() {
        List<String> names = events.stream()
                .filter(event -> event.category() != GcEvent.Category.PERFORMANCE)
                .map(event -> event.category() + " " + event.name())
                .toList();
        events.clear();
        return names;
    }

    private static NotFoundException refused(Room.Client client, NodeRequest request) {
        CompletableFuture<Target<DataStore>> found =
                client.runtime.resolve(request).toCompletableFuture();
        client.context.turn();
        return found.handle((target, failure) -> failure)
                .thenApply(failure -> failure instanceof CompletionException ? failure.getCause() : failure)
                .thenApply(NotFoundException.class::cast)
                .join();
    }

    private static NotFoundException refused(Room.Client client, String url) {
        return refused(client, NodeRequest.of(url));
    }

    private static Target<DataStore> found(Room.Client client, NodeRequest request) {
        CompletableFuture<Target<DataStore>> found =
                client.runtime.resolve(request).toCompletableFuture();
        client.context.turn();
        return found.join();
    }

    // Deletion.

    @Test
    void gc121_gc124_swept_isDeletedAtEveryClientAndInSummaries() {
        Room off = room(GcOptions.DEFAULT, GcSettings.NONE);
        Room.Client open = off.client();
        addStore(off, open);
        sweep(off, "/n");
        assertThat(open.runtime.deletedNodes()).containsExactly("/n", "/n/k");
        assertThat(open.runtime.dataStore("n")).isEmpty();
        SummaryTree summary = open.runtime.summarize(SummaryRequest.FULL).tree();
        assertThat(((SummaryTree) Optional.ofNullable(summary.entries().get(".channels"))
                                .orElseThrow())
                        .entries())
                .containsOnlyKeys("A");
    }

    @Test
    void gc121_partsOfAStoreThatNobodyOpened_areFoundWithoutOpeningIt() {
        addStore(room, one);
        events.clear();
        sweep(room, "/n");
        assertThat(two.runtime.deletedNodes()).containsExactly("/n", "/n/k");
        // Only the client that made it had it open, and its session should have ended long ago.
        assertThat(takeEvents())
                .containsExactly("GENERIC GC_DeletingLoadedDataStore", "ERROR GC_Deleted_DataStore_Unexpected_Delete");
    }

    @Test
    void storeOfASummary_thatIsOpenWhenItIsSwept_isNoSurprise() {
        addStore(room, one);
        Room.Client later = room.client(
                Snapshots.of(one.runtime.summarize(SummaryRequest.FULL).tree(), one.runtime.sequenceNumber()),
                Optional.empty(),
                DataStoreFactory.of(new Journal.Factory()));
        found(later, NodeRequest.of("/n"));
        events.clear();
        sweep(room, "/n");
        assertThat(takeEvents())
                .containsOnlyOnce("ERROR GC_Deleted_DataStore_Unexpected_Delete")
                .filteredOn("GENERIC GC_DeletingLoadedDataStore"::equals)
                .hasSize(2);
    }

    @Test
    void gc122_gc129_deletedStore_isToldOfForEver() {
        addStore(room, one);
        sweep(room, "/n");
        Room.Client later = afterTombstones(room, one);
        Room.Client reloaded = room.client(
                Snapshots.of(one.runtime.summarize(SummaryRequest.FULL).tree(), one.runtime.sequenceNumber()),
                Optional.empty(),
                DataStoreFactory.of(new Journal.Factory()));
        events.clear();
        for (Room.Client client : List.of(one, reloaded)) {
            NotFoundException failure = refused(client, "/n?query");
            assertThat(failure).hasMessage("DataStore was deleted: /n");
            assertThat(failure.wasDeleted()).isTrue();
            assertThat(failure.isTombstoned()).isFalse();
            assertThat(failure.status()).isEqualTo(404);
        }
        assertThat(takeEvents())
                .containsExactly(
                        "ERROR GC_Deleted_DataStore_Requested",
                        "GENERIC GC_DeletedDataStore_PathInfo",
                        "ERROR GC_Deleted_DataStore_Requested");
        assertThat(later.context.closedBy).isNull();
    }

    @Test
    void gc123_secondSweep_isHarmlessAndNoError() {
        addStore(room, one);
        sweep(room, "/n", "/_blobs/x");
        takeEvents();
        sweep(room, "/n", "/_blobs/x");
        assertThat(takeEvents())
                .containsExactly(
                        "GENERIC DeletedDataStoreNotFound", "GENERIC DeletedAttachmentBlobNotFound",
                        "GENERIC DeletedDataStoreNotFound", "GENERIC DeletedAttachmentBlobNotFound");
        assertThat(one.runtime.deletedNodes()).containsExactly("/_blobs/x", "/n", "/n/k");
    }

    @Test
    void gc173_sweepOfWhatNobodyKnows_isToldAndGoesOn() {
        sweep(room, "/_blobs/never", "/never");
        assertThat(takeEvents())
                .containsExactly(
                        "ERROR DeletedAttachmentBlobNotFound", "ERROR DeletedDataStoreNotFound",
                        "ERROR DeletedAttachmentBlobNotFound", "ERROR DeletedDataStoreNotFound");
        assertThat(one.runtime.deletedNodes()).containsExactly("/_blobs/never", "/never");
    }

    @Test
    void gc126_gc127_opsAndSignalsForADeletedStore_areIgnored() {
        addStore(room, one);
        sweep(room, "/n");
        takeEvents();
        room.foreign(
                "x",
                "{\"type\":\"component\",\"contents\":{\"address\":\"n\",\"contents\":{\"type\":\"op\",\"content\":"
                        + "{\"address\":\"k\",\"contents\":1}}}}");
        one.runtime.processSignal(new Signal(
                "x",
                RawJson.ofString("{\"address\":\"n\",\"contents\":{\"type\":\"t\",\"content\":1}}"),
                null,
                OptionalLong.empty(),
                OptionalLong.empty(),
                null));
        assertThat(one.context.closedBy).isNull();
        assertThat(two.context.closedBy).isNull();
        assertThat(takeEvents().stream().filter("ERROR GC_Deleted_DataStore_Changed"::equals))
                .hasSize(3);
    }

    @Test
    void gc128_useOfADeletedStoreThatIsStillHeld_throws() {
        DataStore held = addStore(room, one);
        Journal journal = held.channel("k", Journal.class);
        sweep(room, "/n");
        assertThatThrownBy(() -> journal.add("x")).hasMessageContaining("Context is deleted!");
        assertThatThrownBy(() -> held.signal("t", JsonValue.of(1))).hasMessageContaining("Context is deleted!");
    }

    @Test
    void gc130_aliasOfADeletedStore_hasNoEffect() {
        addStore(room, one);
        sweep(room, "/n");
        takeEvents();
        room.foreign("x", "{\"type\":\"alias\",\"contents\":{\"internalId\":\"n\",\"alias\":\"name\"}}");
        assertThat(one.runtime.aliases()).doesNotContainKey("name");
        assertThat(takeEvents())
                .containsOnly("ERROR GC_Deleted_DataStore_Changed", "GENERIC GC_DeletedDataStore_PathInfo");
        room.foreign("x", "{\"type\":\"alias\",\"contents\":{\"internalId\":\"never\",\"alias\":\"name\"}}");
        assertThat(takeEvents())
                .containsExactly("ERROR AliasFluidDataStoreNotFound", "ERROR AliasFluidDataStoreNotFound");
    }

    @Test
    void pendingEditOfASweptStore_endsTheContainerWhenItConnects() {
        Journal journal = addStore(room, one).channel("k", Journal.class);
        String before = one.id();
        room.disconnect(one);
        room.leave(before);
        journal.add("offline");
        one.context.turn();
        sweep(room, "/n");
        room.catchUp(one);
        events.clear();
        assertThatThrownBy(() -> room.connect(one))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.DATA_CORRUPTION))
                .hasMessageContaining("Context is deleted!")
                .hasMessageContaining("data store /n");
        assertThat(one.context.takeSent()).isEmpty();
        assertThat(one.runtime.isDirty()).as("the edit is not saved").isTrue();
        assertThat(events)
                .filteredOn(event -> event.name().equals("GC_Deleted_DataStore_Changed"))
                .singleElement()
                .satisfies(event -> assertThat(event.properties())
                        .containsEntry("callSite", "resubmitDataStoreOp")
                        .containsEntry("id", "/n"));
    }

    @Test
    void gc126_editThatIsUnderWayWhenTheStoreIsSwept_isIgnoredAndToldOf() {
        addStore(room, one).channel("k", Journal.class).add("under way");
        one.context.turn();
        sweep(room, "/n");
        events.clear();
        room.settle();
        assertThat(takeEvents()).contains("ERROR GC_Deleted_DataStore_Changed");
        assertThat(one.context.closedBy).isNull();
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void gc143_unknownOp_closes() {
        assertThatThrownBy(() -> room.foreign("x", "{\"type\":\"GC\",\"contents\":{\"type\":\"New\"}}"))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.DATA_PROCESSING))
                .hasMessageContaining("Garbage collection message of unknown type \"New\"");
    }

    @Test
    void gc144_opTakenBack_isDroppedAndToldOf() {
        assertThatThrownBy(() -> one.runtime.orderSequentially(() -> {
                    one.runtime.submitGc(new GcOp.Sweep(List.of("/n")));
                    throw new IllegalStateException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(takeEvents()).containsExactly("ERROR GC_OpDiscarded");
        one.context.turn();
        assertThat(one.context.takeSent()).isEmpty();
    }

    @Test
    void gc144_gc145_opOfALostConnection_isSentAgainAndDirtiesNothing() {
        one.runtime.submitGc(new GcOp.TombstoneLoaded("/n"));
        loseConnection();
        assertThat(one.context.takeSent())
                .singleElement()
                .satisfies(message -> assertThat(Room.text(message))
                        .isEqualTo(
                                "{\"type\":\"GC\",\"contents\":{\"type\":\"TombstoneLoaded\",\"nodePath\":\"/n\"}}"));
        assertThat(one.runtime.isDirty()).isFalse();
        assertThat(one.context.dirtyStates).isEmpty();
    }

    @Test
    void i3_sweepOfALostConnection_isNotSentAgain() {
        one.runtime.submitGc(new GcOp.Sweep(List.of("/n")));
        loseConnection();
        assertThat(one.context.takeSent())
                .as("meanwhile somebody may have referred to it")
                .isEmpty();
    }

    private void loseConnection() {
        one.context.turn();
        String before = one.id();
        room.disconnect(one);
        room.leave(before);
        room.catchUp(one);
        room.connect(one);
        one.context.turn();
    }

    // Enforcement.

    @Test
    void gc132_gc133_tombstonedStore_isRefusedButForTheBackDoor() {
        addStore(room, one);
        Room.Client later = afterTombstones(room, one, "/n", "/n/k");
        NotFoundException failure = refused(later, "/n");
        assertThat(failure).hasMessage("DataStore was tombstoned: /n");
        assertThat(failure.isTombstoned()).isTrue();
        assertThat(failure.wasDeleted()).isFalse();
        assertThat(found(later, new NodeRequest("/n", Tombstones.ALLOWED, Origin.HANDLE)))
                .isInstanceOf(Target.OfStore.class);
        assertThat(found(later, NodeRequest.of("/n/k"))).isInstanceOf(Target.OfPart.class);
    }

    @Test
    void gc146_loadedTombstone_isAskedForByAnOpThatEveryClientHears() {
        addStore(room, one);
        Room.Client later = afterTombstones(room, one, "/n", "/n/k");
        assertThat(refused(later, "/n").isTombstoned()).isTrue();
        later.context.turn();
        assertThat(later.context.takeSent())
                .singleElement()
                .satisfies(message -> assertThat(Room.text(message))
                        .isEqualTo(
                                "{\"type\":\"GC\",\"contents\":{\"type\":\"TombstoneLoaded\",\"nodePath\":\"/n\"}}"));
        assertThat(later.runtime.isDirty()).isFalse();
    }

    @Test
    void gc138_storingTheHandleAgain_doesNotHelpClientsThatAreOpen() {
        addStore(room, one);
        Room.Client later = afterTombstones(room, one, "/n", "/n/k");
        one.journal().add(JsonHandle.of("/n"));
        room.settle();
        assertThat(refused(later, "/n").isTombstoned()).isTrue();
        Room.Client fresh = afterTombstones(room, one);
        assertThat(found(fresh, NodeRequest.of("/n"))).isInstanceOf(Target.OfStore.class);
    }

    @Test
    void gc119_gc135_withoutSweep_tombstonesLoadAndNoOpIsSent() {
        Room off = room(GcOptions.DEFAULT, GcSettings.NONE);
        Room.Client editor = off.client();
        addStore(off, editor);
        Room.Client later = afterTombstones(off, editor, "/n", "/n/k");
        takeEvents();
        assertThat(found(later, NodeRequest.of("/n"))).isInstanceOf(Target.OfStore.class);
        later.context.turn();
        assertThat(later.context.takeSent()).isEmpty();
        assertThat(takeEvents()).containsExactly("GENERIC GC_Tombstone_DataStore_Requested");
    }

    @Test
    void decision3_throwOnTombstoneLoad_refusesWithoutSweep() {
        Room strict =
                room(GcOptions.DEFAULT, GcSettings.of(Map.of("Fluid.GarbageCollection.ThrowOnTombstoneLoad", "true")));
        Room.Client editor = strict.client();
        addStore(strict, editor);
        Room.Client later = afterTombstones(strict, editor, "/n", "/n/k");
        assertThat(refused(later, "/n").isTombstoned()).isTrue();
        later.context.turn();
        assertThat(later.context.takeSent()).isEmpty();
    }

    @Test
    void gc137_opsOfATombstone_areAppliedAndOnlyToldOf() {
        DataStore made = addStore(room, one);
        Room.Client later = afterTombstones(room, one, "/n", "/n/k");
        takeEvents();
        made.channel("k", Journal.class).add("still");
        room.settle();
        assertThat(takeEvents()).containsExactly("GENERIC GC_Tombstone_DataStore_Changed");
        Journal seen = later.runtime.dataStore("n").orElseThrow().channel("k", Journal.class);
        assertThat(seen.texts()).containsExactly("still");
        seen.add("too");
        assertThat(takeEvents()).isNotEmpty().allMatch("GENERIC GC_Tombstone_DataStore_Changed"::equals);
    }

    @Test
    void decision3_throwOnTombstoneUsage_refusesEditsAndSignalsButAppliesOps() {
        Room strict =
                room(GcOptions.DEFAULT, GcSettings.of(Map.of("Fluid.GarbageCollection.ThrowOnTombstoneUsage", "true")));
        Room.Client editor = strict.client();
        DataStore made = addStore(strict, editor);
        Room.Client later = afterTombstones(strict, editor, "/n", "/n/k");
        DataStore tombstone = later.runtime.dataStore("n").orElseThrow();
        Journal journal = tombstone.channel("k", Journal.class);
        List<String> heard = new ArrayList<>();
        tombstone.onSignal(signal -> heard.add(signal.type()));
        assertThatThrownBy(() -> journal.add("no"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Context is tombstoned!");
        assertThatThrownBy(() -> tombstone.signal("t", JsonValue.of(1))).hasMessageContaining("tombstoned");
        later.runtime.processSignal(new Signal(
                "x",
                RawJson.ofString("{\"address\":\"n\",\"contents\":{\"type\":\"t\",\"content\":1}}"),
                null,
                OptionalLong.empty(),
                OptionalLong.empty(),
                null));
        assertThat(heard).isEmpty();
        made.channel("k", Journal.class).add("remote");
        strict.settle();
        assertThat(journal.texts()).containsExactly("remote");
    }

    // Blobs.

    private Handle blob() {
        CompletableFuture<Handle> created = one.runtime.createBlob(BYTES).toCompletableFuture();
        room.settle();
        return created.join();
    }

    @Test
    void gc160_deletedBlob_isToldOfOnOpenAndNewClients() {
        Handle blob = blob();
        sweep(room, blob.url());
        Room.Client later = room.client(
                Snapshots.of(one.runtime.summarize(SummaryRequest.FULL).tree(), one.runtime.sequenceNumber()),
                Optional.empty(),
                DataStoreFactory.of(new Journal.Factory()));
        events.clear();
        for (Room.Client client : List.of(one, later)) {
            NotFoundException failure = refused(client, blob.url());
            assertThat(failure)
                    .hasMessage("Blob was deleted: " + blob.path().blobId().orElseThrow());
        }
        assertThat(takeEvents()).containsExactly("ERROR GC_Deleted_Blob_Requested", "ERROR GC_Deleted_Blob_Requested");
    }

    @Test
    void gc161_tombstonedBlob_isRefusedButForTheBackDoor() {
        Handle blob = blob();
        Room.Client later = afterTombstones(room, one, blob.url());
        later.context.storage.blobs.putAll(one.context.storage.blobs);
        NotFoundException failure = refused(later, blob.url());
        assertThat(failure).hasMessage("Blob was tombstoned: " + blob.url());
        assertThat(failure.isTombstoned()).isTrue();
        assertThat(found(later, new NodeRequest(blob.url(), Tombstones.ALLOWED, Origin.HANDLE)))
                .isInstanceOf(Target.OfBlob.class);
    }

    // Opening documents.

    @Test
    void gc002_newDocument_saysWhatAllItsClientsKeepTo() {
        SummaryBlob metadata =
                (SummaryBlob) Optional.ofNullable(new Room().created.entries().get(".metadata"))
                        .orElseThrow();
        assertThat(metadata.text().orElseThrow())
                .contains("\"gcFeature\":3,\"sessionExpiryTimeoutMs\":2592000000,\"sweepEnabled\":false,"
                        + "\"tombstoneTimeoutMs\":3110400000");
    }

    @Test
    void gc016_gc027_optionsThatMakeNoSense_areRefusedWhenAContainerIsMade() {
        FakeContext context = new FakeContext(3);
        RuntimeOptions old =
                RuntimeOptions.COMPATIBLE_WITH_1.withCollection(new GcSetup(SWEEP, GcSettings.NONE, events::add));
        assertThatThrownBy(() -> new ContainerRuntimeFactory<>(DataStoreFactory.of(), old).create(context))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.USAGE));
        RuntimeOptions late = RuntimeOptions.DEFAULT.withCollection(
                new GcSetup(GcOptions.DEFAULT.withInactiveTimeout(Duration.ofDays(40)), GcSettings.NONE, events::add));
        assertThatThrownBy(() -> new ContainerRuntimeFactory<>(DataStoreFactory.of(), late)
                        .load(context, Snapshots.of(room.created, 0), Optional.empty()))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.USAGE));
    }

    @Test
    void gc114_damagedState_failsTheLoad() {
        SummaryTree.Builder damaged = SummaryTree.builder();
        room.created.entries().forEach(damaged::put);
        damaged.put("gc", SummaryTree.builder().text("__gc_root", "{").build());
        assertThatThrownBy(() -> room.loaded(
                        Snapshots.of(damaged.build(), 0), Optional.empty(), DataStoreFactory.of(new Journal.Factory())))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.DATA_PROCESSING));
    }

    @Test
    void gc115_uncollectedDocument_hasNoTreeInSummaries() {
        Room never = room(GcOptions.DEFAULT.withoutCollection(), GcSettings.NONE);
        Room.Client open = never.client();
        sweep(never, "/never");
        assertThat(open.runtime.deletedNodes()).containsExactly("/never");
        assertThat(open.runtime.summarize(SummaryRequest.FULL).tree().entries()).doesNotContainKey("gc");
    }

    @Test
    void gc074_loadingATombstone_addsNoReferences() {
        DataStore made = addStore(room, one);
        made.channel("k", Journal.class).add(JsonHandle.of("/A/j"));
        room.settle();
        assertThat(references).contains("/n/k -> /A/j");
        references.clear();
        Room.Client later = afterTombstones(room, one, "/n", "/n/k");
        takeEvents();
        found(later, new NodeRequest("/n", Tombstones.ALLOWED, Origin.HANDLE));
        later.runtime.dataStore("n").orElseThrow().channel("k", Journal.class);
        assertThat(references).isEmpty();
        assertThat(takeEvents()).containsExactly("GENERIC GC_Tombstone_DataStore_Requested");
    }

    // The graph.

    @Test
    void gc046_gc049_gc050_routes_areDistinctAndLeadThroughTheStore() {
        DataStore made = addStore(room, one);
        one.journal().add(made.handle("k").toJson());
        one.journal().add(made.handle("k").toJson());
        one.journal().add(JsonHandle.of("/no/such/place"));
        room.settle();
        assertThat(one.runtime.gcNodes())
                .containsEntry("/A/j", List.of("/n", "/n/k", "/no/such/place", "/A"))
                .containsEntry("/n/k", List.of("/n"))
                .containsEntry("/n", List.of("/n/k"))
                .containsEntry("/", List.of("/A"))
                .doesNotContainKey("/no/such/place");
    }

    @Test
    void gc117_nodes_areReadAnewWhereAnOpCame_andEverywhereIfAskedTo() {
        DataStore made = addStore(room, one);
        Journal other = (Journal) made.channel("k").orElseThrow();
        Map<String, List<String>> nodes = one.runtime.gcNodes();
        int visits = one.journal().visits;
        int otherVisits = other.visits;
        assertThat(one.runtime.gcNodes()).isEqualTo(nodes);
        assertThat(List.of(one.journal().visits, other.visits)).containsExactly(visits, otherVisits);

        other.add("an edit");
        room.settle();
        assertThat(one.runtime.gcNodes()).isEqualTo(nodes);
        assertThat(List.of(one.journal().visits, other.visits)).containsExactly(visits, otherVisits + 1);

        assertThat(one.runtime.freshGcNodes()).isEqualTo(nodes);
        assertThat(List.of(one.journal().visits, other.visits)).containsExactly(visits + 1, otherVisits + 2);
    }

    @Test
    void gc073_attachWithoutData_reportsNothing() {
        references.clear();
        room.foreign("x", "{\"type\":\"attach\",\"contents\":{\"id\":\"o\",\"type\":\"p\",\"snapshot\":null}}");
        assertThat(references).isEmpty();
        assertThat(one.runtime.dataStore("o")).isPresent();
    }

    @Test
    void gc186_inactiveStoreThatIsNotOpen_isToldOfWithItsPackage() {
        addStore(room, one);
        GcState state = new GcState(
                Map.of("/n", GcNode.unreferenced(List.of(), -Duration.ofDays(8).toMillis())));
        Room.Client later = afterCollection(room, one, new GcSnapshot(Optional.of(state), Set.of(), Set.of()));
        events.clear();
        found(later, NodeRequest.of("/n"));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("InactiveObject_Loaded");
            assertThat(event.properties()).containsEntry("pkg", "pkg").containsKey("createContainerTimestamp");
        });
    }

    @Test
    void realizedStore_isToldOfWhenASummaryOpensIt() {
        addStore(room, one);
        Room.Client later = afterTombstones(room, one, "/n", "/n/k");
        takeEvents();
        later.runtime.gcNodes();
        later.runtime.gcNodes();
        assertThat(takeEvents()).containsExactly("GENERIC GC_Tombstone_DataStore_Realized");
    }
}
