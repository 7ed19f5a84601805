package dev.sluice.gc.ageing;

import static dev.sluice.gc.ageing.Stage.ACTIVE;
import static dev.sluice.gc.ageing.Stage.INACTIVE;
import static dev.sluice.gc.ageing.Stage.SWEEP_READY;
import static dev.sluice.gc.ageing.Stage.TOMBSTONE_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gc.GcException;
import dev.sluice.gc.testing.VirtualAlarms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stages with I = 10, T = 20 and G = 10, unless a test says otherwise. */
class UnreferencedNodesTest {
    private static final String NODE = "/a";
    private static final Ages AGES = new Ages(10, OptionalLong.of(20), 10);

    private final VirtualAlarms alarms = new VirtualAlarms();
    private final UnreferencedNodes nodes = new UnreferencedNodes(AGES, alarms);

    private static UnreferencedNodes aged(Ages ages, VirtualAlarms alarms, long since, long reference) {
        UnreferencedNodes aged = new UnreferencedNodes(ages, alarms);
        aged.add(Map.of(NODE, since), reference);
        return aged;
    }

    @ParameterizedTest
    @CsvSource({
        "0, ACTIVE",
        "9, ACTIVE",
        "10, INACTIVE",
        "19, INACTIVE",
        "20, TOMBSTONE_READY",
        "29, TOMBSTONE_READY",
        "30, SWEEP_READY",
        "1000, SWEEP_READY"
    })
    void gc077_gc078_gc086_gc092_stage_followsTheAge(long age, Stage stage) {
        assertThat(aged(AGES, alarms, 0, age).stage(NODE)).isEqualTo(stage);
        UnreferencedNodes updated = aged(AGES, alarms, 0, 0);
        updated.update(age);
        assertThat(updated.stage(NODE)).isEqualTo(stage);
        assertThat(updated.stageAt(NODE, age)).isEqualTo(stage);
        alarms.pass(0);
    }

    private List<Stage> stagesByTimers(UnreferencedNodes subject, long... steps) {
        List<Stage> stages = new ArrayList<>();
        for (long step : steps) {
            alarms.pass(step);
            stages.add(subject.stage(NODE));
        }
        return stages;
    }

    @Test
    void gc079_timersAlone_walkThroughAllStages() {
        nodes.add(List.of(NODE), 100);
        assertThat(stagesByTimers(nodes, 9, 1, 9, 1, 9, 1, 1000))
                .containsExactly(
                        ACTIVE, INACTIVE, INACTIVE, TOMBSTONE_READY, TOMBSTONE_READY, SWEEP_READY, SWEEP_READY);
        assertThat(alarms.waiting()).isEmpty();
    }

    @Test
    void gc080_withoutGrace_tombstoneReadyIsSkipped() {
        Ages none = new Ages(10, OptionalLong.of(20), 0);
        assertThat(aged(none, alarms, 0, 20).stage(NODE)).isEqualTo(SWEEP_READY);
        assertThat(stagesByTimers(aged(none, alarms, 0, 0), 19, 1)).containsExactly(INACTIVE, SWEEP_READY);
    }

    @Test
    void gc081_withoutTombstoneTime_nodesStayInactive() {
        UnreferencedNodes forever = aged(new Ages(10, OptionalLong.empty(), 10), alarms, 0, 0);
        assertThat(stagesByTimers(forever, 10, 100_000)).containsExactly(INACTIVE, INACTIVE);
        forever.update(1_000_000);
        assertThat(forever.stage(NODE)).isEqualTo(INACTIVE);
    }

    @Test
    void gc082_inactiveTimeOfZeroOrUpToTheTombstone() {
        assertThat(aged(new Ages(0, OptionalLong.of(20), 10), alarms, 0, 0).stage(NODE))
                .isEqualTo(INACTIVE);
        Ages same = new Ages(20, OptionalLong.of(20), 10);
        assertThat(stagesByTimers(aged(same, alarms, 0, 0), 19, 1)).containsExactly(ACTIVE, TOMBSTONE_READY);
        assertThat(aged(same, alarms, 0, 20).stage(NODE)).isEqualTo(TOMBSTONE_READY);
    }

    @Test
    void gc083_laterSequencedTime_shortensTimers() {
        nodes.add(List.of(NODE), 0);
        alarms.pass(2);
        nodes.update(7);
        assertThat(stagesByTimers(nodes, 2, 1, 9, 1)).containsExactly(ACTIVE, INACTIVE, INACTIVE, TOMBSTONE_READY);
    }

