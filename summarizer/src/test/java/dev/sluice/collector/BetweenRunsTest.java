package dev.sluice.collector;

import static dev.sluice.collector.FakeDocument.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.collector.plan.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens between two runs, at t0 = 0 and t1 = 5, and what that does to ages (garbage-collection §10.4). */
class BetweenRunsTest {
    private final FakeDocument document = new FakeDocument();

    @BeforeEach
    void rootWithFour() {
        document.stores("root", "a", "b", "c", "d").refer("", "root");
    }

    private FakeDocument first() {
        document.runAt(0);
        return document;
    }

    @Test
    void gc055_referenceRemoved_ageBeginsAtTheRun() {
        document.refer("root", "a");
        first().at(3).unrefer("root", "a");
        document.runAt(5);
        assertThat(document.ages()).containsEntry("a", 5L).containsEntry("b", 0L);
    }

    @Test
    void gc056_referenceAddedAndRemoved_restartsTheAge() {
        first().at(3).refer("root", "a").unrefer("root", "a");
        CollectionPlan plan = document.runAt(5);
        assertThat(document.ages()).containsEntry("a", 5L).containsEntry("b", 0L);
        assertThat(node(plan, "a").reason()).isEqualTo(Reason.REFERRED_TO_MEANWHILE);
    }

    @Test
    void gc057_whatItRefersToRestartsToo() {
        document.refer("a", "b");
        first().refer("root", "a").unrefer("root", "a");
        document.runAt(5);
        assertThat(document.ages())
                .containsEntry("a", 5L)
                .containsEntry("b", 5L)
                .containsEntry("c", 0L);
    }

    @Test
    void gc058_whatItReferredToRestartsThoughThatIsRemoved() {
        document.refer("a", "b");
        first().refer("root", "a").unrefer("root", "a").unrefer("a", "b");
        document.runAt(5);
        assertThat(document.ages())
                .containsEntry("a", 5L)
                .containsEntry("b", 5L)
                .containsEntry("c", 0L);
    }

    @Test
    void gc059_chainThatGrewAndWasCut_beginsAtTheRun() {
        document.refer("root", "a").refer("a", "b");
        first().refer("b", "c").unrefer("a", "b");
        document.runAt(5);
        assertThat(document.ages())
                .containsEntry("b", 5L)
                .containsEntry("c", 5L)
                .containsEntry("d", 0L);
    }

    @Test
    void gc060_edgeThatNobodyReported_countsOnceItsSourceIsReached() {
        first().referSilently("a", "b").refer("root", "a").unrefer("root", "a");
        document.runAt(5);
        assertThat(document.ages())
                .containsEntry("a", 5L)
                .containsEntry("b", 5L)
                .containsEntry("c", 0L);
    }

    @Test
    void gc061_newReferenceFromNoNode_restartsItsTarget() {
        first().session.referenceAdded("/nowhere/at-all", "/a", 3);
        document.runAt(5);
        assertThat(document.ages()).containsEntry("a", 5L).containsEntry("b", 0L);
    }

    @Test
    void gc062_garbageThatRefersToGarbage_restartsItsTargetOnly() {
        document.refer("c", "d");
        first().refer("b", "c");
        document.runAt(5);
        assertThat(document.ages())
                .containsEntry("b", 0L)
                .containsEntry("c", 5L)
                .containsEntry("d", 5L);
    }

    @Test
    void gc063_soDoesAReferenceThatIsRemovedAgain() {
        document.refer("c", "d");
        first().refer("b", "c").unrefer("b", "c");
        document.runAt(5);
        assertThat(document.ages())
                .containsEntry("b", 0L)
                .containsEntry("c", 5L)
                .containsEntry("d", 5L);
    }

    @Test
    void gc064_twoReferencesFromGarbage_restartBothTargets() {
        first().refer("b", "c").refer("b", "d");
        document.runAt(5);
        assertThat(document.ages())
                .containsEntry("b", 0L)
                .containsEntry("c", 5L)
                .containsEntry("d", 5L);
    }

    @Test
    void gc065_noNewReference_noAgeChanges() {
        document.refer("a", "b");
        first().unrefer("a", "b");
        document.runAt(5);
        assertThat(document.ages())
                .containsOnlyKeys("a", "b", "c", "d")
                .allSatisfy((id, since) -> assertThat(since).isZero());
    }

    @Test
    void gc067_newReferences_areForgottenBySuccessfulRunsOnly() {
        first().refer("root", "a").unrefer("root", "a").referSilently("root", "b");
        document.references.put("not a path", document.references.get("/a"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> document.runAt(4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(document.session.newReferences()).isNotEmpty();
        assertThat(document.eventNames()).contains("GarbageCollection_cancel");

        document.references.remove("not a path");
        document.unrefer("root", "b");
        document.runAt(5);
        assertThat(document.session.newReferences()).isEmpty();
        assertThat(document.ages()).containsEntry("a", 5L).containsEntry("b", 0L);
    }

    @Test
    void gc089_foundUnreferenced_isNeverTombstonedInTheSameRun() {
        FakeDocument hasty = new FakeDocument(FakeDocument.OPTIONS
                .withInactiveTimeout(java.time.Duration.ZERO)
                .withSweepGracePeriod(java.time.Duration.ZERO)
                .withSweep());
        hasty.stores("a");
        CollectionPlan plan = hasty.runAt(1000);
        assertThat(plan.tombstones()).isEmpty();
        assertThat(plan.swept()).isEmpty();
        assertThat(node(plan, "a").state()).isEqualTo(new NodeState.Inactive(1000));
    }

    @Test
    void gc094_referredToAgain_isReferencedAndHasNoAge() {
        CollectionPlan plan = first().refer("root", "a").runAt(5);
        assertThat(document.ages()).doesNotContainKey("a");
        assertThat(node(plan, "a").reason()).isEqualTo(Reason.REVIVED);
        assertThat(node(plan, "a").state().kind()).isEqualTo(NodeState.Kind.REFERENCED);
    }

    @Test
    void gc076_routesThatNoOpToldOf_areTold() {
        document.blob("x");
        first().referSilently("root", "a").referSilently("root", "_blobs/x").refer("root", "b");
        document.runAt(5);
        assertThat(document.events)
                .filteredOn(event -> event.name().equals("gcUnknownOutboundReferences"))
                .singleElement()
                .satisfies(event -> assertThat(event.properties())
                        .containsEntry("id", "/root")
                        .containsEntry("routes", java.util.List.of("/a", "/_blobs/x")));
    }
}
