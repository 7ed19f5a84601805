package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ServiceClient;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server's own pool summarizes, and TypeScript clients load. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PoolIT {
    private static final String SUMMARIZED = "sluice_pool_documents_total{result=\"summarized\"} 1.0\n";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path data = Path.of("target");

    private SluiceServer server;

    @BeforeEach
    void start() {
        Map<String, String> settings = Map.of(
                "port", "0",
                "data", data.toString(),
                "summarizer-pool", "on",
                "summarizer-pool-delay-ms", "10",
                "summarizer-pool-idle-ops", "1");
        server = SluiceServer.start(ServerConfig.of(settings, Map.of()), InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({"v2, 2", "v3, 2", "internal3, 1"})
    void rt041_summaryOfThePool_isWhatTypeScriptBeginsWith(String generation, String compatibility) throws Exception {
        try (ServiceClient client = ServiceClient.insecure(server.url());
                JavaPeer java = new JavaPeer("java", client, compatibility);
                NodePeer node = NodePeer.start(generation, compatibility, server.url())) {
            // What holds tasks is not what was edited alone, but also who is there.
            List<String> common = java.structures().stream()
                    .filter(node.structures()::contains)
                    .filter(name -> !name.equals("tasks"))
                    .toList();
            Steps steps = new Steps(new Random(7), common);
            String document = java.create();
            for (int batch = 0; batch < 12; batch++) {
                java.edit(steps.batch());
            }
            long edited = java.awaitSaved();
            JsonObject expected = java.state();
            java.leave();
            awaitSummary();

            assertThat(node.loadBase(document)).isGreaterThanOrEqualTo(edited);
            JsonObject found = node.state();
            assertThat(found.members()).containsKey("map");
            found.members()
                    .forEach(
                            (structure, part) -> assertThat(part).as(structure).isEqualTo(expected.require(structure)));
        }
    }

    private void awaitSummary() throws IOException, InterruptedException {
        HttpRequest scrape =
                HttpRequest.newBuilder(URI.create(server.url() + "/metrics")).build();
        while (!http.send(scrape, BodyHandlers.ofString()).body().contains(SUMMARIZED)) {
            Thread.onSpinWait();
        }
    }
}
