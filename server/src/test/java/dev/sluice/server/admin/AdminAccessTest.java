package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.storage.memory.MemoryStore;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdminAccessTest {
    private final Vertx vertx = Vertx.vertx();
    private final MemoryStore store = new MemoryStore();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
        store.close();
    }

    @Test
    void routes_withoutToken_admitProgramsOnThisMachine() throws Exception {
        URI url = listen(ServerConfig.defaults());
        assertThat(get(url, "Accept", "*/*").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"Origin, https://evil.example", "Sec-Fetch-Site, cross-site", "X-Forwarded-For, 10.0.0.1"})
    void routes_withoutToken_refuseWebPagesAndProxies(String header, String value) throws Exception {
        URI url = listen(ServerConfig.defaults());
        HttpResponse<String> response = get(url, header, value);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("without an admin token only programs on the server's machine");
    }

    /** A page whose own name was made to point here is of the same origin for its browser, and sends none of those. */
    @ParameterizedTest
    @CsvSource({
        "rebound.example, 403",
        "rebound.example:7070, 403",
        "localhost.rebound.example:7070, 403",
        "127.0.0.1.rebound.example, 403",
        "10.0.0.1:7070, 403",
        "'', 403",
        "localhost, 200",
        "LocalHost:7070, 200",
        "127.0.0.2:7070, 200",
        "[::1]:7070, 200"
    })
    void routes_withoutToken_areThereUnderALocalNameOnly(String host, int status) throws Exception {
        assertThat(statusFor(listen(ServerConfig.defaults()), host)).isEqualTo(status);
    }

    @Test
    void routes_withToken_areThereUnderAnyName() throws Exception {
        URI url = listen(ServerConfig.of(Map.of("admin-token-env", "T"), Map.of("T", "open sesame")));
        assertThat(statusFor(url, "sluice.example\r\nAuthorization: Bearer open sesame"))
                .isEqualTo(200);
    }

    @Test
    void routes_withToken_admitWhoeverHasIt() throws Exception {
        URI url = listen(ServerConfig.of(Map.of("admin-token-env", "T"), Map.of("T", "open sesame")));
        assertThat(get(url, "Authorization", "Bearer open sesame").statusCode()).isEqualTo(200);
        assertThat(get(url, "Authorization", "Bearer open").statusCode()).isEqualTo(401);
        assertThat(get(url, "Accept", "*/*").statusCode()).isEqualTo(401);
        Map<String, String> environment = Map.of("T", "open sesame");
        String base = url.toString().replace(AdminRoutes.PREFIX + "/documents", "");
        assertThat(CliRun.of(environment, "doc", "list", "--url", base, "--admin-token-env", "T")
                        .code())
                .isEqualTo(ExitCode.OK);
        CliRun refused = CliRun.of("doc", "list", "--url", base);
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).isEqualTo("sluice: the admin token is missing or wrong\n");
    }

    @Test
    void undelete_withoutTheToken_isRefused() throws Exception {
        URI url = listen(ServerConfig.of(Map.of("admin-token-env", "T"), Map.of("T", "open sesame")));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/acme/x/undelete"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"/nothing, 404", "/documents/acme/x/ops?from=y, 400", "/documents/acme/x, 404"})
    void request_thatCannotBeAnswered_hasAStatusAndAMessage(String path, int status) throws Exception {
        URI url = listen(ServerConfig.defaults());
        HttpResponse<String> response = get(URI.create(url.toString().replace("/documents", path)), "Accept", "*/*");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"message\"");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void backup_withANameOutsideItsFolder_isRefused() throws Exception {
        URI url = listen(ServerConfig.defaults());
        URI backup = URI.create(url.toString().replace("/documents", "/backup?name=..%2Fx"));
        HttpRequest request = HttpRequest.newBuilder(backup)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
    }

    private URI listen(ServerConfig config) {
        Router router = Router.router(vertx);
        new AdminRoutes(vertx, store, config, Instant::now).mountOn(router);
        int port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        return URI.create("http://127.0.0.1:" + port + AdminRoutes.PREFIX + "/documents");
    }

    /** Java's own client lets nobody choose the Host header. */
    private static int statusFor(URI url, String host) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String request = "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private HttpResponse<String> get(URI url, String header, String value) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url).header(header, value).build(), BodyHandlers.ofString());
    }
}
