package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.admin.ServerLauncher;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @Test
    void tls_withCertificateAndKey_servesBothSurfaces() throws Exception {
        TestCertificate certificate = TestCertificate.make(data);
        SluiceServer server = start(Map.of(
                "tls-certificate-file", certificate.chainFile().toString(),
                "tls-key-file", certificate.keyFile().toString()));
        try {
            assertThat(server.url().getScheme()).isEqualTo("https");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.trusting()).build();
            HttpResponse<String> discovered = client.send(
                    HttpRequest.newBuilder(server.url().resolve("/documents/local/session/none"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(discovered.statusCode()).as(discovered.body()).isEqualTo(404);

            CompletableFuture<String> opened = new CompletableFuture<>();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("wss" + server.url().toString().substring("https".length())
                                    + "/socket.io/?EIO=4&transport=websocket"),
                            new FirstMessage(opened))
                    .get(20, TimeUnit.SECONDS);
            assertThat(opened.get(20, TimeUnit.SECONDS)).startsWith("0{\"sid\":");
            socket.abort();
        } finally {
            server.close(Duration.ZERO, Duration.ofSeconds(20));
        }
    }

    /** What the server says of a token it has read; HTTP itself would refuse a header or a path it has no room for. */
    @ParameterizedTest
    @EnumSource
    void longTokensAndPaths_areRead(HttpClient.Version version) throws IOException, InterruptedException {
        SluiceServer server = start(Map.of());
        try {
            HttpClient client = HttpClient.newBuilder().version(version).build();
            // HTTP/2 begins with the second request: the first one asks for it.
            client.send(
                    HttpRequest.newBuilder(server.url().resolve("/")).build(), HttpResponse.BodyHandlers.discarding());
            HttpResponse<String> refused = client.send(
                    HttpRequest.newBuilder(server.url().resolve("/deltas/local/d?x=" + "x".repeat(12_000)))
                            .header("Authorization", "Basic " + "x".repeat(16_000))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.version()).isEqualTo(version);
            assertThat(refused.body()).isEqualTo("{\"code\":401,\"message\":\"Invalid token\"}");
        } finally {
            server.close(Duration.ZERO, Duration.ofSeconds(20));
        }
    }

    @Test
    void closing_whenInterrupted_isFinishedAndTheInterruptionKept() {
        SluiceServer server = start(Map.of());
        Thread.currentThread().interrupt();
        server.close(Duration.ofHours(1), Duration.ofSeconds(20));
        assertThat(Thread.interrupted()).isTrue();
        start(Map.of()).close(Duration.ZERO, Duration.ofSeconds(20));
    }

    @Test
    void closing_withoutTime_returnsWithinItsBound() {
        SluiceServer server = start(Map.of());
        long before = System.nanoTime();
        server.close(Duration.ZERO, Duration.ofMillis(1));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void start_onAPortInUse_fails_andLeavesNothingRunning() throws IOException {
        long threads = threads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = Map.of("port", Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(() -> start(settings))
                    .isInstanceOf(ServerLauncher.StartupException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use");
        }
        Awaitility.await().until(() -> threads() <= threads);
        start(Map.of()).close(Duration.ZERO, Duration.ofSeconds(20));
    }

    @Test
    void start_onAStoreInUse_failsAndHarmsNobody() throws IOException, InterruptedException {
        SluiceServer first = start(Map.of());
        try {
            assertThatThrownBy(() -> start(Map.of())).hasMessageContaining("is open");
            assertThat(readiness(first.url())).isEqualTo(200);
        } finally {
            first.close(Duration.ZERO, Duration.ofSeconds(20));
        }
    }

    /** Counts the threads that would keep the process from ending, or write to a store. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("vert.x") || name.startsWith("sluice"))
                .count();
    }

    private SluiceServer start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("port", "0");
        all.put("data", data.resolve("store").toString());
        return SluiceServer.start(ServerConfig.of(all), InstantSource.system());
    }

    /** Waits for the first message of a socket. */
    private record FirstMessage(CompletableFuture<String> message) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            message.complete(text.toString());
            return null;
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
