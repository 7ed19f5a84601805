package dev.sluice.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.StoreStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServerMetricsTest {
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (sluice_\\S+) (\\S+)$");

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

    private void bindEverything() {
        metrics.bindProcess();
        metrics.bindOutboundQueue(() -> 7);
        metrics.bindDocuments(() -> 4);
        metrics.bindStore(() -> new StoreStatistics(1, 2, 3, 4, 5, 6, 7));
        metrics.route("GET /x").record(200, 1_000_000);
    }
}
