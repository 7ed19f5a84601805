package dev.sluice.collector;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Measures the phases of one run, which may go through them twice. Confined to the run. */
final class Laps {
    private final InstantSource clock;
    private Instant from;
    private Duration graph = Duration.ZERO;
    private Duration mark = Duration.ZERO;
    private Duration plan = Duration.ZERO;

    Laps(InstantSource clock) {
        this.clock = clock;
        this.from = clock.instant();
    }

    /** What comes now belongs to no phase. */
    void restart() {
        from = clock.instant();
    }

    void graphEnded() {
        graph = graph.plus(lap());
    }

    void markEnded() {
        mark = mark.plus(lap());
    }

    void planEnded() {
        plan = plan.plus(lap());
    }

    RunFigures figures(long edges, int prevented) {
        return new RunFigures(edges, prevented, graph, mark, plan);
    }

    /** A clock that was set back measures nothing. */
    private Duration lap() {
        Instant now = clock.instant();
        Duration lap = Duration.between(from, now);
        from = now;
        return lap.isNegative() ? Duration.ZERO : lap;
    }
}
