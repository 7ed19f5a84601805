package dev.sluice.collector;

import static dev.sluice.collector.FakeDocument.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.collector.CollectedContainer.Freshness;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodeCounts;
import dev.sluice.collector.plan.NodePlan.Next;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.collector.plan.Reason;
import dev.sluice.gc.op.GcOp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The life of garbage over several runs: inactive at 10, tombstone-ready at 20, sweep-ready at 30. */
class StagesTest {
    private static FakeDocument sweeping() {
        return new FakeDocument(FakeDocument.OPTIONS.withSweep());
    }

    private static FakeDocument withGarbage(FakeDocument document) {
        document.stores("root", "a").blob("x").refer("", "root");
        document.runAt(0);
        return document;
    }

    @Test
    void plan_saysStateReasonAndWhatIsNext() {
        FakeDocument document = withGarbage(sweeping());
        assertThat(node(document.runAt(9), "a"))
                .isEqualTo(new dev.sluice.collector.plan.NodePlan(
                        "/a",
                        dev.sluice.gc.graph.NodeType.DATA_STORE,
                        new NodeState.Unreferenced(0),
                        Reason.AGED,
                        Optional.of(new Next(NodeState.Kind.INACTIVE, 10))));
        assertThat(node(document.runAt(10), "a").next()).contains(new Next(NodeState.Kind.TOMBSTONED, 20));
        assertThat(node(document.runAt(20), "a").next()).contains(new Next(NodeState.Kind.SWEEP_READY, 30));
        assertThat(node(document.runAt(31), "a").next()).contains(new Next(NodeState.Kind.DELETED, 31));
    }

    @Test
    void gc093_withoutSequencedTime_nothingHappens() {
        FakeDocument document = withGarbage(new FakeDocument());
        document.now = OptionalLong.empty();
        assertThat(document.collector.run()).isEmpty();
        assertThat(document.eventNames()).contains("CollectGarbageCalledWithoutTimestamp");
        assertThat(document.session.events().completedRuns()).isEqualTo(1);
    }

    @Test
    void gc119_sweepIsOff_tombstonesStayTombstones() {
        FakeDocument document = withGarbage(new FakeDocument());
        assertThat(document.runAt(19).tombstones()).isEmpty();
        assertThat(document.runAt(20).tombstones()).containsExactly("/a", "/_blobs/x");
        CollectionPlan late = document.runAt(1000);
        assertThat(late.tombstones()).containsExactly("/a", "/_blobs/x");
        assertThat(node(late, "a").reason()).isEqualTo(Reason.SWEEP_IS_OFF);
        assertThat(node(late, "a").next()).isEmpty();
        assertThat(document.submitted).isEmpty();
        assertThat(document.session.tombstones()).containsExactlyInAnyOrder("/a", "/_blobs/x");
    }

    @Test
    void gc120_sweepIsOn_sweepReadyIsSweptAndInNeitherList() {
        FakeDocument document = withGarbage(sweeping());
        assertThat(document.runAt(29).tombstones()).containsExactly("/a", "/_blobs/x");
        assertThat(document.submitted).isEmpty();

        CollectionRun run = document.at(30).run();
        assertThat(document.submitted).containsExactly(new GcOp.Sweep(List.of("/a", "/_blobs/x")));
        assertThat(run.plan().tombstones()).isEmpty();
        assertThat(run.state().deleted()).isEmpty();
        assertThat(run.state().state().orElseThrow().nodes()).containsKey("/a");
    }

    @Test
    void gc121_afterTheOp_itIsDeletedAndGone() {
        FakeDocument document = withGarbage(sweeping());
        document.runAt(30);
        CollectionRun run = document.sequenceSweeps().at(31).run();
        assertThat(run.state().deleted()).containsExactly("/_blobs/x", "/a");
        assertThat(run.state().state().orElseThrow().nodes()).doesNotContainKeys("/a", "/_blobs/x");
        assertThat(document.ages()).isEmpty();
        assertThat(document.submitted).isEmpty();
    }

    @Test
    void gc123_sweepThatIsNotSequencedYet_isAskedForAgain() {
        FakeDocument document = withGarbage(sweeping());
        document.runAt(30);
        document.runAt(31);
        assertThat(document.submitted).hasSize(2);
        assertThat(document.sequenceSweeps().session.deleted()).containsExactly("/_blobs/x", "/a");
    }

