package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.ACME;
import static dev.sluice.server.transport.rest.RestHarness.VALUES;
import static dev.sluice.server.transport.rest.RestHarness.WHOLE;
import static dev.sluice.server.transport.rest.RestHarness.orderer;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.summary.DocumentErasure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DocumentRoutesTest {
    private final RestHarness rest = new RestHarness();

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void svc003_wholeSummary_answersWithAnId() {
        Answer answer = rest.post("/documents/acme", orderer(rest.token("")), "{\"summary\":" + WHOLE + "}");
        assertThat(answer.expect(201).text()).isEqualTo("\"made-1\"");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void svc004_rawSummary_givesTheSameTree() {
        String whole = WHOLE.replace("AP+ACg==", "aGk=");
        String raw = "{\"tree\":{\".metadata\":{\"type\":2,\"content\":\"{}\"},"
                + "\"bin\":{\"content\":\"hi\",\"type\":2},"
                + "\"sub\":{\"type\":1,\"tree\":{\"header\":{\"type\":2,\"content\":\"héllo\"}}}},\"type\":1}";
        String one = create(
                "{\"summary\":" + whole + ",\"values\":" + VALUES + ",\"enableAnyBinaryBlobOnFirstSummary\":true}");
        String two = create("{\"summary\":" + raw + ",\"values\":" + VALUES + "}");
        assertThat(rest.treeOf(two)).isEqualTo(rest.treeOf(one));
    }

    @Test
    void svc005_base64Blob_isStoredAsItsBytes() {
        String id = rest.create();
        assertThat(rest.blob(id, rest.listing(id).sha("bin"))).containsExactly(0x00, 0xFF, 0x80, 0x0A);
    }

    @Test
    void svc006_existingId_isRefusedAndNothingChanges() {
        String id = rest.create(",\"id\":\"fixed\"");
        String before = rest.head(id).text();
        String other = WHOLE.replace("héllo", "other");
        rest.post(
                        "/documents/acme",
                        orderer(rest.token("")),
                        "{\"id\":\"fixed\",\"summary\":" + other + ",\"sequenceNumber\":5}")
                .expectError(409);
        assertThat(rest.head(id).text()).isEqualTo(before);
        assertThat(new String(rest.blob(id, rest.listing(id).sha(".protocol/attributes")), StandardCharsets.UTF_8))
                .isEqualTo("{\"minimumSequenceNumber\":0,\"sequenceNumber\":0}");
    }

    @Test
    void svc007_firstCommit_isNewDocumentWithoutParents() {
        JsonNode versions = rest.head(rest.create()).expect(200).json();
        assertThat(versions).hasSize(1);
        JsonNode version = versions.get(0);
        assertThat(version.at("/commit/message").asText()).isEqualTo("New document\n");
        assertThat(version.get("parents")).isEmpty();
        assertThat(version.at("/commit/author/name").asText()).isEqualTo("Routerlicious Service");
        assertThat(version.at("/commit/author/email").asText()).isEqualTo("dummy@microsoft.com");
        assertThat(version.at("/commit/committer/date").asText()).isEqualTo("2026-11-21T10:00:00.000Z");
    }

    @Test
    void svc008_attributes_haveTheSequenceNumberTwice() {
        String id = create("{\"summary\":" + WHOLE + ",\"sequenceNumber\":17}");
        RestHarness.Listing listing = rest.listing(id);
        assertThat(text(id, listing.sha(".protocol/attributes")))
                .isEqualTo("{\"minimumSequenceNumber\":17,\"sequenceNumber\":17}");
        assertThat(text(id, listing.sha(".protocol/quorumMembers"))).isEqualTo("[]");
        assertThat(text(id, listing.sha(".protocol/quorumProposals"))).isEqualTo("[]");
        DocumentKey key = DocumentKey.of("acme", id);
        String checkpoint =
                rest.store.read(view -> new String(view.checkpoint(key).orElseThrow(), StandardCharsets.UTF_8));
        assertThat(checkpoint).startsWith("state@17 ");
        assertThat(rest.store.<Long>read(view -> view.lastSequenceNumber(key))).isEqualTo(17);
    }

    @Test
    void svc009_values_areKeptAsTheyCame() {
        String values = "[[\"code\",{\"key\":\"code\",\"value\":{\"n\":1.50,\"big\":1e400,\"u\":\"\\u00e9\\ud800\"}}]]";
        String id = create("{\"values\":" + values + ",\"summary\":" + WHOLE + "}");
        assertThat(text(id, rest.listing(id).sha(".protocol/quorumValues"))).isEqualTo(values);
    }

    @Test
    void svc010_discoveryAndProof_answerWithAnObject() {
        Answer answer = rest.post(
                "/documents/acme",
                orderer(rest.token("")),
                "{\"summary\":" + WHOLE + ",\"enableDiscovery\":true,\"generateToken\":true}");
        JsonNode created = answer.expect(201).json();
        assertThat(created.get("id").asText()).isEqualTo("made-1");
        assertThat(created.at("/session/ordererUrl").asText()).isEqualTo(rest.base.toString());
        assertThat(created.at("/session/isSessionAlive").asBoolean(true)).isFalse();
        assertThat(created.at("/session/isSessionActive").asBoolean(true)).isFalse();
        assertThat(created.get("token").asText().split("\\.", -1)).hasSize(3);
        rest.get("/documents/acme/made-1", orderer(created.get("token").asText()))
                .expectError(403);
    }

    @Test
    void svc011_discovery_givesAbsoluteUrlsAndIsNotKept() {
        String id = rest.create();
        Answer answer = rest.get("/documents/acme/session/" + id, orderer(rest.token(id)));
        JsonNode session = answer.expect(200).json();
        for (String url : List.of("ordererUrl", "historianUrl", "deltaStreamUrl")) {
            assertThat(session.get(url).asText()).isEqualTo(rest.base.toString());
        }
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(session.get("isSessionAlive").asBoolean()).isFalse();
        rest.documents.open.add(DocumentKey.of("acme", id));
        assertThat(rest.get("/documents/acme/session/" + id, orderer(rest.token(id)))
                        .json()
                        .get("isSessionAlive")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void svc012_discoveryOfUnknownDocument_is404() {
        rest.get("/documents/acme/session/nope", orderer(rest.token("nope"))).expectError(404);
        rest.get("/documents/acme/nope", orderer(rest.token("nope"))).expectError(404);
    }

    @Test
    void row_ofDocument_namesItAndWhenItWasMade() {
        String id = rest.create();
        JsonNode row = rest.get("/documents/acme/" + id, orderer(rest.token(id)))
                .expect(200)
                .json();
        assertThat(row.get("documentId").asText()).isEqualTo(id);
        assertThat(row.get("tenantId").asText()).isEqualTo("acme");
        assertThat(row.get("createTime").asLong()).isEqualTo(rest.now.toEpochMilli());
    }

    @Test
    void svc093_deletedDocument_isGoneEverywhereAndLaterErased() {
        String id = rest.create();
        String tree = rest.treeOf(id);
        String blob = rest.listing(id).sha("bin");
        rest.append(id, 1, "{\"sequenceNumber\":1}");
        String deleter = rest.token(ACME, id, List.of(Scope.DOC_DELETE));
        rest.method("DELETE", "/documents/acme/document/" + id, orderer(deleter), "")
                .expect(204);
        assertThat(rest.documents.closed).containsExactly("acme/" + id + " document deleted");

        String token = rest.token(id);
        rest.get("/documents/acme/session/" + id, orderer(token)).expectError(404);
        rest.get("/documents/acme/" + id, orderer(token)).expectError(404);
        rest.get("/deltas/acme/" + id + "?from=0&to=5", orderer(token)).expectError(404);
        rest.get("/repos/acme/commits?sha=" + id, storage(token)).expectError(404);
        rest.get("/repos/acme/git/trees/" + tree, storage(token)).expectError(404);
        rest.get("/repos/acme/git/blobs/" + blob, storage(token)).expectError(404);
        rest.get("/repos/acme/git/summaries/latest", storage(token)).expectError(404);
        rest.post("/repos/acme/git/blobs", storage(token), "{\"content\":\"x\",\"encoding\":\"utf-8\"}")
                .expectError(404);
        rest.method("DELETE", "/documents/acme/document/" + id, orderer(deleter), "")
                .expectError(404);

        DocumentErasure erasure = new DocumentErasure(rest.store);
        assertThat(erasure.sweepErasable(rest.now.plus(Duration.ofDays(29))).join())
                .isZero();
        assertThat(erasure.sweepErasable(rest.now.plus(Duration.ofDays(31))).join())
                .isEqualTo(1);
        assertThat(rest.store.<Boolean>read(
                        view -> view.document(DocumentKey.of("acme", id)).isPresent()))
                .isFalse();
        assertThat(rest.create(",\"id\":\"" + id + "\"")).isEqualTo(id);
    }

    @Test
    void svc093_hardDeletion_needsNoRetention() {
        String id = rest.create();
        String deleter = storage(rest.token(ACME, id, List.of(Scope.DOC_DELETE)));
        rest.method("DELETE", "/repos/acme/git/summaries", deleter, "", "Soft-Delete", "false")
                .expect(204);
        assertThat(new DocumentErasure(rest.store).sweepErasable(rest.now).join())
                .isEqualTo(1);
    }

    @Test
    void svc094_revokedToken_isForbidden() {
        String id = rest.create();
        String token = rest.minter.mint(
                ACME, id, Scope.USER, "{\"id\":\"u\"}", java.util.Optional.of("jti-1"), Duration.ofHours(1));
        rest.get("/repos/acme/commits?sha=" + id, storage(token)).expect(200);
        String path = "/documents/acme/document/" + id + "/revokeToken";
        String revoker = orderer(rest.token(ACME, id, List.of(Scope.TOKEN_REVOKE)));
        rest.post(path, orderer(token), "{\"jti\":\"jti-1\"}").expectError(403);
        rest.post(path, revoker, "{}").expectError(400);
        rest.post(path, revoker, "{\"jti\":\"jti-1\"}").expect(200);
        Answer refused =
                rest.get("/repos/acme/commits?sha=" + id, storage(token)).expectError(403);
        assertThat(refused.json().get("internalErrorCode").asText()).isEqualTo("TokenRevoked");
    }

    @Test
    void signal_ofTheService_reachesTheDocument() {
        String id = rest.create();
        String body = "{\"signalContent\":{\"contents\": {\"type\": \"t\", \"content\": [1, \"é\"]}}}";
        for (String path : List.of("/acme/" + id, "/api/v1/acme/" + id)) {
            Answer answer = rest.post(path + "/broadcast-signal", orderer(rest.token(id)), body);
            assertThat(answer.expect(200).text()).isEqualTo("OK");
        }
        assertThat(rest.documents.signals)
                .hasSize(2)
                .containsOnly(
                        "acme/" + id
                                + " {\"clientId\":null,\"content\":\"{\\\"type\\\":\\\"t\\\",\\\"content\\\":[1,\\\"é\\\"]}\"}");
        rest.post(
                        "/acme/" + id + "/broadcast-signal",
                        orderer(rest.token(id)),
                        "{\"signalContent\":{\"contents\":{\"type\":\"t\"}}}")
                .expectError(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"summary\":1}",
                "{\"summary\":{}}",
                "{\"summary\":{\"type\":\"blob\",\"content\":\"\"}}",
                "{\"summary\":{\"type\":1}}",
                "{\"summary\":{\"type\":9,\"tree\":{}}}",
                "{\"summary\":{\"type\":1,\"tree\":{\"\":{\"type\":2,\"content\":\"\"}}}}",
                "{\"summary\":{\"type\":1,\"tree\":{\"..\":{\"type\":2,\"content\":\"\"}}}}",
                "{\"summary\":{\"type\":1,\"tree\":{\"a\":{\"type\":2}}}}",
                "{\"summary\":{\"type\":1,\"tree\":{}},\"values\":{}}",
                "{\"summary\":{\"type\":1,\"tree\":{}},\"sequenceNumber\":-1}",
                "{\"summary\":{\"type\":1,\"tree\":{}},\"sequenceNumber\":\"x\"}",
                "{\"summary\":{\"type\":1,\"tree\":{}},\"id\":\"a/b\"}",
                "{\"summary\":{\"type\":1,\"tree\":{}},\"id\":\"\\u0000\"}",
                "{\"summary\":{\"type\":1,\"tree\":{}}} x",
                "{\"summary\":{\"type\":\"tree\",\"entries\":[{\"path\":\"a\",\"type\":\"blob\"}]}}",
                "{\"summary\":{\"type\":\"tree\",\"entries\":[{\"path\":\"%zz\",\"type\":\"tree\",\"value\":{\"type\":\"tree\",\"entries\":[]}}]}}"
            })
    void create_malformed_isRefused(String body) {
        rest.post("/documents/acme", orderer(rest.token("")), body).expectError(400);
    }

    @Test
    void create_withHandlesOrUnknownAttachments_isRefused() {
        String handle = "{\"type\":\"tree\",\"entries\":[{\"path\":\"a\",\"type\":\"tree\",\"id\":\"" + "a".repeat(40)
                + "/x\"}]}";
        rest.post("/documents/acme", orderer(rest.token("")), "{\"summary\":" + handle + "}")
                .expectError(404);
        String attachment = "{\"type\":1,\"tree\":{\"a\":{\"type\":4,\"id\":\"" + "a".repeat(40) + "\"}}}";
        rest.post("/documents/acme", orderer(rest.token("")), "{\"summary\":" + attachment + "}")
                .expectError(404);
    }

    @Test
    void create_namesOverTheLimit_isRefused() {
        String name = "x".repeat(10_000);
        rest.post("/documents/acme", orderer(rest.token("")), "{\"summary\":" + WHOLE + ",\"id\":\"" + name + "\"}")
                .expectError(400);
        rest.get("/documents/acme/" + "x".repeat(10_000), orderer(rest.token("x")))
                .expectError(400);
    }

    private String create(String body) {
        return rest.post("/documents/acme", orderer(rest.token("")), body)
                .expect(201)
                .json()
                .asText();
    }

    private String text(String document, String sha) {
        return new String(rest.blob(document, sha), StandardCharsets.UTF_8);
    }
}
