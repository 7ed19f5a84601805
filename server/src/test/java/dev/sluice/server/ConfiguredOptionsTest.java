package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Json;
import dev.sluice.server.config.RateLimit;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import dev.sluice.server.config.Settings;
import dev.sluice.server.transport.rest.RestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting arrives where it takes effect. */
final class ConfiguredOptionsTest {
    /** Settings that are used as they are, or whose effect a test of its own shows. */
    private static final Set<String> ELSEWHERE = Set.of(
            "host",
            "port",
            "public-url",
            "orderer-url",
            "historian-url",
            "delta-stream-url",
            "tls-certificate-file",
            "tls-key-file",
            "static-files",
            "data",
            "durability",
            "map-initial-bytes",
            "map-max-bytes",
            "large-blob-threshold-bytes",
            "preallocate-bytes",
            "commit-max-bytes",
            "commit-queue-max-bytes",
            "backup-dir",
            "developer-tenants",
            "token-lifetime-max-ms",
            "token-cache-entries",
            "admin-token-file",
            "admin-token-env",
            "document-connects-per-second",
            "document-connects-burst",
            "address-connects-per-second",
            "address-connects-burst",
            "tenant-requests-per-second",
            "tenant-requests-burst",
            "summarizer-pool",
            "summarizer-pool-size",
            "summarizer-pool-tenants",
            "summarizer-pool-ops",
            "summarizer-pool-idle-ops",
            "summarizer-pool-delay-ms",
            "summarizer-pool-ageing-ms",
            "summarizer-pool-timeout-ms",
            "summarizer-pool-gc",
            "summarizer-document-max-bytes",
            "shutdown-notice-ms",
            "shutdown-timeout-ms",
            "log-format",
            "log-level",
            "metrics");

    record Row(String settings, Function<ServerConfig, Object> option, Object expected) {
        Set<String> keys() {
            return asMap().keySet();
        }

