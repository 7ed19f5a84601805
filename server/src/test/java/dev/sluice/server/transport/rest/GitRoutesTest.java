package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.ACME;
import static dev.sluice.server.transport.rest.RestHarness.orderer;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.auth.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class GitRoutesTest {
    private static final String EMPTY_OBJECT = "9e26dfeeb6e641a33dae4961196235bdb965b21b";
    private static final String EMPTY_LIST = "0637a088a01e8ddab3bf3fa98dbe804cbde1a0dc";
    private static final String MISSING = "a".repeat(40);

    private final RestHarness rest = new RestHarness();
    private final String document = rest.create();
    private final String storage = storage(rest.token(document));

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void svc017_blob_getsTheIdOfItsBytesAndAgain() {
        for (int repeat = 0; repeat < 2; repeat++) {
            assertThat(upload("{\"content\":\"{}\",\"encoding\":\"utf-8\"}")).isEqualTo(EMPTY_OBJECT);
            assertThat(upload("{\"content\":\"e30=\",\"encoding\":\"base64\"}")).isEqualTo(EMPTY_OBJECT);
            assertThat(upload("{\"encoding\":\"base64\",\"content\":\"W10=\"}")).isEqualTo(EMPTY_LIST);
            assertThat(upload("{\"content\":\"\",\"encoding\":\"utf-8\"}"))
                    .isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        }
    }

    @Test
    void svc018_blob_comesBackInBase64WithItsSize() {
        String sha = upload("{\"content\":\"h\\u00e9\\n\\ud83d\\ude00\",\"encoding\":\"utf-8\"}");
        Answer answer = rest.get("/repos/acme/git/blobs/" + sha, storage).expect(200);
        JsonNode blob = answer.json();
        byte[] expected = "hé\n😀".getBytes(StandardCharsets.UTF_8);
        assertThat(Base64.getDecoder().decode(blob.get("content").asText())).isEqualTo(expected);
        assertThat(blob.get("size").asInt()).isEqualTo(expected.length);
        assertThat(blob.get("encoding").asText()).isEqualTo("base64");
        assertThat(blob.get("sha").asText()).isEqualTo(sha);
        assertThat(blob.get("url").asText()).isEmpty();
        Answer raw = rest.get("/repos/acme/git/blobs/raw/" + sha, storage).expect(200);
        assertThat(raw.bytes()).isEqualTo(expected);
    }

    @Test
    void blob_withLoneSurrogates_isStoredAsJavaScriptWouldWriteIt() {
        String sha = upload("{\"content\":\"a\\ud800b\\udc00\\ud800\\ud83d\\ude00\",\"encoding\":\"utf-8\"}");
        assertThat(sha).isEqualTo(id("a\uFFFDb\uFFFD\uFFFD😀".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void blob_ofManySizesInBothEncodings_getsTheIdOfItsBytes() {
        Random random = new Random(7);
        for (int size : new int[] {1, 1000, 48_000, 66_000, 190_000, 200_001, 262_143, 262_145, 700_000, 3_000_001}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            String base64 = Base64.getEncoder().encodeToString(bytes);
            String sha = id(bytes);
            assertThat(upload("{\"content\":\"" + base64 + "\",\"encoding\":\"base64\"}"))
                    .isEqualTo(sha);
            assertThat(upload("{\"content\":\"" + base64 + "\",\"encoding\":\"utf-8\"}"))
                    .as("text that looks like base64")
                    .isEqualTo(id(base64.getBytes(StandardCharsets.US_ASCII)));
            JsonNode back = rest.get("/repos/acme/git/blobs/" + sha, storage)
                    .expect(200)
                    .json();
            assertThat(back.get("content").asText()).isEqualTo(base64);
            assertThat(rest.get("/repos/acme/git/blobs/raw/" + sha, storage)
                            .expect(200)
                            .bytes())
                    .isEqualTo(bytes);
        }
    }

    @Test
    void blob_ofLongTextThatTurnsOutNotToBeBase64_isKept() {
        String text = "x".repeat(600_001) + " and a blank, at last: \\\"é\\\"" + "y".repeat(100_000);
        String expected = text.replace("\\\"", "\"");
        assertThat(upload("{\"content\":\"" + text + "\",\"encoding\":\"utf-8\"}"))
                .isEqualTo(id(expected.getBytes(StandardCharsets.UTF_8)));
        rest.post("/repos/acme/git/blobs", storage, "{\"content\":\"" + text + "\",\"encoding\":\"base64\"}")
                .expectError(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"encoding\":\"utf-8\"}",
                "{\"content\":1}",
                "{\"content\":null}",
                "{\"content\":\"x\",\"content\":\"y\"}",
                "{\"content\":\"x\"",
                "{\"content\":\"x\"}}",
                "{\"content\":\"x\"} y",
                "{\"content\":\"x\\q\"}",
                "{\"content\":\"x\\u12g4\"}",
                "{\"content\":\"x\ny\"}",
                "{\"content\":\"x\",\"a\":}",
                "{\"content\":\"x\",}",
                "{\"content\":\"x\",\"encoding\":\"latin1\"}",
                "{\"content\":\"&%\",\"encoding\":\"base64\"}",
                "{\"content\":\"e30\\n\",\"encoding\":\"base64\"}",
                "{content:\"x\"}"
            })
    void blob_malformed_isRefused(String body) {
        rest.post("/repos/acme/git/blobs", storage, body).expectError(400);
    }

    @Test
    void blob_withMembersNobodyKnows_isAccepted() {
        assertThat(upload("{\"a\":[1,{\"]\":\"}\\\"\"}],\"b\":\"\\\\\",\"c\":-1.5e3 ,\"d\":null,\"content\":\"[]\"}"))
                .isEqualTo(EMPTY_LIST);
    }

    @Test
    void svc019_tree_isSortedWhateverOrderItComesIn() {
        List<String> entries = new ArrayList<>(List.of(
                entry("100644", "blob", "a.b", EMPTY_OBJECT),
                entry("040000", "tree", "a", MISSING),
                entry("100644", "blob", "a0", EMPTY_LIST),
                entry("100644", "blob", "%C3%A9", EMPTY_LIST),
                entry("100644", "blob", ".hidden", EMPTY_LIST)));
        String first = tree(entries).expect(201).sha();
        Random random = new Random(3);
        for (int i = 0; i < 10; i++) {
            java.util.Collections.shuffle(entries, random);
            Answer answer = tree(entries).expect(201);
            assertThat(answer.sha()).isEqualTo(first);
            assertThat(answer.json().get("tree"))
                    .extracting(entry -> entry.get("path").asText())
                    .containsExactly("%C3%A9", ".hidden", "a.b", "a", "a0");
        }
    }

    @Test
    void svc020_bothModesOfATree_giveOneId() {
        String one =
                tree(List.of(entry("040000", "tree", "a", MISSING))).expect(201).sha();
        String two =
                tree(List.of(entry("40000", "tree", "a", MISSING))).expect(201).sha();
        assertThat(one).isEqualTo(two);
    }

    @Test
    void svc021_recursiveListing_hasEveryTreeBeforeItsChildren() {
        String id = rest.create();
        List<String> paths = List.copyOf(rest.listing(id).shas().keySet());
        assertThat(paths)
                .containsExactly(
                        ".metadata",
                        ".protocol",
                        ".protocol/attributes",
                        ".protocol/quorumMembers",
                        ".protocol/quorumProposals",
                        ".protocol/quorumValues",
                        "bin",
                        "sub",
                        "sub/header");
        JsonNode level = rest.get("/repos/acme/git/trees/" + rest.treeOf(id) + "?recursive=0", storage)
                .expect(200)
                .json();
        assertThat(level.get("tree"))
                .extracting(entry -> entry.get("mode").asText())
                .containsExactly("100644", "040000", "100644", "040000");
        assertThat(level.at("/tree/0/size").asInt(-1)).isZero();
    }

    @Test
    void svc022_treeOfBlobsThatAreStillToCome_isAccepted() {
        String late = id("late".getBytes(StandardCharsets.UTF_8));
        String tree =
                tree(List.of(entry("100644", "blob", "x", late))).expect(201).sha();
        assertThat(upload("{\"content\":\"late\",\"encoding\":\"utf-8\"}")).isEqualTo(late);
        rest.get("/repos/acme/git/trees/" + tree + "?recursive=1", storage).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tree\":{}}",
                "{\"tree\":[1]}",
                "{\"tree\":[{}]}",
                "{\"tree\":[{\"path\":\"a\",\"mode\":\"100755\",\"type\":\"blob\",\"sha\":\"9e26dfeeb6e641a33dae4961196235bdb965b21b\"}]}",
                "{\"tree\":[{\"path\":\"a\",\"mode\":\"100644\",\"type\":\"tree\",\"sha\":\"9e26dfeeb6e641a33dae4961196235bdb965b21b\"}]}",
                "{\"tree\":[{\"path\":\"a/b\",\"mode\":\"100644\",\"type\":\"blob\",\"sha\":\"9e26dfeeb6e641a33dae4961196235bdb965b21b\"}]}",
                "{\"tree\":[{\"path\":\"\",\"mode\":\"100644\",\"type\":\"blob\",\"sha\":\"9e26dfeeb6e641a33dae4961196235bdb965b21b\"}]}",
                "{\"tree\":[{\"path\":\"a\",\"mode\":\"100644\",\"type\":\"blob\",\"sha\":\"9e26\"}]}",
                "{\"tree\":[{\"path\":\"a\",\"mode\":\"100644\",\"type\":\"blob\",\"sha\":\"9e26dfeeb6e641a33dae4961196235bdb965b21b\"},{\"path\":\"a\",\"mode\":\"100644\",\"type\":\"blob\",\"sha\":\"9e26dfeeb6e641a33dae4961196235bdb965b21b\"}]}"
            })
    void tree_malformed_isRefused(String body) {
        rest.post("/repos/acme/git/trees", storage, body).expectError(400);
    }

    @Test
    void svc023_missingObjects_are404() {
        for (String kind : List.of("blobs", "blobs/raw", "trees", "commits")) {
            rest.get("/repos/acme/git/" + kind + "/" + MISSING, storage).expectError(404);
            rest.get("/repos/acme/git/" + kind + "/xyz", storage).expectError(400);
        }
        upload("{\"content\":\"{}\",\"encoding\":\"utf-8\"}");
        rest.get("/repos/acme/git/trees/" + EMPTY_OBJECT, storage).expectError(404);
        rest.get("/repos/acme/git/commits/" + EMPTY_OBJECT, storage).expectError(404);
        String tree =
                tree(List.of(entry("40000", "tree", "a", MISSING))).expect(201).sha();
        rest.get("/repos/acme/git/trees/" + tree, storage).expect(200);
        rest.get("/repos/acme/git/trees/" + tree + "?recursive=1", storage).expectError(404);
        rest.get("/repos/acme/git/refs/heads/nope", storage(rest.token("nope"))).expectError(404);
        rest.get("/repos/acme/contents/nope?ref=" + document, storage).expectError(404);
        for (String path : List.of("/nope", "/repos/acme/headers/x", "/repos/acme/git/tags/x", "/repos", "/a/b/c/d")) {
            rest.get(path, storage).expectError(404);
        }
        rest.post("/healthz/ping", storage, "{}").expectError(404);
    }

    @Test
    void svc024_commitsOfACommit_areThatCommit() {
        String id = rest.create();
        String sha = rest.head(id).json().get(0).get("sha").asText();
        assertThat(rest.get("/repos/acme/commits?count=1&sha=" + sha, storage)
                        .expect(200)
                        .json())
                .isEqualTo(rest.head(id).json());
        JsonNode commit =
                rest.get("/repos/acme/git/commits/" + sha, storage).expect(200).json();
        assertThat(commit.get("message").asText()).isEqualTo("New document\n");
        assertThat(commit.get("sha").asText()).isEqualTo(sha);
    }

    @Test
    void commits_followFirstParentsUpToTheCount() {
        String writer = storage(rest.token(""));
        String parent = rest.head(rest.create()).json().get(0).get("sha").asText();
        String oldest = parent;
        for (int i = 0; i < 20; i++) {
            parent = commit(writer, "v" + i, parent);
        }
        for (int count : new int[] {1, 3, 16, 17, 100}) {
            JsonNode versions = rest.get("/repos/acme/commits?count=" + count + "&sha=" + parent, storage)
                    .expect(200)
                    .json();
            assertThat(versions).hasSize(Math.min(count, 21));
            assertThat(versions.at("/0/commit/message").asText()).isEqualTo("v19\n");
        }
        assertThat(rest.get("/repos/acme/commits?sha=" + parent, storage).json())
                .hasSize(1);
        assertThat(rest.get("/repos/acme/commits?count=x&sha=" + parent, storage)
                        .json())
                .hasSize(1);
        JsonNode all =
                rest.get("/repos/acme/commits?count=21&sha=" + parent, storage).json();
        assertThat(all.at("/20/sha").asText()).isEqualTo(oldest);
    }

    @Test
    void svc025_commitsOfUnknownDocument_are404() {
        rest.get("/repos/acme/commits?count=1&sha=nope", storage(rest.token("nope")))
                .expectError(404);
        rest.get("/repos/acme/commits?count=1&sha=nope&retry=1", storage(rest.token("nope")))
                .expectError(404);
        rest.get("/repos/acme/commits", storage).expectError(400);
    }

    @Test
    void svc026_vectors_areReproduced() {
        assertThat(
                        upload(
                                "{\"content\":\"{\\\"minimumSequenceNumber\\\":0,\\\"sequenceNumber\\\":0}\",\"encoding\":\"utf-8\"}"))
                .isEqualTo("0050eb3b8e41f9ecdf14c2aa21706018474c3b78");
        assertThat(tree(List.of(
                                entry("100644", "blob", "quorumValues", "c730f7a6ff8c606cc2b7d083e5a9705bff0d7029"),
                                entry("100644", "blob", "attributes", "0050eb3b8e41f9ecdf14c2aa21706018474c3b78"),
                                entry("100644", "blob", "quorumMembers", EMPTY_LIST),
                                entry("100644", "blob", "quorumProposals", EMPTY_LIST)))
                        .expect(201)
                        .sha())
                .isEqualTo("90f3a64b8c17292ce0b72c359081749f121931ff");
        String commit =
                "{\"message\":\"New document\",\"tree\":\"c72d624686d93f01110d97b6f07eb7a610029627\",\"parents\":[],"
                        + "\"author\":{\"name\":\"Routerlicious Service\",\"email\":\"dummy@microsoft.com\",\"date\":\""
                        + java.time.Instant.ofEpochSecond(1_795_243_026L) + "\"}}";
        assertThat(rest.post("/repos/acme/git/commits", storage, commit)
                        .expect(201)
                        .sha())
                .isEqualTo("3f834cdb34cbbaa54bb5035b0312aeae06c56f2d");
    }

    @Test
    void svc027_whatHasAnIdMayBeKept_whatMovesMayNot() {
        String id = rest.create();
        JsonNode head = rest.head(id).json().get(0);
        List<String> named = List.of(
                "blobs/" + rest.listing(id).sha("bin"),
                "blobs/raw/" + rest.listing(id).sha("bin"),
                "trees/" + rest.treeOf(id) + "?recursive=1",
                "trees/" + rest.treeOf(id) + "?recursive=0",
                "commits/" + head.get("sha").asText());
        for (String path : named) {
            assertThat(rest.get("/repos/acme/git/" + path, storage).expect(200).header("Cache-Control"))
                    .as(path)
                    .contains("max-age=31536000");
            String uncached = path + (path.contains("?") ? "&" : "?") + "disableCache=true";
            assertThat(rest.get("/repos/acme/git/" + uncached, storage)
                            .expect(200)
                            .header("Cache-Control"))
                    .isEqualTo("no-store");
        }
        String token = rest.token(id);
        for (String path : List.of(
                "/repos/acme/commits?sha=" + id,
                "/repos/acme/git/refs",
                "/repos/acme/git/refs/heads/" + id,
                "/repos/acme/contents/bin?ref=" + id,
                "/repos/acme/git/summaries/latest",
                "/deltas/acme/" + id)) {
            String authorization = path.startsWith("/repos") ? storage(token) : orderer(token);
            assertThat(rest.get(path, authorization).expect(200).header("Cache-Control"))
                    .as(path)
                    .isEqualTo("no-store");
        }
        assertThat(rest.get("/repos/acme/git/blobs/" + MISSING, storage)
                        .expectError(404)
                        .header("Cache-Control"))
                .isEqualTo("no-store");
    }

    @Test
    void svc095_uploadedAttachment_isThereAlthoughNothingNamesIt() {
        String sha = upload("{\"content\":\"AAEC\",\"encoding\":\"base64\"}");
        assertThat(rest.get("/repos/acme/git/blobs/" + sha, storage(rest.token(rest.create())))
                        .expect(200)
                        .json()
                        .get("content")
                        .asText())
                .isEqualTo("AAEC");
    }

    @Test
    void refs_ofDocuments_canBeReadButNotMoved() {
        String id = document;
        String other = rest.create();
        String sha = rest.head(id).json().get(0).get("sha").asText();
        JsonNode ref = rest.get("/repos/acme/git/refs/heads/" + id, storage)
                .expect(200)
                .json();
        assertThat(ref.get("ref").asText()).isEqualTo("heads/" + id);
        assertThat(ref.at("/object/sha").asText()).isEqualTo(sha);
        assertThat(rest.get("/repos/acme/git/refs", storage).expect(200).json()).hasSize(1);
        rest.get("/repos/acme/git/refs/heads/" + other, storage).expectError(403);

        String path = "/repos/acme/git/refs/heads/" + id;
        String body = "{\"sha\":\"" + sha + "\",\"force\":true}";
        rest.method("PATCH", path, storage, body).expectError(403);
        rest.method("DELETE", path, storage, "").expectError(403);
        rest.post("/repos/acme/git/refs", storage, "{\"ref\":\"refs/heads/x\",\"sha\":\"" + sha + "\"}")
                .expectError(403);
    }

    @Test
    void refs_thatAreTags_canBeWritten() {
        String id = rest.create();
        String sha = rest.head(id).json().get(0).get("sha").asText();
        String next = commit(storage, "next", sha);
        String tag = "/repos/acme/git/refs/tags/keep";
        rest.method("PATCH", tag, storage, "{\"sha\":\"" + sha + "\"}").expectError(404);
        String create = "{\"ref\":\"refs/tags/keep\",\"sha\":\"" + sha + "\"}";
        String reader = storage(rest.token(ACME, document, List.of(Scope.DOC_READ)));
        rest.post("/repos/acme/git/refs", reader, create).expectError(403);
        rest.post("/repos/acme/git/refs", storage, create).expect(201);
        rest.post("/repos/acme/git/refs", storage, create).expectError(409);
        rest.method("PATCH", tag, storage, "{\"sha\":\"" + MISSING + "\"}").expectError(404);
        rest.method("PATCH", tag, storage, "{\"sha\":\"" + next + "\",\"force\":false}")
                .expect(200);
        assertThat(rest.get(tag, reader).expect(200).json().at("/object/sha").asText())
                .isEqualTo(next);
        rest.method("DELETE", tag, storage, "").expect(204);
        rest.get(tag, reader).expectError(404);
    }

    @Test
    void contents_byPath_areBlobs() {
        JsonNode blob = rest.get("/repos/acme/contents/.protocol/attributes?ref=" + document, storage)
                .expect(200)
                .json();
        assertThat(blob.get("sha").asText()).isEqualTo("0050eb3b8e41f9ecdf14c2aa21706018474c3b78");
        rest.get("/repos/acme/contents/.protocol?ref=" + document, storage).expectError(404);
    }

    @Test
    void storageRoutes_withAnOwnerBeforeTheTenant_areTheSame() {
        assertThat(rest.get("/repos/whatever/acme/commits?count=1&sha=" + document, storage)
                        .expect(200)
                        .text())
                .isEqualTo(rest.head(document).text());
    }

    private String upload(String body) {
        return rest.post("/repos/acme/git/blobs", storage, body).expect(201).sha();
    }

    private Answer tree(List<String> entries) {
        return rest.post("/repos/acme/git/trees", storage, "{\"tree\":[" + String.join(",", entries) + "]}");
    }

    private String commit(String authorization, String message, String parent) {
        String body = "{\"message\":\"" + message + "\",\"tree\":\"" + MISSING + "\",\"parents\":[\"" + parent
                + "\"],\"author\":{\"name\":\"n\",\"email\":\"e\",\"date\":\"2026-11-21T00:00:00.000Z\"}}";
        return rest.post("/repos/acme/git/commits", authorization, body)
                .expect(201)
                .sha();
    }

    private static String entry(String mode, String type, String path, String sha) {
        return "{\"mode\":\"" + mode + "\",\"path\":\"" + path + "\",\"sha\":\"" + sha + "\",\"type\":\"" + type
                + "\"}";
    }

    private static String id(byte[] bytes) {
        return GitHash.of(GitObjectType.BLOB, bytes).toHex();
    }
}
