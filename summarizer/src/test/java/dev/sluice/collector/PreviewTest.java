package dev.sluice.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.PlanInput.Detail;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.state.GcNode;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plans that nobody carries out, of a document that was loaded from a summary. */
class PreviewTest {
    /** The summary knows a and what it refers to, b, as garbage since 0; a was referred to for a moment since, and lost b. */
    private static FakeDocument document() {
        GcConfig made = GcConfig.ofNew(FakeDocument.OPTIONS, FakeDocument.SETTINGS, Role.SUMMARIZER);
        GcConfig config =
                GcConfig.ofExisting(made.metadata(), FakeDocument.OPTIONS, FakeDocument.SETTINGS, Role.SUMMARIZER);
        GcState state = new GcState(Map.of(
                "/", GcNode.referenced(List.of("/root")),
                "/root", GcNode.referenced(List.of()),
                "/a", GcNode.unreferenced(List.of("/b"), 0),
                "/b", GcNode.unreferenced(List.of(), 0)));
        FakeDocument document = new FakeDocument(config, new GcSnapshot(Optional.of(state), Set.of(), Set.of()));
        return document.stores("root", "a", "b")
                .at(5)
                .refer("", "root")
                .refer("root", "a")
                .unrefer("root", "a");
    }

    @Test
    void plan_askedForTwice_isTheSame_andThatOfARun() {
        FakeDocument document = document();
        Preview preview = Preview.of(document.session, document).orElseThrow();
        CollectionPlan first = preview.plan(Duration.ZERO, Detail.GARBAGE);
        assertThat(first.begun()).containsExactlyInAnyOrder("/a", "/b");
        assertThat(preview.plan(Duration.ZERO, Detail.GARBAGE)).isEqualTo(first);
        assertThat(document.run().plan()).isEqualTo(first);
    }

    @Test
    void planAhead_agesWhatARunNowWouldBeginWith() {
        FakeDocument document = document();
        Preview preview = Preview.of(document.session, document).orElseThrow();
        assertThat(preview.plan(Duration.ofMillis(19), Detail.GARBAGE).tombstones())
                .isEmpty();
        assertThat(preview.plan(Duration.ofMillis(20), Detail.GARBAGE).tombstones())
                .containsExactlyInAnyOrder("/a", "/b");
        assertThat(document.ages()).containsOnlyKeys("a", "b").containsValue(0L).doesNotContainValue(5L);
    }
}