    @Test
    void gc084_earlierSequencedTime_stepsBackButNotToActive() {
        nodes.add(List.of(NODE), 0);
        alarms.pass(30);
        assertThat(nodes.stage(NODE)).isEqualTo(SWEEP_READY);
        nodes.update(25);
        assertThat(nodes.stage(NODE)).isEqualTo(TOMBSTONE_READY);
        nodes.update(15);
        assertThat(nodes.stage(NODE)).isEqualTo(INACTIVE);
        nodes.update(5);
        assertThat(nodes.stage(NODE)).isEqualTo(INACTIVE);
        assertThat(stagesByTimers(nodes, 5, 9, 1)).containsExactly(INACTIVE, INACTIVE, TOMBSTONE_READY);
    }

    @Test
    void gc084_nodeThatTimersMovedOn_isNotCalledActiveAgain() {
        nodes.add(List.of(NODE), 0);
        alarms.pass(20);
        nodes.update(1);
        assertThat(nodes.stage(NODE)).isEqualTo(TOMBSTONE_READY);
        assertThat(stagesByTimers(nodes, 8, 1)).containsExactly(TOMBSTONE_READY, INACTIVE);
    }

    @Test
    void decision1_whatIsDeleted_dependsOnSequencedTimeOnly() {
        nodes.add(List.of(NODE), 0);
        alarms.pass(1000);
        nodes.update(1);
        assertThat(nodes.stage(NODE)).isEqualTo(SWEEP_READY);
        assertThat(nodes.stageAt(NODE, 1)).isEqualTo(ACTIVE);
        assertThat(nodes.stageAt(NODE, 20)).isEqualTo(TOMBSTONE_READY);
    }

    @Test
    void gc085_baseOtherThanZero_makesNoDifference() {
        nodes.add(List.of(NODE), 1_000);
        for (long age = 0; age < 40; age++) {
            nodes.update(1_000 + age);
            assertThat(nodes.stage(NODE)).isEqualTo(aged(AGES, alarms, 0, age).stage(NODE));
        }
    }

    @Test
    void gc087_sleepingNode_isActiveAndNoTimerRings() {
        nodes.add(List.of(NODE), 0);
        alarms.pass(15);
        nodes.sleep(NODE);
        assertThat(nodes.stage(NODE)).isEqualTo(ACTIVE);
        assertThat(alarms.waiting()).isEmpty();
        assertThat(stagesByTimers(nodes, 1_000)).containsExactly(ACTIVE);
        assertThat(nodes.sinceMs(NODE)).hasValue(0);
        nodes.update(25);
        assertThat(nodes.stage(NODE)).isEqualTo(TOMBSTONE_READY);
    }

    @Test
    void gc088_inactiveAfterTombstone_isRefused() {
        assertThatThrownBy(() -> new Ages(21, OptionalLong.of(20), 0)).isInstanceOf(GcException.class);
    }

    @Test
    void gc091_knownNode_keepsItsAge() {
        nodes.add(List.of(NODE), 0);
        nodes.add(List.of(NODE, "/b"), 15);
        assertThat(nodes.sinceMs(NODE)).hasValue(0);
        assertThat(nodes.sinceMs("/b")).hasValue(15);
        assertThat(nodes.stageAt("/b", 15)).isEqualTo(ACTIVE);
    }

    @Test
    void thousandsOfNodes_shareOneTimerPerLook() {
        Map<String, Long> since = new LinkedHashMap<>();
        for (int i = 0; i < 30_000; i++) {
            since.put("/n" + i, (long) (i % 7));
        }
        nodes.add(since, 10);
        assertThat(alarms.waiting()).hasSize(1);
        nodes.update(12);
        assertThat(alarms.waiting()).hasSize(1);
        assertThat(nodes.stage("/n0")).isEqualTo(INACTIVE);
        assertThat(nodes.stage("/n6")).isEqualTo(ACTIVE);
        alarms.pass(4);
        assertThat(nodes.stage("/n6")).isEqualTo(INACTIVE);
        nodes.ids().stream().toList().forEach(nodes::remove);
        assertThat(alarms.waiting()).isEmpty();
    }

    @Test
    void gc034_closedNodes_areForgottenAndNoTimerIsLeft() {
        nodes.add(List.of(NODE), 0);
        nodes.close();
        nodes.close();
        assertThat(alarms.waiting()).isEmpty();
        assertThat(nodes.ids()).isEmpty();
        assertThat(nodes.stage(NODE)).isEqualTo(ACTIVE);
    }
}
