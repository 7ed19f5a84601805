package dev.sluice.server.metrics;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.AttemptListener;
import dev.sluice.agent.Phase;
import dev.sluice.collector.CollectionRun;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.collector.plan.Reason;
import dev.sluice.collector.plan.Statistics;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.protocol.DocumentKey;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts the collections and summaries that this server carries out itself. Documents are no label: there may be millions. Safe for
 * use by many threads.
 */
final class CollectionMetrics implements AttemptListener {
    private final LongAdder acknowledged;
    private final LongAdder refused;
    private final LongAdder lost;
    private final LongAdder failed;
    private final LongAdder fullRuns;
    private final LongAdder incrementalRuns;
    private final LongAdder edges;
    private final LongAdder swept;
    private final LongAdder revived;
    private final LongAdder prevented;
    private final LongAdder gcBytes;
    private final LongAdder summaryBytes;
    private final Map<NodeState.Kind, LongAdder> nodes = new EnumMap<>(NodeState.Kind.class);
    private final Map<Phase, Timer> phases = new EnumMap<>(Phase.class);

    CollectionMetrics(BiFunction<Meters, Tags, LongAdder> counter, BiFunction<Meters, Tags, Timer> timer) {
        acknowledged = counter.apply(Meters.GC_ATTEMPTS, Tags.of("outcome", "acknowledged"));
        refused = counter.apply(Meters.GC_ATTEMPTS, Tags.of("outcome", "refused"));
        lost = counter.apply(Meters.GC_ATTEMPTS, Tags.of("outcome", "lost"));
        failed = counter.apply(Meters.GC_ATTEMPTS, Tags.of("outcome", "failed"));
        fullRuns = counter.apply(Meters.GC_RUNS, Tags.of("marking", "full"));
        incrementalRuns = counter.apply(Meters.GC_RUNS, Tags.of("marking", "incremental"));
        edges = counter.apply(Meters.GC_EDGES, Tags.empty());
        swept = counter.apply(Meters.GC_SWEPT, Tags.empty());
        revived = counter.apply(Meters.GC_REVIVED, Tags.empty());
        prevented = counter.apply(Meters.GC_PREVENTED, Tags.empty());
        gcBytes = counter.apply(Meters.GC_DATA, Tags.empty());
        summaryBytes = counter.apply(Meters.GC_SUMMARIES, Tags.empty());
        for (NodeState.Kind kind : NodeState.Kind.values()) {
            nodes.put(kind, counter.apply(Meters.GC_NODES, Tags.of("state", kind.label())));
        }
        for (Phase phase : Phase.values()) {
            phases.put(phase, timer.apply(Meters.GC_PHASES, Tags.of("phase", phase.label())));
        }
    }

    @Override
    public void ended(Attempt attempt) {
        outcome(attempt.outcome()).increment();
        attempt.run().ifPresent(this::collected);
        phases.forEach((phase, timer) -> record(attempt.figures().phases().get(phase), timer));
        gcBytes.add(attempt.figures().gcBytes());
        summaryBytes.add(attempt.figures().summaryBytes());
    }

    @Override
    public void repeated(Attempt attempt) {
        ended(attempt);
    }

    @Override
    public void failed(DocumentKey document, Throwable cause) {
        failed.increment();
    }

    private static void record(@Nullable Duration took, Timer timer) {
        if (took != null) {
            timer.record(took);
        }
    }

    private LongAdder outcome(SummaryOutcome outcome) {
        if (outcome instanceof SummaryOutcome.Acknowledged) {
            return acknowledged;
        }
        return outcome instanceof SummaryOutcome.Refused ? refused : lost;
    }

    private void collected(CollectionRun run) {
        CollectionPlan plan = run.plan();
        (run.isFull() ? fullRuns : incrementalRuns).increment();
        edges.add(run.figures().edges());
        prevented.add(run.figures().prevented());
        swept.add(plan.swept().size() + plan.deletedAtOnce().size());
        states(plan);
    }

    /** A run's plan tells of garbage one by one, and only counts the rest. */
    private void states(CollectionPlan plan) {
        Statistics statistics = plan.statistics();
        for (NodePlan node : plan.nodes()) {
            if (node.reason() == Reason.REVIVED) {
                revived.increment();
            }
            if (node.state().kind() != NodeState.Kind.REFERENCED) {
                count(node.state().kind(), 1);
            }
        }
        count(
                NodeState.Kind.REFERENCED,
                statistics.nodes().nodes() - statistics.unreferenced().nodes());
        count(
                NodeState.Kind.DELETED,
                statistics.lifetime().nodes() - statistics.nodes().nodes());
    }

    private void count(NodeState.Kind kind, long number) {
        LongAdder adder = nodes.get(kind);
        if (adder != null) {
            adder.add(number);
        }
    }
}
