package dev.sluice.agent;

import dev.sluice.collector.CollectionRun;
import dev.sluice.container.summary.SummaryResult;
import dev.sluice.summary.CollectionSummary;
import dev.sluice.summary.SummaryBytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Measures one attempt. Confined to the document's thread. */
final class AttemptMeter {
    private final InstantSource clock;
    private final Instant began;
    private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    private Instant from;
    private long summaryBytes;
    private long gcBytes;

    AttemptMeter(InstantSource clock) {
        this.clock = clock;
        this.began = clock.instant();
        this.from = began;
    }

    Instant began() {
        return began;
    }

    void collected(Optional<CollectionRun> run, Optional<CollectionSummary> summary) {
        run.map(CollectionRun::figures).ifPresent(figures -> {
            phases.put(Phase.GRAPH, figures.graph());
            phases.put(Phase.MARK, figures.mark());
            phases.put(Phase.PLAN, figures.plan());
        });
        gcBytes =
                summary.map(known -> SummaryBytes.of(known.tree().toSummary())).orElse(0L);
        from = clock.instant();
    }

    void written(SummaryResult summary) {
        ended(Phase.WRITE);
        summaryBytes = SummaryBytes.of(summary.tree());
    }

    /** The op that names the summary was sequenced. */
    void sequenced() {
        ended(Phase.UPLOAD);
    }

    void answered() {
        if (phases.containsKey(Phase.UPLOAD)) {
            ended(Phase.ANSWER);
        }
    }

    AttemptFigures figures() {
        return new AttemptFigures(phases, summaryBytes, gcBytes);
    }

    private void ended(Phase phase) {
        Instant now = clock.instant();
        Duration took = Duration.between(from, now);
        phases.put(phase, took.isNegative() ? Duration.ZERO : took);
        from = now;
    }
}