    @Test
    void gc125_channelsAreTombstonedAndNotSweptByThemselves() {
        FakeDocument document = sweeping().stores("root", "a", "a/map").refer("", "root");
        document.referSilently("a", "a/map").referSilently("a/map", "a");
        document.runAt(0);
        assertThat(document.runAt(20).tombstones()).containsExactly("/a", "/a/map");
        CollectionPlan plan = document.runAt(30);
        assertThat(plan.swept()).containsExactly("/a");
        assertThat(node(plan, "a/map").reason()).isEqualTo(Reason.GOES_WITH_ITS_STORE);
        assertThat(document.sequenceSweeps().session.deleted()).containsExactly("/a", "/a/map");
    }

    @Test
    void gc131_oneStepARun() {
        FakeDocument document = withGarbage(sweeping());
        assertThat(document.runAt(30).swept())
                .as("though never seen as a tombstone")
                .contains("/a");
    }

    @Test
    void gc138_referredToAgain_isNoTombstone() {
        FakeDocument document = withGarbage(new FakeDocument());
        document.runAt(20);
        document.refer("root", "a");
        assertThat(document.runAt(25).tombstones()).containsExactly("/_blobs/x");
    }

    @Test
    void gc139_channelReferredToAgain_bringsItsStoreBack() {
        FakeDocument document = new FakeDocument().stores("root", "a", "a/map").refer("", "root");
        document.referSilently("a", "a/map").referSilently("a/map", "a").runAt(0);
        assertThat(document.runAt(20).tombstones()).containsExactly("/a", "/a/map");
        document.refer("root", "a/map");
        assertThat(document.runAt(25).tombstones()).isEmpty();
    }

    @Test
    void gc162_blobReferredToAgain_isNoTombstone() {
        FakeDocument document = withGarbage(new FakeDocument());
        document.runAt(20);
        document.refer("root", "_blobs/x");
        assertThat(document.runAt(25).tombstones()).containsExactly("/a");
    }

    @Test
    void gc140_whatIsReachableOtherwiseIsNoTombstone() {
        FakeDocument document = new FakeDocument().stores("root", "a", "b").refer("", "root");
        document.refer("root", "b").refer("a", "b");
        document.runAt(0);
        assertThat(document.runAt(20).tombstones()).containsExactly("/a");
    }

    @Test
    void gc141_testMode_deletesAtOnceAndHere() {
        FakeDocument document = new FakeDocument(FakeDocument.OPTIONS.withTestMode());
        document.stores("root", "a").blob("x").refer("", "root");
        CollectionRun run = document.at(0).run();
        assertThat(document.deletedHere).containsExactly("/a", "/_blobs/x");
        assertThat(document.submitted).isEmpty();
        assertThat(run.state().deleted()).isEmpty();
        assertThat(run.state().state().orElseThrow().nodes()).containsKeys("/a", "/_blobs/x");
        assertThat(document.at(1).run().state().state().orElseThrow().nodes()).doesNotContainKeys("/a", "/_blobs/x");
    }

    @Test
    void gc142_testMode_leavesWhatIsReferenced() {
        FakeDocument document = new FakeDocument(FakeDocument.OPTIONS.withTestMode());
        document.stores("root", "a", "a/map", "b").refer("", "root").refer("root", "b");
        document.referSilently("a", "a/map").referSilently("a/map", "a");
        document.runAt(0);
        assertThat(document.deletedHere).containsExactly("/a");
        assertThat(document.references).containsKeys("/root", "/b");
    }

    @Test
    void gc147_tombstoneLoaded_nextRunIsFullAndRestartsTheAge() {
        FakeDocument document = withGarbage(sweeping());
        document.runAt(20);
        document.freshness.clear();
        document.session.tombstoneLoaded("/a", 21);
        CollectionRun run = document.at(22).run();
        assertThat(run.isFull()).isTrue();
        assertThat(document.freshness).containsExactly(Freshness.FRESH);
        assertThat(run.plan().tombstones()).containsExactly("/_blobs/x");
        assertThat(document.ages()).containsEntry("a", 22L);
    }

    @Test
    void gc148_lostReference_isFoundByTheFullRun() {
        FakeDocument document = withGarbage(sweeping());
        document.runAt(20);
        document.referSilently("root", "a");
        document.session.tombstoneLoaded("/a", 21);
        document.runAt(22);
        assertThat(document.ages()).containsOnlyKeys("_blobs/x");
    }

    @Test
    void gc149_fullRunsGoOnUntilASummaryIsAcknowledged() {
        FakeDocument document = withGarbage(sweeping());
        document.session.tombstoneLoaded("/a", 1);
        assertThat(document.run().isFull()).isTrue();
        assertThat(document.run().isFull()).isTrue();
        document.session.summaryAcknowledged();
        assertThat(document.run().isFull()).isFalse();
    }

