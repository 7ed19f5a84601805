package dev.sluice.gc.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.SummaryType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written over an acknowledged summary; which one that is, the writer knows. */
class GcTreeTest {
    private static final SummaryHandle WHOLE = new SummaryHandle("/gc", SummaryType.TREE);
    private static final SummaryHandle ROOT = new SummaryHandle("/gc/__gc_root", SummaryType.BLOB);
    private static final SummaryHandle TOMBSTONES = new SummaryHandle("/gc/__tombstones", SummaryType.BLOB);
    private static final SummaryHandle DELETED = new SummaryHandle("/gc/__deletedNodes", SummaryType.BLOB);

    private static GcTree tree(List<String> routes, Set<String> tombstones, Set<String> deleted) {
        GcState state = new GcState(Map.of("/", GcNode.referenced(routes)));
        return GcTree.of(new GcSnapshot(Optional.of(state), tombstones, deleted));
    }

    private final GcTree base = tree(List.of("/a"), Set.of("/t"), Set.of("/d"));

    @Test
    void gc096_gc104_unchanged_isOneHandle() {
        assertThat(base.toSummary(tree(List.of("/a"), Set.of("/t"), Set.of("/d"))))
                .isEqualTo(WHOLE);
    }

    @Test
    void gc097_changedGraph_isWrittenAlone() {
        GcTree changed = tree(List.of("/b"), Set.of("/t"), Set.of("/d"));
        assertThat(changed.toSummary(base))
                .isEqualTo(SummaryTree.builder()
                        .text("__gc_root", "{\"gcNodes\":{\"/\":{\"outboundRoutes\":[\"/b\"]}}}")
                        .put("__tombstones", TOMBSTONES)
                        .put("__deletedNodes", DELETED)
                        .build());
    }

    @Test
    void gc098_changedTombstones_areWrittenAlone() {
        GcTree changed = tree(List.of("/a"), Set.of("/t", "/s"), Set.of("/d"));
        assertThat(changed.toSummary(base))
                .isEqualTo(SummaryTree.builder()
                        .put("__gc_root", ROOT)
                        .text("__tombstones", "[\"/s\",\"/t\"]")
                        .put("__deletedNodes", DELETED)
                        .build());
        assertThat(changed.toSummary(changed)).isEqualTo(WHOLE);
    }

    @Test
    void gc099_changedDeletions_areWrittenAlone() {
        assertThat(tree(List.of("/a"), Set.of("/t"), Set.of("/d", "/e")).toSummary(base))
                .isEqualTo(SummaryTree.builder()
                        .put("__gc_root", ROOT)
                        .put("__tombstones", TOMBSTONES)
                        .text("__deletedNodes", "[\"/d\",\"/e\"]")
                        .build());
    }

    @Test
    void gc100_tombstonesThatEnd_areLeftOut() {
        assertThat(tree(List.of("/a"), Set.of(), Set.of("/d")).toSummary(base))
                .isEqualTo(SummaryTree.builder()
                        .put("__gc_root", ROOT)
                        .put("__deletedNodes", DELETED)
                        .build());
    }

    @Test
    void gc101_inFull_hasNoHandles() {
        assertThat(base.toSummary())
                .isEqualTo(SummaryTree.builder()
                        .text("__gc_root", "{\"gcNodes\":{\"/\":{\"outboundRoutes\":[\"/a\"]}}}")
                        .text("__tombstones", "[\"/t\"]")
                        .text("__deletedNodes", "[\"/d\"]")
                        .build());
    }

    @Test
    void gc111_afterAChangeOfVersion_onlyDeletionsMayBeAHandle() {
        GcTree stored =
                GcTree.of(new GcSnapshot(Optional.of(GcState.EMPTY), Set.of("/t"), Set.of("/d")).ofOtherVersion());
        assertThat(base.toSummary(stored))
                .isEqualTo(SummaryTree.builder()
                        .text("__gc_root", "{\"gcNodes\":{\"/\":{\"outboundRoutes\":[\"/a\"]}}}")
                        .text("__tombstones", "[\"/t\"]")
                        .put("__deletedNodes", DELETED)
                        .build());
    }

    @Test
    void gc113_stateInOtherBlobs_isNoBaseOfHandles() {
        GcSnapshot snapshot = new GcSnapshot(Optional.of(GcState.EMPTY), Set.of(), Set.of());
        assertThat(GcTree.ofStored(List.of("__gc_root"), snapshot)).contains(GcTree.of(snapshot));
        assertThat(GcTree.ofStored(List.of("__gc_root", "__gc_1"), snapshot)).isEmpty();
        assertThat(GcTree.ofStored(List.of("__gc_1"), snapshot)).isEmpty();
        assertThat(GcTree.ofStored(List.of(), GcSnapshot.EMPTY)).isPresent();
    }
}
