package dev.sluice.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.AttemptFigures;
import dev.sluice.agent.Phase;
import dev.sluice.agent.Trigger;
import dev.sluice.collector.CollectionRun;
import dev.sluice.collector.RunFigures;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodeCounts;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.collector.plan.Reason;
import dev.sluice.collector.plan.Statistics;
import dev.sluice.collector.plan.SweepMode;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.StoreStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServerMetricsTest {
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (sluice_\\S+) (\\S+)$");

    private static final DocumentKey DOCUMENT = DocumentKey.of("local", "d");

    private final ServerMetrics metrics = new ServerMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void scrape_withEverythingBound_hasExactlyTheDocumentedNames() {
        bindEverything();
        Set<String> documented =
                Arrays.stream(Meters.values()).map(Meters::scraped).collect(Collectors.toSet());
        Set<String> scraped = TYPE.matcher(metrics.scrape())
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toSet());
        assertThat(scraped).isEqualTo(documented);
    }

    @Test
    void table_inTheOperatorsGuide_isTheDefinedOne() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "operations.md"));
        Matcher table = Pattern.compile("(?s)<!-- metrics -->\n\n(.*?)\n<!-- /metrics -->")
                .matcher(guide);
        assertThat(table.find()).isTrue();
        assertThat(table.group(1))
                .as("the table of metrics in docs/operations.md; replace it by what is expected here")
                .isEqualTo(Meters.markdown());
    }

    @Test
    void counts_ofEachKind_areShown() {
        bindEverything();
        metrics.opsSequenced(3);
        metrics.nacked(400);
        metrics.nacked(418);
        metrics.connectionOpened();
        metrics.connectionOpened();
        metrics.connectionClosed();
        metrics.clientConnected();
        metrics.refused(Limit.BLOB_BYTES);
        metrics.receivedOverSocket(10);
        assertThat(metrics.scrape())
                .contains("sluice_ops_sequenced_total 3.0\n")
                .contains("sluice_nacks_total{code=\"400\"} 1.0\n")
                .contains("sluice_nacks_total{code=\"other\"} 1.0\n")
                .contains("sluice_connections 1.0\n")
                .contains("sluice_connects_total{code=\"200\"} 1.0\n")
                .contains("sluice_clients 1.0\n")
                .contains("sluice_refusals_total{limit=\"blob-max-bytes\"} 1.0\n")
                .contains("sluice_received_bytes_total{surface=\"socket\"} 10.0\n")
                .contains("sluice_outbound_queued_bytes 7.0\n")
                .contains("sluice_rest_requests_seconds_count{route=\"GET /x\",status=\"200\"} 1\n")
                .contains("sluice_store_used_bytes 3.0\n")
                .contains("sluice_store_commits_total 5.0\n")
                .contains("sluice_documents_open 4.0\n")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void codes_areThoseThatCanOccur() {
        assertThat(metrics.scrape())
                .contains("sluice_nacks_total{code=\"429\"} 0.0\n", "sluice_connects_total{code=\"200\"} 0.0\n")
                .doesNotContain("sluice_nacks_total{code=\"200\"}", "sluice_tokens_refused_total{status=\"200\"}");
    }

    @Test
    void attempts_areCountedByOutcomeAndByWhatTheyFound() {
        metrics.collections().repeated(attempt(new SummaryOutcome.Lost("gone")));
        metrics.collections().ended(attempt(new SummaryOutcome.Acknowledged("handle", 7)));
        metrics.collections().failed(DOCUMENT, new IllegalStateException("cannot be opened"));
        assertThat(metrics.scrape())
                .contains("sluice_gc_attempts_total{outcome=\"acknowledged\"} 1.0\n")
                .contains("sluice_gc_attempts_total{outcome=\"lost\"} 1.0\n")
                .contains("sluice_gc_attempts_total{outcome=\"failed\"} 1.0\n")
                .contains("sluice_gc_runs_total{marking=\"full\"} 2.0\n")
                .contains("sluice_gc_nodes_total{state=\"referenced\"} 10.0\n")
                .contains("sluice_gc_nodes_total{state=\"sweep-ready\"} 2.0\n")
                .contains("sluice_gc_nodes_total{state=\"deleted\"} 6.0\n")
                .contains("sluice_gc_edges_total 40.0\n")
                .contains("sluice_gc_swept_total 2.0\n")
                .contains("sluice_gc_revived_total 2.0\n")
                .contains("sluice_gc_prevented_total 8.0\n")
                .contains("sluice_gc_data_bytes_total 200.0\n")
                .contains("sluice_gc_summaries_bytes_total 600.0\n")
                .contains("sluice_gc_phase_seconds_count{phase=\"mark\"} 2\n")
                .contains("sluice_gc_phase_seconds_count{phase=\"answer\"} 0\n");
    }

    /** Six nodes, one of which is swept and one revived, after three that were deleted before. */
    private static Attempt attempt(SummaryOutcome outcome) {
        NodeCounts none = NodeCounts.NONE;
        Statistics statistics =
                new Statistics(new NodeCounts(6, 6, 0), new NodeCounts(1, 1, 0), none, none, new NodeCounts(9, 9, 0));
        CollectionPlan plan = new CollectionPlan(
                1,
                SweepMode.ON,
                List.of(
                        node("/a", new NodeState.SweepReady(0), Reason.AGED),
                        node("/b", new NodeState.Referenced(), Reason.REVIVED)),
                List.of("/b"),
                List.of(),
                Set.of(),
                List.of("/a"),
                List.of(),
                statistics);
        RunFigures figures = new RunFigures(20, 4, Duration.ZERO, Duration.ofMillis(2), Duration.ZERO);
        CollectionRun run = new CollectionRun(plan, true, GcSnapshot.EMPTY, Set.of(), figures);
        return new Attempt(
                DOCUMENT,
                Trigger.ON_DEMAND,
                Optional.of(run),
                outcome,
                Duration.ofSeconds(1),
                new AttemptFigures(Map.of(Phase.MARK, Duration.ofMillis(2)), 300, 100));
    }

    private static NodePlan node(String id, NodeState state, Reason reason) {
        return new NodePlan(id, NodeType.DATA_STORE, state, reason, Optional.empty());
    }

    private void bindEverything() {
        metrics.bindProcess();
        metrics.bindOutboundQueue(() -> 7);
        metrics.bindDocuments(() -> 4);
        metrics.bindPool(() -> 1, () -> 2, () -> 3, () -> 4);
        metrics.bindStore(() -> new StoreStatistics(1, 2, 3, 4, 5, 6, 7));
        metrics.route("GET /x").record(200, 1_000_000);
    }
}
