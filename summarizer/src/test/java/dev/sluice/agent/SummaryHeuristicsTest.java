package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.SummaryHeuristics.OpKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When summaries are due (runtime-formats §7.8). */
class SummaryHeuristicsTest {
    private static final Instant START = Instant.ofEpochSecond(1_000_000);

    private final SummaryHeuristics heuristics = new SummaryHeuristics(SummaryPolicy.DEFAULT, 10, START);
    private long sequenceNumber = 10;

    private Optional<Trigger> ops(int count, OpKind kind, Instant at) {
        Optional<Trigger> last = Optional.empty();
        for (int i = 0; i < count; i++) {
            last = heuristics.op(++sequenceNumber, kind, at);
        }
        return last;
    }

    @Test
    void rt084_moreThanMaxOps_areDueAtOnce() {
        assertThat(ops(100, OpKind.RUNTIME, START)).isEmpty();
        assertThat(ops(1, OpKind.RUNTIME, START)).contains(Trigger.MAX_OPS);
    }

    @Test
    void rt084_otherOpsCountATenth() {
        assertThat(ops(1000, OpKind.OTHER, START)).isEmpty();
        assertThat(ops(1, OpKind.OTHER, START)).contains(Trigger.MAX_OPS);
    }

    @Test
    void rt084_afterMaxTime_theNextOpIsEnough() {
        assertThat(ops(1, OpKind.RUNTIME, START.plusSeconds(60))).isEmpty();
        assertThat(ops(1, OpKind.RUNTIME, START.plusMillis(60_001))).contains(Trigger.MAX_TIME);
    }

    @Test
    void rt084_otherOpsAlone_needToBeSome() {
        assertThat(ops(19, OpKind.OTHER, START.plusSeconds(61))).isEmpty();
        assertThat(ops(1, OpKind.OTHER, START.plusSeconds(61))).contains(Trigger.MAX_TIME);
    }

    @Test
    void summariesAndAnswers_neverLeadToASummary() {
        assertThat(ops(2000, OpKind.SUMMARY, START.plusSeconds(100))).isEmpty();
    }

    @Test
    void rt084_idleTime_shrinksWithTheOps() {
        assertThat(heuristics.idleTime()).isEqualTo(Duration.ofSeconds(30));
        ops(50, OpKind.RUNTIME, START);
        assertThat(heuristics.idleTime()).isEqualTo(Duration.ofSeconds(15));
        ops(50, OpKind.RUNTIME, START);
        assertThat(heuristics.idleTime()).isZero();
        ops(50, OpKind.RUNTIME, START);
        assertThat(heuristics.idleTime()).isZero();
    }

    @Test
    void success_countsWhatCameMeanwhileForTheNext() {
        ops(80, OpKind.RUNTIME, START);
        heuristics.attempted(sequenceNumber, START.plusSeconds(1));
        ops(15, OpKind.RUNTIME, START.plusSeconds(2));
        assertThat(heuristics.isWorthALast()).isTrue();
        heuristics.succeeded();
        assertThat(heuristics.hasNews()).isTrue();
        assertThat(heuristics.idleTime()).isEqualTo(Duration.ofMillis(25_500));
        assertThat(ops(1, OpKind.RUNTIME, START.plusMillis(61_000)))
                .as("counted from the attempt")
                .isEmpty();
        assertThat(ops(1, OpKind.RUNTIME, START.plusMillis(61_001))).contains(Trigger.MAX_TIME);
    }

    @Test
    void failure_changesNothing() {
        ops(100, OpKind.RUNTIME, START);
        heuristics.attempted(sequenceNumber, START);
        assertThat(ops(1, OpKind.RUNTIME, START)).contains(Trigger.MAX_OPS);
    }

    @Test
    void lastSummary_isWorthTenOps() {
        ops(9, OpKind.RUNTIME, START);
        assertThat(heuristics.isWorthALast()).isFalse();
        ops(1, OpKind.RUNTIME, START);
        assertThat(heuristics.isWorthALast()).isTrue();
    }

    @Test
    void policy_idleTimesInTheWrongOrder_isRefused() {
        assertThatThrownBy(() -> SummaryPolicy.DEFAULT.withIdle(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minIdle up to maxIdle");
    }
}
