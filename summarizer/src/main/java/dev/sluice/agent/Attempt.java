package dev.sluice.agent;

import dev.sluice.collector.CollectionRun;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.protocol.DocumentKey;
import java.time.Duration;
import java.util.Optional;

/**
 * One summary that was tried. Immutable.
 *
 * @param document of which
 * @param trigger why
 * @param run what was collected before; empty if the document is not collected, or it did not come so far
 * @param outcome what became of it
 * @param duration how long it took until the answer
 * @param figures what the phases took, and how large the summary is
 * @since 0.1
 */
public record Attempt(
        DocumentKey document,
        Trigger trigger,
        Optional<CollectionRun> run,
        SummaryOutcome outcome,
        Duration duration,
        AttemptFigures figures) {
    /** Whether the service took the summary. */
    public boolean isAcknowledged() {
        return outcome instanceof SummaryOutcome.Acknowledged;
    }
}