        Map<String, String> asMap() {
            Map<String, String> map = new HashMap<>();
            for (String setting : settings.split(" ", -1)) {
                int equals = setting.indexOf('=');
                map.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
            return map;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("event-loop-threads=3", c -> ConfiguredOptions.vertx(c).getEventLoopPoolSize(), 3),
                new Row("worker-threads=5", c -> ConfiguredOptions.vertx(c).getWorkerPoolSize(), 5),
                new Row(
                        "ping-interval-ms=7s",
                        c -> ConfiguredOptions.sockets(c).engine().pingInterval(),
                        Duration.ofSeconds(7)),
                new Row(
                        "ping-timeout-ms=7s",
                        c -> ConfiguredOptions.sockets(c).engine().pingTimeout(),
                        Duration.ofSeconds(7)),
                new Row(
                        "ping-interval-ms=2m ping-timeout-ms=1m",
                        c -> ConfiguredOptions.http(c).getIdleTimeout(),
                        360_000),
                new Row(
                        "connect-timeout-ms=7s",
                        c -> ConfiguredOptions.sockets(c).connectTimeout(),
                        Duration.ofSeconds(7)),
                new Row(
                        "message-max-bytes=7777",
                        c -> ConfiguredOptions.sockets(c).engine().maxPayloadBytes(),
                        7777),
                new Row(
                        "outbound-queue-max-bytes=77777",
                        c -> ConfiguredOptions.sockets(c).engine().maxQueuedBytes(),
                        77_777L),
                new Row(
                        "connections-max=7",
                        c -> ConfiguredOptions.sockets(c).engine().maxSessions(),
                        7),
                new Row("json-max-depth=77", c -> ConfiguredOptions.sockets(c).maxJsonDepth(), 77),
                new Row(
                        "op-max-bytes=7777",
                        c -> ConfiguredOptions.deltaStream(c).opMaxBytes(),
                        7777),
                new Row(
                        "op-size-check=on",
                        c -> ConfiguredOptions.deltaStream(c).opSizeCheck(),
                        true),
                new Row("batch-max-ops=7", c -> ConfiguredOptions.deltaStream(c).batchMaxOps(), 7),
                new Row(
                        "client-ops-per-second=7 client-ops-burst=8",
                        c -> ConfiguredOptions.deltaStream(c).ops(),
                        new RateLimit(7, 8)),
                new Row(
                        "client-signals-per-second=7 client-signals-burst=8",
                        c -> ConfiguredOptions.deltaStream(c).signals(),
                        new RateLimit(7, 8)),
                new Row(
                        "noop-time-frequency-ms=7s",
                        c -> ConfiguredOptions.deltaStream(c).noopTimeFrequency(),
                        Optional.of(Duration.ofSeconds(7))),
                new Row(
                        "noop-count-frequency=7",
                        c -> ConfiguredOptions.deltaStream(c).noopCountFrequency(),
                        Optional.of(7)),
                new Row(
                        "client-timeout-ms=7s",
                        c -> ConfiguredOptions.ordering(c).sequencer().clientTimeout(),
                        Duration.ofSeconds(7)),
                new Row(
                        "activity-timeout-ms=7s",
                        c -> ConfiguredOptions.ordering(c).sequencer().activityTimeout(),
                        Duration.ofSeconds(7)),
                new Row(
                        "noop-consolidation-ms=7",
                        c -> ConfiguredOptions.ordering(c).sequencer().noopConsolidation(),
                        Duration.ofMillis(7)),
                new Row(
                        "document-idle-close-ms=7s",
                        c -> ConfiguredOptions.ordering(c).idleClose(),
                        Duration.ofSeconds(7)),
                new Row("checkpoint-ops=7", c -> ConfiguredOptions.ordering(c).checkpointOps(), 7),
                new Row(
                        "document-queue-max-bytes=7777",
                        c -> ConfiguredOptions.ordering(c).maxPendingBytes(),
                        7777L),
                new Row(
                        "clients-per-document-max=7",
                        c -> ConfiguredOptions.ordering(c).maxClients(),
                        7),
                new Row(
                        "client-lag-max-ops=7",
                        c -> ConfiguredOptions.ordering(c).sequencer().lagMaxOps(),
                        7L),
                new Row(
                        "quorum-max-bytes=7777",
                        c -> ConfiguredOptions.ordering(c).maxQuorumBytes(),
                        7777L),
                new Row(
                        "documents-open-max=7",
                        c -> ConfiguredOptions.ordering(c).maxOpenDocuments(),
                        7),
                new Row(
                        "tree-max-depth=7",
                        c -> ConfiguredOptions.ordering(c).trees().maxDepth(),
                        7),
                new Row(
                        "tree-max-entries=77",
                        c -> ConfiguredOptions.ordering(c).trees().maxEntries(),
                        77),
                new Row("tree-max-depth=7", c -> rest(c).limits().treeMaxDepth(), 7),
                new Row("tree-max-entries=77", c -> rest(c).limits().treeMaxEntries(), 77),
                new Row("json-max-depth=77", c -> rest(c).limits().jsonMaxDepth(), 77),
                new Row("json-body-max-bytes=7777", c -> rest(c).limits().jsonBodyMaxBytes(), 7777),
                new Row("message-max-bytes=7777", c -> rest(c).limits().signalMaxBytes(), 7777),
                new Row("envelope-max-bytes=7777", c -> rest(c).limits().envelopeMaxBytes(), 7777L),
                new Row("blob-max-bytes=7777", c -> rest(c).limits().blobMaxBytes(), 7777L),
                new Row("summary-max-bytes=7777", c -> rest(c).limits().summaryMaxBytes(), 7777),
                new Row("replies-max-bytes=77777", c -> rest(c).limits().repliesMaxHeapBytes(), 77777L),
                new Row("deltas-max-ops=2007", c -> rest(c).limits().deltasMaxOps(), 2007),
                new Row("deletion-retention-ms=7s", c -> rest(c).deletionRetention(), Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void setting_givenAValue_takesEffectAsThat(Row row) {
        assertThat(row.option().apply(ServerConfig.of(row.asMap()))).isEqualTo(row.expected());
        assertThat(row.option().apply(ServerConfig.defaults())).isNotEqualTo(row.expected());
    }

    @Test
    void limit_thatTheProcessCannotHold_isLower() {
        assertThat(ConfiguredOptions.sockets(ServerConfig.of(Map.of("json-max-depth", "777")))
                        .maxJsonDepth())
                .isEqualTo(Json.MAX_DEPTH);
        assertThat(rest(ServerConfig.of(Map.of("summary-max-bytes", "1GiB")))
                        .limits()
                        .summaryMaxBytes())
                .isEqualTo((256 << 20) / 24);
        assertThat(rest(ServerConfig.of(Map.of("json-body-max-bytes", "50MiB")))
                        .limits()
                        .jsonBodyMaxBytes())
                .isEqualTo((256 << 20) / 24);
    }

    @Test
    void settings_areAllInTheTableOrTestedElsewhere() {
        Set<String> tested = new HashSet<>(ELSEWHERE);
        rows().forEach(row -> tested.addAll(row.keys()));
        List<String> all = Settings.all().stream().map(Setting::key).toList();
        assertThat(tested).containsExactlyInAnyOrderElementsOf(all);
    }

    /** As a process with 256 MiB of memory has them. */
    private static RestSettings rest(ServerConfig config) {
        return RestSettings.of(config, 256L << 20);
    }
}
