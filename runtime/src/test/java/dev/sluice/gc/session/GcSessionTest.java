package dev.sluice.gc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gc.ageing.Stage;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.NodeRequest.Origin;
import dev.sluice.gc.telemetry.NodeRequest.Tombstones;
import dev.sluice.protocol.handle.NodePath;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcSessionTest {
    private static final GcOptions SWEEP = GcOptions.DEFAULT.withSweep();
    private static final GcSnapshot STORED = Bench.stored(
            Map.of("/a", 0L, "/a/j", 0L, "/_blobs/x", 0L, "/b", 20L),
            Set.of("/a", "/a/j", "/_blobs/x"),
            Set.of("/gone", "/gone/j"));

    private static Bench loaded(GcOptions options, Role role, Map<String, String> settings) {
        Bench bench = new Bench(options, role, Bench.METADATA, STORED, settings);
        bench.at(25).session.initialize();
        return bench;
    }

    private static Bench loaded(GcOptions options) {
        return loaded(options, Role.INTERACTIVE, Map.of());
    }

    // Load and connect.

    @Test
    void gc092_storedNodes_haveAtOnceTheStageOfTheReferenceTime() {
        Bench bench = loaded(GcOptions.DEFAULT);
        assertThat(bench.session.unreferenced().stage("/a")).isEqualTo(Stage.TOMBSTONE_READY);
        assertThat(bench.session.unreferenced().stage("/b")).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void storedGraph_isKeptWhereItMayBeCollected() {
        assertThat(loaded(GcOptions.DEFAULT).session.base().state()).isEmpty();
        assertThat(loaded(GcOptions.DEFAULT, Role.SUMMARIZER, Map.of()).session.base())
                .isEqualTo(STORED);
    }

    @Test
    void gc095_reconnect_looksAtAllNodesAnew() {
        Bench bench = loaded(GcOptions.DEFAULT);
        bench.at(40).session.initialize();
        assertThat(bench.session.unreferenced().stage("/a")).isEqualTo(Stage.SWEEP_READY);
        assertThat(bench.session.unreferenced().stage("/b")).isEqualTo(Stage.TOMBSTONE_READY);
    }

    @Test
    void gc093_withoutReferenceTime_nothingIsTrackedOrTold() {
        Bench bench = new Bench(SWEEP, Role.INTERACTIVE, Bench.METADATA, STORED, Map.of());
        bench.now = OptionalLong.empty();
        bench.session.initialize();
        assertThat(bench.load("/a")).isEqualTo(Verdict.ALLOWED);
        assertThat(bench.session.unreferenced().ids()).isEmpty();
        assertThat(bench.events).isEmpty();
        bench.at(25).session.initialize();
        assertThat(bench.session.unreferenced().ids()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"gcFeature\":2}", "{\"gcFeature\":4}"})
    void gc110_stateOfAnotherVersion_isDiscardedButForDeletions(String metadata) {
        Bench bench = new Bench(SWEEP, Role.SUMMARIZER, metadata, STORED, Map.of());
        bench.at(25).session.initialize();
        assertThat(bench.session.base()).isEqualTo(STORED.ofOtherVersion());
        assertThat(bench.session.tombstones()).isEmpty();
        assertThat(bench.session.unreferenced().ids()).isEmpty();
        assertThat(bench.session.deleted()).containsExactly("/gone", "/gone/j");
    }

    @Test
    void gc115_uncollectedDocument_knowsOnlyWhatWasDeleted() {
        Bench bench = new Bench(SWEEP, Role.INTERACTIVE, "{\"gcFeature\":0}", STORED, Map.of());
        bench.at(25).session.initialize();
        assertThat(bench.session.isDeleted(NodePath.ofStore("gone"))).isTrue();
        assertThat(bench.load("/a")).isEqualTo(Verdict.ALLOWED);
        bench.session.referenceAdded("/", "relative", 25);
        assertThat(bench.sent).isEmpty();
        assertThat(bench.events).isEmpty();
    }

    // References.

    @Test
    void gc066_relativeTarget_isAnErrorAndNothingElse() {
        Bench bench = Bench.summarizer(GcOptions.DEFAULT);
        assertThat(bench.session.referenceAdded("/a/j", "b", 1)).isFalse();
        assertThat(bench.takeEvents()).containsExactly("ERROR InvalidRelativeOutboundRoute");
        assertThat(bench.session.newReferences()).isEmpty();
        assertThat(bench.session.referenceAdded("/a/j", "/b", 1)).isTrue();
        assertThat(bench.session.newReferences()).isEqualTo(Map.of("/a/j", Set.of("/b")));
    }

    @Test
    void gc067_newReferences_areKeptUntilARunSucceeds() {
        Bench bench = Bench.summarizer(GcOptions.DEFAULT);
        bench.session.referenceAdded("/a/j", "/b", 1);
        bench.session.referenceAdded("/a/j", "/b", 2);
        bench.session.referenceAdded("/a/j", "/c", 3);
        assertThat(bench.session.newReferences()).isEqualTo(Map.of("/a/j", Set.of("/b", "/c")));
        bench.session.runCompleted(Set.of());
        assertThat(bench.session.newReferences()).isEmpty();
    }

    @Test
    void interactiveClient_keepsNoReferencesHoweverLongItLasts() {
        Bench bench = Bench.interactive(GcOptions.DEFAULT);
        for (int i = 0; i < 1_000; i++) {
            bench.session.referenceAdded("/a/j", "/n" + i, i);
        }
        assertThatThrownBy(() -> bench.session.newReferences()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void newReference_letsExactlyItsTargetSleep() {
        Bench bench = loaded(GcOptions.DEFAULT);
        bench.session.referenceAdded("/b/j", "/a/j", 26);
        assertThat(bench.session.unreferenced().stage("/a/j")).isEqualTo(Stage.ACTIVE);
        assertThat(bench.session.unreferenced().stage("/a")).isEqualTo(Stage.TOMBSTONE_READY);
        assertThat(bench.session.unreferenced().sinceMs("/a/j")).hasValue(0);
    }

    @Test
    void pathsThatNoDocumentWrites_areData() {
        Bench bench = loaded(SWEEP);
        assertThat(bench.session.referenceAdded("/a/", "/%zz/x?y", 26)).isTrue();
        bench.session.tombstoneLoaded("/%zz", 26);
        assertThat(bench.takeEvents()).isEmpty();
    }

    // Enforcement and recovery.

    @Test
    void gc132_gc161_tombstonesAreRefused_whereSweepRuns() {
        Bench bench = loaded(SWEEP);
        assertThat(bench.load("/a?query")).isEqualTo(Verdict.REFUSED);
        assertThat(bench.load("/_blobs/x")).isEqualTo(Verdict.REFUSED);
        assertThat(bench.load("/b")).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void gc133_backDoor_isOpenForStoresAndBlobs() {
        Bench bench = loaded(SWEEP);
        for (String url : List.of("/a", "/_blobs/x")) {
            assertThat(bench.load(new NodeRequest(url, Tombstones.ALLOWED, Origin.URL)))
                    .isEqualTo(Verdict.ALLOWED);
        }
    }

    @Test
    void gc134_summarizer_isNeverRefusedButRecovers() {
        Bench bench = loaded(SWEEP, Role.SUMMARIZER, Map.of());
        assertThat(bench.load("/a")).isEqualTo(Verdict.ALLOWED);
        assertThat(bench.load("/_blobs/x")).isEqualTo(Verdict.ALLOWED);
        assertThat(bench.sent).containsExactly(new GcOp.TombstoneLoaded("/a"), new GcOp.TombstoneLoaded("/_blobs/x"));
    }

    @Test
    void gc135_otherGenerationOrSwitchedOff_refusesNothing() {
        assertThat(loaded(SWEEP.withGeneration(1)).load("/a")).isEqualTo(Verdict.ALLOWED);
        assertThat(loaded(SWEEP, Role.INTERACTIVE, Map.of(GcSettings.PREFIX + "DisableThrowOnTombstoneLoad", "true"))
                        .load("/a"))
                .isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void gc136_gc154_channelOfATombstone_isGivenAndRecovered() {
        Bench bench = loaded(SWEEP);
        assertThat(bench.load("/a/j")).isEqualTo(Verdict.ALLOWED);
        assertThat(bench.sent).containsExactly(new GcOp.TombstoneLoaded("/a/j"));
    }

    @Test
    void gc146_gc153_recovery_isAskedForOncePerNodeWhereSweepRuns() {
        Bench bench = loaded(SWEEP);
        bench.load("/a");
        bench.load("/a");
        bench.load("/_blobs/x");
        assertThat(bench.sent).containsExactly(new GcOp.TombstoneLoaded("/a"), new GcOp.TombstoneLoaded("/_blobs/x"));
        bench.session.tombstoneLoaded("/a", 26);
        bench.load("/a");
        assertThat(bench.sent).hasSize(3);
        Bench off = loaded(GcOptions.DEFAULT);
        off.load("/a");
        assertThat(off.sent).isEmpty();
    }

    @Test
    void gc144_recoveryThatWasTakenBack_isAskedForAgain() {
        Bench bench = loaded(SWEEP);
        bench.load("/a");
        bench.session.discarded(new GcOp.TombstoneLoaded("/a"));
        assertThat(bench.takeEvents()).contains("ERROR GC_OpDiscarded");
        bench.load("/a");
        assertThat(bench.sent).hasSize(2);
    }

    @Test
    void gc152_unknownPlaceInATombstone_isAskedForAsItIs() {
        Bench bench = loaded(SWEEP);
        assertThat(bench.load("/a/custom/place")).isEqualTo(Verdict.ALLOWED);
        assertThat(bench.sent).containsExactly(new GcOp.TombstoneLoaded("/a/custom/place"));
        bench.session.tombstoneLoaded("/a/custom/place", 26);
        assertThat(bench.session.unreferenced().stage("/a")).isEqualTo(Stage.TOMBSTONE_READY);
    }

    @Test
    void gc147_gc149_fullRuns_goOnUntilAnAckAfterARun() {
        Bench bench = loaded(SWEEP, Role.SUMMARIZER, Map.of());
        assertThat(bench.session.needsFullRun()).isFalse();
        bench.session.tombstoneLoaded("/a", 26);
        assertThat(bench.session.newReferences()).isEqualTo(Map.of("/", Set.of("/a")));
        assertThat(bench.session.needsFullRun()).isTrue();
        bench.session.runCompleted(Set.of());
        bench.session.runCompleted(Set.of());
        assertThat(bench.session.needsFullRun()).isTrue();
        bench.session.summaryAcknowledged();
        assertThat(bench.session.needsFullRun()).isFalse();
    }

    @Test
    void gc150_ackBeforeTheRun_endsNothing_andASecondRequestBeginsAnew() {
        Bench bench = loaded(SWEEP, Role.SUMMARIZER, Map.of());
        bench.session.tombstoneLoaded("/a", 26);
        bench.session.summaryAcknowledged();
        assertThat(bench.session.needsFullRun()).isTrue();
        bench.session.runCompleted(Set.of());
        bench.session.tombstoneLoaded("/a", 27);
        bench.session.summaryAcknowledged();
        assertThat(bench.session.needsFullRun()).isTrue();
    }

    @Test
    void gc022_optionForFullRuns_makesAllOfThemFull() {
        assertThat(Bench.summarizer(GcOptions.DEFAULT.withFullRuns()).session.needsFullRun())
                .isTrue();
    }

    @Test
    void gc137_useOfATombstone_isToldAndAllowed() {
        Bench bench = loaded(SWEEP);
        assertThat(bench.session.using(NodePath.ofStore("a"), "submitMessage")).isEqualTo(Verdict.ALLOWED);
        assertThat(bench.session.using(NodePath.ofStore("b"), "submitMessage")).isEqualTo(Verdict.ALLOWED);
        assertThat(bench.takeEvents()).containsExactly("GENERIC GC_Tombstone_DataStore_Changed");
    }

    @Test
    void decision3_throwOnTombstoneUsage_refusesUse() {
        Bench bench = loaded(
                GcOptions.DEFAULT, Role.INTERACTIVE, Map.of(GcSettings.PREFIX + "ThrowOnTombstoneUsage", "true"));
        assertThat(bench.session.using(NodePath.ofStore("a"), "submitSignal")).isEqualTo(Verdict.REFUSED);
        assertThat(bench.session.using(NodePath.ofStore("b"), "submitSignal")).isEqualTo(Verdict.ALLOWED);
    }

    // Deletion.

    @Test
    void gc121_swept_takesWhatIsKnownToLieInside() {
        Bench bench = loaded(GcOptions.DEFAULT);
        assertThat(bench.session.swept(List.of("/a", "/_blobs/x", "/never")))
                .containsExactlyInAnyOrder("/a", "/a/j", "/_blobs/x", "/never");
        assertThat(bench.session.deleted()).containsExactly("/_blobs/x", "/a", "/a/j", "/gone", "/gone/j", "/never");
        assertThat(bench.session.unreferenced().ids()).containsExactly("/b");
    }

    @Test
    void gc122_deletedNodesOfTheSnapshot_areKnown() {
        assertThat(loaded(GcOptions.DEFAULT).session.isDeleted(NodePath.ofStore("gone")))
                .isTrue();
    }

    @Test
    void deletedStore_isToldOfWithWhatItWas_ifItWasDeletedHere() {
        Bench bench = loaded(GcOptions.DEFAULT);
        bench.session.rememberPackage(NodePath.ofStore("a"), List.of("pkg", "a"));
        bench.session.swept(List.of("/a"));
        bench.session.deletedUsed(NodePath.ofStore("a"), "GC_Deleted_DataStore_Requested", Map.of());
        bench.session.deletedUsed(NodePath.ofStore("gone"), "GC_Deleted_DataStore_Requested", Map.of());
        bench.session.deletedUsed(NodePath.ofBlob("y"), "GC_Deleted_Blob_Requested", Map.of());
        assertThat(bench.takeEvents())
                .containsExactly(
                        "ERROR GC_Deleted_DataStore_Requested",
                        "GENERIC GC_DeletedDataStore_PathInfo",
                        "ERROR GC_Deleted_DataStore_Requested",
                        "ERROR GC_Deleted_Blob_Requested");
    }

    @Test
    void gc034_closedSession_leavesNoTimer() {
        Bench bench = loaded(GcOptions.DEFAULT);
        assertThat(bench.alarms.waiting()).hasSize(1);
        bench.session.close();
        bench.session.close();
        assertThat(bench.alarms.waiting()).isEmpty();
    }

    @Test
    void gc027_sweepWithClientsBefore2_isRefused() {
        GcSetup sweeping = new GcSetup(SWEEP, GcSettings.NONE, event -> {});
        assertThatThrownBy(() -> sweeping.checkClients("1.0.0")).hasMessageContaining("enableGCSweep");
        sweeping.checkClients("2.0.0-defaults");
        sweeping.checkClients("2.111.0");
        GcSetup.DEFAULT.checkClients("1.0.0");
    }
}
