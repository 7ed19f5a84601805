package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping the whole server. */
@Timeout(60)
class SluiceServerTest {
    @TempDir
    private Path data = Path.of("");

    @Test
    void freePort_isSharedByAllEventLoops() throws IOException, InterruptedException {
        SluiceServer server = SluiceServer.start(
                ServerConfig.of(Map.of("port", "0", "data", data.toString(), "event-loop-threads", "3")),
                InstantSource.system());
        try {
            for (int connection = 0; connection < 3; connection++) {
                assertThat(readiness(server.url())).isEqualTo(200);
            }
        } finally {
            server.close(Duration.ZERO, Duration.ofSeconds(20));
        }
    }

    /** Asks over a connection of its own, which another event loop gets. */
    private static int readiness(URI server) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/healthz/ready")).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
