package dev.sluice.gc.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.NodeRequest.Origin;
import dev.sluice.gc.telemetry.NodeRequest.Tombstones;
import dev.sluice.protocol.handle.NodePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of the use of garbage (GC-180 to GC-188). */
class UsageTest {
    private static final NodePath A = NodePath.ofStore("a");
    private final Bench interactive = Bench.interactive(GcOptions.DEFAULT);
    private final Bench summarizer = Bench.summarizer(GcOptions.DEFAULT);

    UsageTest() {
        interactive.session.unreferenced().add(List.of("/a", "/a/j", "/b"), 0);
        summarizer.session.unreferenced().add(List.of("/a", "/a/j", "/b"), 0);
    }

    private static Bench aged(Bench bench, long time) {
        bench.at(time).session.unreferenced().update(time);
        return bench;
    }

    @Test
    void gc180_summarizer_tellsAfterTheNextRunAndOnce() {
        aged(summarizer, 10);
        summarizer.load("/a");
        summarizer.load("/a");
        summarizer.session.storeChanged(A, 10);
        assertThat(summarizer.takeEvents()).isEmpty();
        summarizer.session.runCompleted(Set.of());
        assertThat(summarizer.takeEvents())
                .containsExactly("GENERIC InactiveObject_Loaded", "GENERIC InactiveObject_Changed");
        summarizer.load("/a");
        summarizer.session.runCompleted(Set.of());
        assertThat(summarizer.takeEvents()).isEmpty();
    }

    @Test
    void gc180_revivedNode_isToldOfIfItCameBack() {
        aged(summarizer, 10);
        summarizer.load("/a");
        summarizer.session.referenceAdded("/", "/a", 10);
        summarizer.session.unreferenced().remove("/a");
        summarizer.session.runCompleted(Set.of());
        assertThat(summarizer.takeEvents()).containsExactly("GENERIC InactiveObject_Revived");
    }

    @Test
    void gc184_referenceFromGarbage_isNotToldOf() {
        aged(summarizer, 10);
        summarizer.session.referenceAdded("/b", "/a", 10);
        // The run finds it unreferenced still, and looks at it anew.
        aged(summarizer, 12);
        summarizer.session.runCompleted(Set.of());
        assertThat(summarizer.takeEvents()).isEmpty();
    }