    @Test
    void gc150_acknowledgementBeforeTheRunDoesNotCount() {
        FakeDocument document = withGarbage(sweeping());
        document.session.tombstoneLoaded("/a", 1);
        document.session.summaryAcknowledged();
        assertThat(document.run().isFull()).isTrue();
        document.session.tombstoneLoaded("/a", 2);
        document.session.summaryAcknowledged();
        assertThat(document.run().isFull()).isTrue();
    }

    @Test
    void gc151_recoveredGarbage_agesAnew() {
        FakeDocument document = withGarbage(sweeping());
        document.runAt(20);
        document.session.tombstoneLoaded("/a", 25);
        document.runAt(26);
        assertThat(document.runAt(30).swept()).containsExactly("/_blobs/x");
        assertThat(document.sequenceSweeps().runAt(46).tombstones()).containsExactly("/a");
    }

    @Test
    void sweepIsProvedByAMarkFromScratch() {
        FakeDocument document = withGarbage(sweeping());
        document.runAt(29);
        document.freshness.clear();
        document.runAt(30);
        assertThat(document.freshness).containsExactly(Freshness.CACHED, Freshness.FRESH);
    }

    @Test
    void gc076_runThatSweeps_tellsOfUnknownRoutesOnce() {
        FakeDocument document = withGarbage(sweeping()).stores("b").referSilently("root", "b");
        assertThat(document.runAt(30).swept()).isNotEmpty();
        assertThat(document.eventNames()).containsOnlyOnce("gcUnknownOutboundReferences");
    }

    @Test
    void gc174_firstRunCountsAllAsUpdated_anUnchangedOneNothing() {
        FakeDocument document = new FakeDocument().stores("root", "a").blob("x").refer("", "root");
        CollectionPlan first = document.runAt(0);
        assertThat(first.statistics().nodes()).isEqualTo(new NodeCounts(4, 2, 1));
        assertThat(first.statistics().updated()).isEqualTo(new NodeCounts(4, 2, 1));
        assertThat(document.runAt(1).statistics().updated()).isEqualTo(NodeCounts.NONE);
    }

    @Test
    void gc175_oneStoreUnreferenced_isCountedWithItsChannels() {
        FakeDocument document = new FakeDocument()
                .stores("root", "a", "a/map")
                .refer("", "root")
                .refer("root", "a");
        document.referSilently("a", "a/map").referSilently("a/map", "a");
        document.runAt(0);
        CollectionPlan plan = document.unrefer("root", "a").runAt(1);
        assertThat(plan.statistics().unreferenced()).isEqualTo(new NodeCounts(2, 1, 0));
        assertThat(plan.statistics().updated()).isEqualTo(new NodeCounts(2, 1, 0));
    }

    @Test
    void gc176_sweepReadyCountsAsDeletedThoughSweepIsOff() {
        FakeDocument document = withGarbage(new FakeDocument());
        CollectionPlan plan = document.runAt(30);
        assertThat(plan.statistics().deleted()).isEqualTo(new NodeCounts(2, 1, 1));
        assertThat(plan.statistics().lifetime()).isEqualTo(new NodeCounts(4, 2, 1));
    }

    @Test
    void gc177_afterDeletion_lifetimeStays() {
        FakeDocument document = withGarbage(sweeping());
        document.runAt(30);
        CollectionPlan plan = document.sequenceSweeps().runAt(31);
        assertThat(plan.statistics().nodes()).isEqualTo(new NodeCounts(2, 1, 0));
        assertThat(plan.statistics().deleted()).isEqualTo(new NodeCounts(2, 1, 1));
        assertThat(plan.statistics().lifetime()).isEqualTo(new NodeCounts(4, 2, 1));
    }

    @Test
    void gc178_blobs_areCountedByTheIdsThatHandlesHave() {
        FakeDocument document = withGarbage(new FakeDocument()).blob("y").refer("root", "_blobs/y");
        CollectionPlan plan = document.runAt(1);
        assertThat(plan.statistics().nodes().blobs()).isEqualTo(2);
        assertThat(plan.statistics().unreferenced().blobs()).isEqualTo(1);
    }

    @Test
    void gc187_completedRunsCountSuccessOnly() {
        FakeDocument document = new FakeDocument();
        assertThat(document.session.events().completedRuns()).isZero();
        document.run();
        document.now = OptionalLong.empty();
        assertThat(document.collector.run()).isEmpty();
        assertThat(document.session.events().completedRuns()).isEqualTo(1);
    }
}
