package dev.sluice.server.transport.rest;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.RestAuthenticator;
import dev.sluice.server.auth.Revocations;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.auth.Tenants;
import dev.sluice.server.auth.TokenMinter;
import dev.sluice.server.auth.TokenVerifier;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.memory.MemoryStore;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A server on loopback over a store in memory, and a client for it. */
final class RestHarness implements AutoCloseable {
    static final TenantId ACME = new TenantId("acme");
    static final String WHOLE = "{\"type\":\"tree\",\"entries\":["
            + "{\"path\":\".metadata\",\"type\":\"blob\",\"value\":{\"type\":\"blob\",\"content\":\"{}\",\"encoding\":\"utf-8\"}},"
            + "{\"path\":\"bin\",\"type\":\"blob\",\"value\":{\"type\":\"blob\",\"content\":\"AP+ACg==\",\"encoding\":\"base64\"}},"
            + "{\"path\":\"sub\",\"type\":\"tree\",\"value\":{\"type\":\"tree\",\"entries\":["
            + "{\"path\":\"header\",\"type\":\"blob\",\"value\":{\"type\":\"blob\",\"content\":\"héllo\",\"encoding\":\"utf-8\"}}]}}]}";
    static final String VALUES = "[[\"code\",{\"key\":\"code\",\"value\":{\"package\":\"p\"},"
            + "\"approvalSequenceNumber\":0,\"commitSequenceNumber\":0,\"sequenceNumber\":0}]]";

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    final RecordingDirectory documents = new RecordingDirectory();
    final Store store;
    final Revocations revocations;
    final TokenMinter minter;
    final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .build();
    volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
    volatile Duration delay = Duration.ZERO;
    volatile boolean ready = true;
    final URI base;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
    private final HttpServer server;
    private final RestServer rest;
    private final AtomicInteger ids = new AtomicInteger();

    RestHarness() {
        this(RestSettings.DEFAULTS);
    }

    RestHarness(RestSettings settings) {
        this(settings, new MemoryStore());
    }

    RestHarness(RestSettings settings, Store store) {
        this.store = store;
        ServerConfig.Security security = ServerConfig.of(
                        Map.of("tenant.acme.key1-env", "ONE", "tenant.other.key1-env", "ONE"),
                        Map.of("ONE", "a key that nobody knows"))
                .security();
        Tenants tenants = Tenants.of(security);
        this.revocations = new Revocations(() -> now, Revocations.Journal.NONE);
        this.minter = new TokenMinter(tenants, () -> now);
        TokenVerifier verifier = new TokenVerifier(security, tenants, revocations, () -> now);
        RestServices services = new RestServices(
                store,
                new RestAuthenticator(tenants, verifier),
                minter,
                documents,
                Optional.of((key, tokenId) ->
                        revocations.revoke(new Revocations.Revocation(key.tenant(), tokenId, now.plusSeconds(3600)))),
                tenant -> delay,
                RestListener.NONE,
                () -> ready,
                () -> now,
                () -> "made-" + ids.incrementAndGet());
        Router router = Router.router(vertx);
        this.rest = new RestServer(vertx, services, settings);
        rest.mount(router);
        this.server = await(vertx.createHttpServer(RestServer.prepare(new HttpServerOptions()))
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
        this.base = URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    RestServer server() {
        return rest;
    }

    /** Returns a token of the tenant acme with a user's scopes. */
    String token(String document) {
        return token(ACME, document, Scope.USER);
    }

    String token(TenantId tenant, String document, List<String> scopes) {
        return minter.mint(tenant, document, scopes, "{\"id\":\"u\"}", Optional.empty(), Duration.ofHours(1));
    }

    static String orderer(String token) {
        return "Basic " + token;
    }

    static String storage(String token) {
        return "Basic " + Base64.getEncoder().encodeToString((ACME + ":" + token).getBytes(StandardCharsets.UTF_8));
    }

    Answer get(String path, String authorization) {
        return send(request(path).header("Authorization", authorization).GET().build());
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer post(String path, String authorization, String json) {
        return method("POST", path, authorization, json);
    }

    Answer method(String method, String path, String authorization, String json, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(DEADLINE);
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            return new Answer(response);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Sends a request the way drivers do. */
    Answer restless(String method, String path, String authorization, Optional<String> body) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded;restless")
                .POST(HttpRequest.BodyPublishers.ofString(envelope(
                        method, List.of("x-driver-version: 2.111.0", "Authorization: " + authorization), body)))
                .build());
    }

    static String envelope(String method, List<String> headers, Optional<String> body) {
        List<String> fields = new ArrayList<>(List.of("method=" + method));
        headers.forEach(header -> fields.add("header=" + form(header)));
        body.ifPresent(text -> fields.add("body=" + form(text)));
        return String.join("&", fields);
    }

    static String form(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Creates a document of the tenant acme and returns its id. */
    String create(String members) {
        String body = "{\"summary\":" + WHOLE + ",\"sequenceNumber\":0,\"values\":" + VALUES + members + "}";
        return post("/documents/acme", orderer(token("")), body)
                .expect(201)
                .json()
                .asText();
    }

    String create() {
        return create("");
    }

    /** Returns the newest version of a document, as clients list it. */
    Answer head(String document) {
        return get("/repos/acme/commits?count=1&sha=" + document, storage(token(document)));
    }

    String treeOf(String document) {
        return head(document).expect(200).json().get(0).at("/commit/tree/sha").asText();
    }

    /** The ids in a tree, by path and in order. */
    record Listing(Map<String, String> shas) {
        String sha(String path) {
            return Objects.requireNonNull(shas.get(path), path);
        }
    }

    Listing listing(String document) {
        Answer tree = get("/repos/acme/git/trees/" + treeOf(document) + "?recursive=1", storage(token(document)));
        Map<String, String> shas = new LinkedHashMap<>();
        tree.expect(200)
                .json()
                .get("tree")
                .forEach(entry ->
                        shas.put(entry.get("path").asText(), entry.get("sha").asText()));
        return new Listing(shas);
    }

    /** Returns the bytes of a blob. */
    byte[] blob(String document, String sha) {
        Answer blob = get("/repos/acme/git/blobs/" + sha, storage(token(document)));
        return Base64.getDecoder().decode(blob.expect(200).json().get("content").asText());
    }

    void append(String document, long first, String... ops) {
        List<byte[]> bytes = Arrays.stream(ops)
                .map(op -> op.getBytes(StandardCharsets.UTF_8))
                .collect(Collectors.toList());
        write(new Mutation.AppendOps(DocumentKey.of("acme", document), first, bytes));
    }

    void write(Mutation... mutations) {
        store.write(Transaction.of(mutations)).join();
    }

    @Override
    public void close() {
        await(vertx.close());
        store.close();
    }
}