    @Test
    void gc181_interactiveClient_tellsOfLoadsAtOnceAndOfNothingElse() {
        aged(interactive, 10);
        interactive.session.storeChanged(A, 10);
        interactive.session.storeRealized(A);
        interactive.session.referenceAdded("/", "/b", 10);
        assertThat(interactive.takeEvents()).isEmpty();
        interactive.load("/a");
        assertThat(interactive.events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("InactiveObject_Loaded");
            assertThat(event.properties())
                    .containsEntry("id", "/a")
                    .containsEntry("trackedId", "/a")
                    .containsEntry("type", "DataStore")
                    .containsEntry("unrefTime", 0L)
                    .containsEntry("age", 10L)
                    .containsEntry("timeout", 10L)
                    .containsEntry("completedGCRuns", 0)
                    .containsEntry("isTombstoned", false)
                    .containsEntry("pkg", "pkg/a")
                    .containsEntry("requestUrl", "/a")
                    .containsKeys("gcConfigs", "stack", "requestHeaders");
        });
    }

    @Test
    void gc182_gc188_laterStage_isToldOfAgainAndTheSameNever() {
        aged(interactive, 10).load("/a");
        aged(interactive, 20).load("/a");
        aged(interactive, 25).load("/a");
        aged(interactive, 30).load("/a");
        assertThat(interactive.takeEvents())
                .containsExactly(
                        "GENERIC InactiveObject_Loaded",
                        "GENERIC TombstoneReadyObject_Loaded",
                        "GENERIC SweepReadyObject_Loaded");
        interactive.session.unreferenced().remove("/a");
        interactive.session.unreferenced().add(List.of("/a"), 40);
        aged(interactive, 50).load("/a");
        assertThat(interactive.takeEvents()).isEmpty();
    }

    @Test
    void gc183_changedChannel_isToldOfAsItsStore() {
        aged(summarizer, 10);
        summarizer.session.storeChanged(NodePath.ofChannel("a", "j"), 10);
        summarizer.session.storeChanged(A, 10);
        summarizer.session.runCompleted(Set.of());
        assertThat(summarizer.takeEvents()).containsExactly("GENERIC InactiveObject_Changed");
    }

    @Test
    void otherNodesAndActiveOnes_areNotToldOf() {
        aged(interactive, 9).load("/a");
        interactive.session.unreferenced().add(List.of("/unknown"), 0);
        aged(interactive, 10).load("/unknown");
        assertThat(interactive.takeEvents()).isEmpty();
    }

    private static Bench tombstoned(GcOptions options, Role role) {
        GcSnapshot stored = Bench.stored(Map.of("/a", 0L, "/_blobs/x", 0L), Set.of("/a", "/_blobs/x"), Set.of());
        Bench bench = new Bench(options, role, Bench.METADATA, stored, Map.of());
        bench.at(5).session.initialize();
        return bench;
    }

    @Test
    void gc185_usesOfTombstones_areToldEachTimeByCategory() {
        Bench bench = tombstoned(GcOptions.DEFAULT.withSweep(), Role.INTERACTIVE);
        bench.load("/a");
        bench.load("/a");
        bench.load("/_blobs/x");
        bench.load(new NodeRequest("/a", Tombstones.ALLOWED, Origin.HANDLE));
        bench.session.storeChanged(A, 5);
        bench.session.storeRealized(A);
        bench.session.tombstoneLoaded("/a", 5);
        bench.load("/a/j");
        assertThat(bench.takeEvents())
                .containsExactly(
                        "ERROR GC_Tombstone_DataStore_Requested",
                        "ERROR GC_Tombstone_DataStore_Requested",
                        "ERROR GC_Tombstone_Blob_Requested",
                        "GENERIC GC_Tombstone_DataStore_Requested",
                        "GENERIC GC_Tombstone_DataStore_Changed",
                        "GENERIC GC_Tombstone_DataStore_Realized",
                        "GENERIC GC_Tombstone_DataStore_Revived",
                        "GENERIC GC_Tombstone_SubDataStore_Requested");
    }

    @Test
    void gc185_whereNothingIsRefused_tombstonesAreNoErrors() {
        Bench bench = tombstoned(GcOptions.DEFAULT, Role.INTERACTIVE);
        bench.load("/a");
        assertThat(bench.takeEvents()).containsExactly("GENERIC GC_Tombstone_DataStore_Requested");
        Bench collecting = tombstoned(GcOptions.DEFAULT.withSweep(), Role.SUMMARIZER);
        collecting.load("/a");
        assertThat(collecting.takeEvents()).containsExactly("GENERIC GC_Tombstone_DataStore_Requested");
    }

    @Test
    void gc185_recovery_isMarkedInTheEvent() {
        Bench bench = tombstoned(GcOptions.DEFAULT.withSweep(), Role.SUMMARIZER);
        bench.session.tombstoneLoaded("/a", 5);
        assertThat(bench.events)
                .filteredOn(event -> event.name().equals("GC_Tombstone_DataStore_Revived"))
                .singleElement()
                .extracting(GcEvent::properties)
                .satisfies(properties -> assertThat(properties)
                        .containsEntry("autorecovery", true)
                        .containsEntry("fromId", "/"));
    }

    @Test
    void gc187_completedRuns_areCountedInEveryEvent() {
        summarizer.session.runCompleted(Set.of());
        summarizer.session.runCompleted(Set.of());
        summarizer.session.referenceAdded("/a", "relative", 1);
        assertThat(summarizer.events)
                .last()
                .extracting(GcEvent::properties)
                .satisfies(properties -> assertThat(properties).containsEntry("completedGCRuns", 2));
    }
}
