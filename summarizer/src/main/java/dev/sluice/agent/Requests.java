package dev.sluice.agent;

import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.summary.CollectionSummary;
import dev.sluice.summary.SummaryBaseline;
import java.util.Optional;

/** How an attempt writes its summary: the first over the one before, later ones in full, so that no handle can be at fault. */
final class Requests {
    private Requests() {}

    static SummaryRequest of(SummaryBaseline baseline, Optional<CollectionSummary> summary, int attempt) {
        boolean isFirst = attempt == 1;
        return summary.map(known -> isFirst ? baseline.request(known) : SummaryBaseline.full(known))
                .orElse(isFirst ? SummaryRequest.INCREMENTAL : SummaryRequest.FULL);
    }
}
