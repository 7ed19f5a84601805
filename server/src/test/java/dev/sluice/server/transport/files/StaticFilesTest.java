package dev.sluice.server.transport.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ConfigException;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of {@code static-files}, asked for over the wire. */
@Timeout(60)
final class StaticFilesTest {
    private static final String PAGE = "<!doctype html><title>Page</title>";

    @TempDir
    private Path folder = Path.of("target");

    private SluiceServer server;

    @BeforeEach
    void start() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files/lib"));
        Files.writeString(folder.resolve("outside.txt"), "a secret");
        Files.writeString(files.resolveSibling("index.html"), PAGE);
        Files.writeString(files.resolveSibling(".hidden"), "a secret");
        Files.writeString(files.resolve("main.js"), "export {};");
        Files.writeString(files.resolve("style.css"), "body {}");
        Files.createDirectories(folder.resolve("files-of-others"));
        Files.writeString(folder.resolve("files-of-others/index.html"), "a secret");
        server = SluiceServer.start(settings(folder.resolve("files")), InstantSource.system());
    }

    private ServerConfig settings(Path files) {
        return ServerConfig.of(
                Map.of("port", "0", "data", folder.resolve("data").toString(), "static-files", files.toString()));
    }

    @AfterEach
    void stop() {
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({
        "/app/, text/html",
        "/app/index.html, text/html",
        "/app/lib/main.js, javascript",
        "/app/lib/style.css, text/css"
    })
    void file_isServedAsWhatItIs(String path, String type) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).contains(type);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    @Test
    void fileThatChanged_isServedAsItIsNow() throws IOException, InterruptedException {
        assertThat(get("/app/").body()).isEqualTo(PAGE);
        Files.writeString(folder.resolve("files/index.html"), PAGE + "<p>longer</p>");
        assertThat(get("/app/").body()).isEqualTo(PAGE + "<p>longer</p>");
    }

    @Test
    void folderWithoutSlash_isSentOnToIt() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/app");
        assertThat(answer.statusCode()).isEqualTo(301);
        assertThat(answer.headers().firstValue("location")).contains("/app/");
    }

    /** Sent as they are: a client of HTTP would resolve the dots itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/../outside.txt",
                "/app/lib/../../outside.txt",
                "/app/%2e%2e/outside.txt",
                "/app/..%2foutside.txt",
                "/app/%2e%2e%2foutside.txt",
                "/app/..%5coutside.txt",
                "/app/..%252foutside.txt",
                "/app/lib/%2e%2e/%2e%2e/outside.txt",
                "/app/../files-of-others/index.html",
                "/app/%2e%2e/files-of-others/",
                "/app//etc/passwd",
                "/app/%2fetc/passwd",
                "/app/index.html%00.txt",
                "/app/.hidden",
                "/app/lib/../.hidden",
                "/app/%2ehidden"
            })
    void nameThatLeadsOut_orIsHidden_isNotServed(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 (400|403|404) .*").doesNotContain("a secret", "root:");
    }

    @Test
    void folder_isNotListed() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/app/lib/");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("main.js");
    }

    @Test
    void absentFile_isNotFound() throws IOException, InterruptedException {
        assertThat(get("/app/absent.js").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE"})
    void otherMethods_areRefused(String method) throws IOException, InterruptedException {
        HttpRequest request = request("/app/index.html")
                .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(404);
        assertThat(folder.resolve("files/index.html")).hasContent(PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/", "/app/lib/main.js", "/app/lib/style.css", "/app/lib/none.css", "/app/.hidden"})
    void head_saysWhatGetWouldAnswer(String path) throws IOException, InterruptedException {
        HttpResponse<String> get = get(path);
        HttpResponse<String> answer = send(request(path)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(answer.statusCode()).isEqualTo(get.statusCode());
        for (String header : List.of("content-length", "content-type", "cache-control", "x-content-type-options")) {
            assertThat(answer.headers().allValues(header))
                    .as(header)
                    .isEqualTo(get.headers().allValues(header));
        }
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void theServiceItself_isStillThere() throws IOException, InterruptedException {
        assertThat(get("/documents/local/session/none").body()).startsWith("{\"code\":");
    }

    @Test
    void folderThatIsNone_isRefused() {
        assertThatThrownBy(() -> settings(folder.resolve("outside.txt")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("static-files is ")
                .hasMessageContaining("outside.txt");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.url().resolve(path)).version(HttpClient.Version.HTTP_1_1);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        URI url = server.url();
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
