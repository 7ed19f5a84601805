package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Answers by asking a running server's {@link AdminRoutes}. */
final class ServerSource implements DocumentSource {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final String ERROR = "{\"error\":";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final String base;
    private final Optional<Secret> token;

    ServerSource(URI server, Optional<Secret> token) {
        this.base = server + AdminRoutes.PREFIX;
        this.token = token;
    }

    @Override
    public void list(Optional<TenantId> tenant, Lines lines) throws IOException {
        get("/documents" + tenant.map(id -> "?tenant=" + encode(id.value())).orElse(""), lines);
    }

    @Override
    public void show(DocumentKey key, Lines lines) throws IOException {
        get(path(key), lines);
    }

    @Override
    public void ops(DocumentKey key, long fromExclusive, long toExclusive, Lines lines) throws IOException {
        get(path(key) + "/ops?from=" + fromExclusive + "&to=" + toExclusive, lines);
    }

    @Override
    public void tree(DocumentKey key, Optional<GitId> version, Lines lines) throws IOException {
        get(path(key) + "/tree" + version.map(id -> "?version=" + id).orElse(""), lines);
    }

    @Override
    public void export(DocumentKey key, Path folder) throws IOException {
        try (InputStream body = send(request(path(key) + "/export").GET().build());
                ZipInputStream zip = new ZipInputStream(body)) {
            ExportFolder files = new ExportFolder(folder);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                try (OutputStream file = files.begin(entry.getName())) {
                    zip.transferTo(file);
                }
            }
        }
    }

    @Override
    public void undelete(DocumentKey key, Lines lines) throws IOException {
        post(path(key) + "/undelete", lines);
    }

    @Override
    public void verify(Lines lines) throws IOException {
        post("/verify", lines);
    }

    @Override
    public void backup(String target, Lines lines) throws IOException {
        post("/backup" + (target.isEmpty() ? "" : "?name=" + encode(target)), lines);
    }

    @Override
    public void restore(String backup, List<DocumentKey> documents, Lines lines) throws IOException {
        String named = documents.stream()
                .map(key -> "&document=" + encode(key.toString()))
                .collect(Collectors.joining());
        post("/restore?name=" + encode(backup) + named, lines);
    }

    @Override
    public void close() {}

    private void get(String path, Lines lines) throws IOException {
        readLines(send(request(path).GET().build()), lines);
    }

    private void post(String path, Lines lines) throws IOException {
        readLines(send(request(path).POST(BodyPublishers.noBody()).build()), lines);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        return request;
    }

    private InputStream send(HttpRequest request) throws IOException {
        HttpResponse<InputStream> response;
        try {
            response = http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException unreachable) {
            throw new IOException("cannot reach " + base + ": " + unreachable.getMessage(), unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw refused(response.statusCode(), body.readAllBytes());
        }
    }

    private AdminException refused(int status, byte[] body) {
        try {
            String message = Json.parse(body).path("message").asText("");
            if (!message.isEmpty()) {
                return AdminException.failed(message);
            }
        } catch (IOException notOurs) {
            // Some other server answered; its status is all there is to tell.
        }
        return AdminException.failed(base + " answered with status " + status + "; is it a sluice server?");
    }

    private static void readLines(InputStream body, Lines lines) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(ERROR)) {
                    JsonNode error = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                    throw AdminException.failed(
                            error.path("error").path("message").asText());
                }
                lines.line(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String path(DocumentKey key) {
        return "/documents/" + encode(key.tenant().value()) + "/"
                + encode(key.document().value());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
