package dev.sluice.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryRequest.Form;
import dev.sluice.gc.state.GcNode;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.state.GcTree;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How what collection found is written over the newest acknowledged summary (garbage-collection §4.2). */
class SummaryBaselineTest {
    private static final NodePath A = NodePath.ofStore("a");
    private static final NodePath B = NodePath.ofStore("b");

    private final SummaryBaseline baseline = SummaryBaseline.none();

    private static CollectionSummary summary(long aSinceMs, Set<NodePath> unreferenced, String... tombstones) {
        GcState state =
                new GcState(Map.of("/", GcNode.referenced(List.of()), "/a", GcNode.unreferenced(List.of(), aSinceMs)));
        return new CollectionSummary(
                GcTree.of(new GcSnapshot(Optional.of(state), Set.of(tombstones), Set.of())), unreferenced);
    }

    @Test
    void gc096_firstSummary_isFull_theNextUnchangedOneAHandle() {
        CollectionSummary summary = summary(1, Set.of(A));
        SummaryRequest first = baseline.request(summary);
        assertThat(first.form()).isEqualTo(Form.FULL);
        assertThat(first.gc().orElseThrow()).isInstanceOf(SummaryTree.class);

        baseline.acknowledged(summary);
        SummaryRequest next = baseline.request(summary(1, Set.of(A)));
        assertThat(next.form()).isEqualTo(Form.INCREMENTAL);
        assertThat(next.gc().orElseThrow()).isInstanceOf(SummaryHandle.class);
        assertThat(next.rewritten()).isEmpty();
    }

    @Test
    void gc102_notAcknowledged_theNextIsComparedWithTheLastThatWas() {
        baseline.acknowledged(summary(1, Set.of()));
        baseline.request(summary(2, Set.of(A)));
        assertThat(baseline.request(summary(1, Set.of())).gc().orElseThrow()).isInstanceOf(SummaryHandle.class);
    }

    @Test
    void lateAcknowledgement_ofAnEarlierProposal_isWhatTheNextIsComparedWith() {
        CollectionSummary earlier = summary(1, Set.of(A));
        CollectionSummary later = summary(2, Set.of(A, B));
        baseline.request(earlier);
        baseline.request(later);
        baseline.acknowledged(earlier);
        SummaryRequest next = baseline.request(later);
        assertThat(next.gc().orElseThrow()).isInstanceOf(SummaryTree.class);
        assertThat(next.rewritten()).containsExactly(B);
    }

    @Test
    void gc106_gc107_storesWhoseStateChanged_areRewritten() {
        baseline.acknowledged(summary(1, Set.of(A)));
        SummaryRequest next = baseline.request(summary(1, Set.of(B)));
        assertThat(next.unreferenced()).containsExactly(B);
        assertThat(next.rewritten()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void somebodyElsesSummary_nextIsFull() {
        baseline.acknowledged(summary(1, Set.of(A)));
        baseline.forget();
        assertThat(baseline.request(summary(1, Set.of(A))).form()).isEqualTo(Form.FULL);
    }
}
