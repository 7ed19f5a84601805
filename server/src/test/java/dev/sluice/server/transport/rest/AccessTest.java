package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.ACME;
import static dev.sluice.server.transport.rest.RestHarness.WHOLE;
import static dev.sluice.server.transport.rest.RestHarness.orderer;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.Scope;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AccessTest {
    private static final String BLOB = "{\"content\":\"x\",\"encoding\":\"utf-8\"}";

    private final RestHarness rest = new RestHarness();
    private final String id = rest.create();

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void svc029_throttled_saysWhenToComeBack() {
        rest.delay = Duration.ofMillis(2500);
        Answer answer = rest.get("/repos/acme/commits?sha=" + id, storage(rest.token(id)))
                .expectError(429);
        assertThat(answer.json().get("retryAfter").asInt()).isEqualTo(3);
        assertThat(answer.header("Retry-After")).isEqualTo("3");
    }

    @Test
    void svc030_expiredToken_is401_foreignToken_is403() {
        String token = rest.token(id);
        String other = rest.token(new TenantId("other"), id, Scope.USER);
        String wrongPair =
                "Basic " + Base64.getEncoder().encodeToString(("other:" + token).getBytes(StandardCharsets.UTF_8));
        for (String path : paths()) {
            boolean isStorage = path.startsWith("/repos");
            rest.get(path, isStorage ? storage(other) : orderer(other)).expectError(403);
        }
        rest.get("/repos/acme/commits?sha=" + id, wrongPair).expectError(403);
        rest.get("/documents/acme/session/" + id, orderer(rest.token("another")))
                .expectError(403);
        rest.get("/deltas/acme/" + id, orderer(rest.token("another"))).expectError(403);
        String another = rest.create();
        rest.get("/repos/acme/commits?sha=" + id, storage(rest.token(another))).expectError(403);
        rest.get("/repos/acme/contents/bin?ref=" + id, storage(rest.token(another)))
                .expectError(403);
        rest.now = rest.now.plusSeconds(3601);
        for (String path : paths()) {
            rest.get(path, path.startsWith("/repos") ? storage(token) : orderer(token))
                    .expectError(401);
            rest.get(path, "Basic nonsense").expectError(401);
            rest.get(path).expectError(403);
        }
    }

    @Test
    void svc031_bothKindsOfBasic_areUnderstood() {
        String token = rest.token(id);
        rest.get("/deltas/acme/" + id, orderer(token)).expect(200);
        rest.get("/repos/acme/commits?sha=" + id, storage(token)).expect(200);
        rest.get("/repos/acme/commits?sha=" + id + "&token=YWNtZQ==", storage(token))
                .expect(200);
    }

    @Test
    void developerTenants_needNoToken() {
        String body = "{\"summary\":" + WHOLE + "}";
        String made = rest.send(rest.request("/documents/tinylicious")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .expect(201)
                .json()
                .asText();
        rest.get("/repos/tinylicious/commits?count=1&sha=" + made).expect(200);
        rest.get("/deltas/tinylicious/" + made + "?from=0&to=1").expect(200);
        rest.get("/documents/tinylicious/session/" + made).expect(200);
        rest.get("/repos/local/commits?count=1&sha=" + made).expectError(404);
        rest.get("/repos/unknown/commits?count=1&sha=" + made).expectError(403);
    }

    @Test
    void scopes_areAskedForByRoute() {
        String reader = rest.token(ACME, id, List.of(Scope.DOC_READ));
        String writer = rest.token(ACME, id, List.of(Scope.DOC_READ, Scope.DOC_WRITE));
        String summarizer = rest.token(ACME, id, List.of(Scope.SUMMARY_WRITE));
        rest.get("/repos/acme/commits?sha=" + id, storage(reader)).expect(200);
        rest.post("/repos/acme/git/blobs", storage(reader), BLOB).expectError(403);
        rest.post("/repos/acme/git/trees", storage(reader), "{\"tree\":[]}").expectError(403);
        rest.post("/repos/acme/git/blobs", storage(writer), BLOB).expect(201);
        rest.post("/repos/acme/git/blobs", storage(summarizer), BLOB).expect(201);
        rest.post("/repos/acme/git/trees", storage(summarizer), "{\"tree\":[]}").expect(201);
        rest.get("/repos/acme/commits?sha=" + id, storage(summarizer)).expectError(403);
        rest.post("/repos/acme/git/commits", storage(writer), "{}").expectError(403);
        rest.post("/repos/acme/git/summaries", storage(writer), "{}").expectError(403);
        rest.method("DELETE", "/documents/acme/document/" + id, orderer(rest.token(id)), "")
                .expectError(403);
        rest.post("/acme/" + id + "/broadcast-signal", orderer(reader), "{}").expectError(403);
        rest.post("/documents/acme", orderer(rest.token(ACME, "", List.of(Scope.DOC_READ))), "{}")
                .expectError(403);
    }

    @Test
    void creation_withATokenForADocument_mustAskForThatDocument() {
        String body = "{\"summary\":" + WHOLE + ",\"id\":\"mine\"}";
        rest.post("/documents/acme", orderer(rest.token("yours")), body).expectError(403);
        rest.post("/documents/acme", orderer(rest.token("mine")), body).expect(201);
        rest.post("/documents/acme", orderer(rest.token("mine")), "{\"summary\":" + WHOLE + "}")
                .expectError(403);
    }

    @Test
    void creationToken_createsAndUploads_butReadsNothing() {
        String creation = storage(rest.token(ACME, "", Scope.USER));
        String commit = rest.head(id).json().get(0).get("sha").asText();
        String tree = rest.treeOf(id);
        String blob = rest.listing(id).sha("bin");

        for (String path : List.of(
                "/commits?sha=" + id,
                "/commits?sha=" + commit,
                "/contents/bin?ref=" + id,
                "/git/commits/" + commit,
                "/git/trees/" + tree + "?recursive=1",
                "/git/blobs/" + blob,
                "/git/blobs/raw/" + blob,
                "/git/refs",
                "/git/refs/heads/" + id,
                "/git/summaries/" + commit,
                "/git/summaries/latest")) {
            rest.get("/repos/acme" + path, creation).expectError(403);
        }
        String tag = "{\"ref\":\"refs/tags/x\",\"sha\":\"" + commit + "\"}";
        rest.post("/repos/acme/git/refs", creation, tag).expectError(403);

        rest.post("/repos/acme/git/blobs", creation, BLOB).expect(201);
        rest.post("/repos/acme/git/trees", creation, "{\"tree\":[]}").expect(201);
        rest.post("/documents/acme", creation, "{\"summary\":" + WHOLE + "}").expect(201);
    }

    @Test
    void creationToken_ofADeveloperTenant_reads() {
        TenantId developer = new TenantId("tinylicious");
        String creation = orderer(rest.token(developer, "", Scope.USER));

        rest.post("/documents/tinylicious", creation, "{\"summary\":" + WHOLE + ",\"id\":\"open\"}")
                .expect(201);

        rest.get("/repos/tinylicious/commits?sha=open", creation).expect(200);
    }

    @Test
    void unauthorizedUpload_isRefusedWithoutBeingRead() {
        rest.post("/repos/acme/git/blobs", "Basic x", "{\"content\":\"" + "x".repeat(1 << 20) + "\"}")
                .expectError(401);
    }

    @Test
    void preflight_isAnsweredWithWhatWasAsked() {
        Answer answer = rest.send(rest.request("/repos/acme/commits")
                .header("Origin", "http://app.example")
                .header("Access-Control-Request-Headers", "authorization,x-driver-version")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
        answer.expect(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET", "POST", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("authorization,x-driver-version");
    }

    @Test
    void head_isGetWithoutItsBody() {
        String storage = storage(rest.token(id));
        for (String path : List.of("/", "/repos/acme/commits?sha=" + id, "/repos/acme/git/blobs/" + "a".repeat(40))) {
            Answer get = rest.get(path, storage);
            Answer head = rest.send(rest.request(path)
                    .header("Authorization", storage)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build());
            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.bytes()).isEmpty();
            for (String header : List.of("Content-Length", "Content-Type", "Cache-Control")) {
                assertThat(head.header(header)).as(path + " " + header).isEqualTo(get.header(header));
            }
        }
        rest.send(rest.request("/repos/acme/commits?sha=" + id)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build())
                .expect(403);
    }

    @Test
    void health_followsReadiness() {
        for (String path : List.of("/", "/api/v1/ping", "/repos/ping", "/healthz/ping", "/healthz/ready")) {
            rest.get(path).expect(200);
        }
        rest.ready = false;
        rest.get("/healthz/ready").expect(503);
        rest.get("/healthz/startup").expect(503);
        rest.get("/healthz/ping").expect(200);
    }

    private List<String> paths() {
        return List.of(
                "/documents/acme/session/" + id,
                "/documents/acme/" + id,
                "/deltas/acme/" + id,
                "/repos/acme/commits?sha=" + id,
                "/repos/acme/git/blobs/" + "a".repeat(40),
                "/repos/acme/git/trees/" + "a".repeat(40),
                "/repos/acme/git/refs",
                "/repos/acme/git/summaries/latest");
    }
}
