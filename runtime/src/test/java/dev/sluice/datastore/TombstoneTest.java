package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.NotFoundException;
import dev.sluice.container.Target;
import dev.sluice.driver.Signal;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.NodeRequest.Origin;
import dev.sluice.gc.telemetry.NodeRequest.Tombstones;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a client that never collects does about tombstones: refuses, tells, recovers. */
class TombstoneTest extends CollectionFixture {
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
