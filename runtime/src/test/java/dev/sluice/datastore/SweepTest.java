package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.NotFoundException;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.driver.Signal;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a client does about nodes that a sweep deletes, whoever collects, and about ops of collection. */
class SweepTest extends CollectionFixture {
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
        events.clear();
        assertThatThrownBy(() -> journal.add("x")).hasMessageContaining("Context is deleted!");
        assertThatThrownBy(() -> held.signal("t", JsonValue.of(1))).hasMessageContaining("Context is deleted!");
        assertThat(events)
                .filteredOn(event -> event.name().equals("GC_Deleted_DataStore_Changed"))
                .extracting(event -> event.properties().get("callSite"))
                .containsExactly("submitMessage", "submitSignal");
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

    private void loseConnection() {
        one.context.turn();
        String before = one.id();
        room.disconnect(one);
        room.leave(before);
        room.catchUp(one);
        room.connect(one);
        one.context.turn();
    }
}
