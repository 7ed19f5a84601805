package dev.sluice.collector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is deleted was safe to delete (I3, I4), stays deleted (I5), and all garbage goes at last.
 *
 * <p>{@code -Dsimulation.seeds=n} says how many documents live; {@code -Dsimulation.seed=n} replays one.
 */
class DeletionSafetyTest {
    private static final int DEFAULT_SEEDS = 10_000;
    private static final int MAX_SEEDS_FOR_A_FAULT = 3_000;

    @Test
    void i3_i4_i5_holdInEveryLife() {
        Long single = Long.getLong("simulation.seed");
        if (single != null) {
            assertThat(new Simulation(single, Fault.NONE).play()).isNotNull();
            return;
        }
        int seeds = Integer.getInteger("simulation.seeds", DEFAULT_SEEDS);
        long deleted = 0;
        long excused = 0;
        for (long seed = 0; seed < seeds; seed++) {
            Audit audit = played(seed);
            deleted += audit.deleted();
            excused += audit.excused();
        }
        assertThat(deleted).as("there was enough to delete").isGreaterThan(2L * seeds);
        assertThat(excused).as("few have an excuse").isLessThan(deleted / 100 + 2);
    }

    private static Audit played(long seed) {
        try {
            return new Simulation(seed, Fault.NONE).play();
        } catch (RuntimeException | Violation failed) {
            throw new AssertionError("seed " + seed + " fails; replay it with -Dsimulation.seed=" + seed, failed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NO_SESSION_EXPIRY, I4",
        "NO_WAITING, I4",
        "NEW_REFERENCES_IGNORED, I4",
        "HANDLES_OF_OLD_SUMMARIES, I4",
        "SWEEP_SENT_LATE, I4",
        "RUNS_BEHIND_THE_LOG, I4"
    })
    void whatIsLeftOut_isMissed(Fault fault, String invariant) {
        Optional<Violation> found = Optional.empty();
        for (long seed = 0; seed < MAX_SEEDS_FOR_A_FAULT && found.isEmpty(); seed++) {
            found = violation(seed, fault)
                    .filter(violation -> violation.invariant().equals(invariant));
        }
        assertThat(found).as("a life that goes wrong with " + fault).isPresent();
    }

    private static Optional<Violation> violation(long seed, Fault fault) {
        try {
            new Simulation(seed, fault).play();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(violation);
        }
    }
}
