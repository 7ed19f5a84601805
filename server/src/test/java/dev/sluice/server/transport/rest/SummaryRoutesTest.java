package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.ACME;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.summary.ObjectWriter;
import dev.sluice.server.summary.VersionCommits;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SummaryRoutesTest {
    private final RestHarness rest = new RestHarness();
    private final String id = rest.create();
    private final String storage = storage(rest.token(id));

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void svc032_handles_reuseTheParentsSubtrees() {
        RestHarness.Listing before = rest.listing(id);
        String parent = head();
        for (String prefix : List.of(parent + "/.app/", parent + "/")) {
            String tree = upload(
                    "{\"path\":\"kept\",\"type\":\"tree\",\"id\":\"" + prefix + "sub\"},"
                            + "{\"path\":\"one\",\"type\":\"blob\",\"id\":\"" + prefix + "sub/header\"},"
                            + "{\"path\":\"attached\",\"type\":\"blob\",\"id\":\"" + before.sha("bin") + "\"},"
                            + "{\"value\":{\"type\":\"tree\",\"entries\":[]},\"path\":\"a%20b\",\"type\":\"tree\",\"unreferenced\":true}");
            assertThat(level(tree))
                    .isEqualTo(Map.of(
                            "kept", before.sha("sub"),
                            "one", before.sha("sub/header"),
                            "attached", before.sha("bin"),
                            "a%20b", "4b825dc642cb6eb9a060e54bf8d69288fbee4904"));
        }
    }

    @Test
    void svc032_handlesIntoVersionsWithAnAppSubtree_resolveBothWays() {
        String app = rest.listing(id).sha("sub");
        Transaction.Builder transaction = Transaction.builder();
        ObjectWriter objects = new ObjectWriter(ACME, transaction);
        GitId root = objects.tree(
                GitTree.of(List.of(new GitTreeEntry(".app", GitObjectType.TREE, GitId.parse(rest.treeOf(id))))));
        GitId commit = objects.commit(VersionCommits.newDocument(root, rest.now));
        rest.store.write(transaction.build()).join();
        for (String prefix : List.of("/.app/", "/")) {
            String tree = upload("{\"path\":\"x\",\"type\":\"tree\",\"id\":\"" + commit + prefix + "sub\"}");
            assertThat(level(tree)).isEqualTo(Map.of("x", app));
        }
    }

    @Test
    void svc033_handles_thatLeadNowhere_areRefused() {
        String parent = head();
        for (String handle : List.of(
                parent + "/.app/nope",
                parent + "/sub/header",
                parent + "/sub/header/deeper",
                "a".repeat(40) + "/.app/sub",
                "nonsense",
                "a/b")) {
            post("{\"path\":\"x\",\"type\":\"tree\",\"id\":\"" + handle + "\"}").expectError(404);
        }
        post("{\"path\":\"x\",\"type\":\"blob\",\"id\":\"" + "a".repeat(40) + "\"}")
                .expectError(404);
        post("{\"path\":\"x\",\"type\":\"tree\",\"id\":\"\"}").expectError(400);
        post("{\"path\":\"x\",\"type\":\"tree\"}").expectError(400);
        post("{\"path\":\"x\",\"type\":\"what\",\"id\":\"" + parent + "/sub\"}").expectError(400);
        post("1").expectError(400);
        rest.post("/repos/acme/git/summaries", storage, "{\"entries\":[]}").expectError(400);
        rest.post("/repos/acme/git/summaries", storage, "{\"type\":\"container\",\"entries\":[]}")
                .expectError(501);
    }

    @Test
    void svc034_download_hasParentsBeforeChildrenAndEveryBlob() {
        for (String version : List.of("latest", head())) {
            Answer answer = rest.get("/repos/acme/git/summaries/" + version + "?disableCache=true", storage);
            JsonNode snapshot = answer.expect(200).json();
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(snapshot.get("id").asText()).isEqualTo(head());
            JsonNode tree = snapshot.at("/trees/0");
            assertThat(tree.get("id").asText()).isEqualTo(rest.treeOf(id));
            assertThat(tree.get("sequenceNumber").asInt(-1)).isZero();
            assertParentsFirst(tree.get("entries"));
            assertThat(blobs(snapshot)).containsAll(blobIds(tree.get("entries")));
        }
        JsonNode blobs =
                rest.get("/repos/acme/git/summaries/latest", storage).json().get("blobs");
        for (JsonNode blob : blobs) {
            String content = blob.get("content").asText();
            byte[] bytes = blob.get("encoding").asText().equals("base64")
                    ? Base64.getDecoder().decode(content)
                    : content.getBytes(StandardCharsets.UTF_8);
            assertThat(bytes).isEqualTo(rest.blob(id, blob.get("id").asText()));
            assertThat(blob.get("size").asInt()).isEqualTo(bytes.length);
        }
    }

    @Test
    void download_leavesAttachmentsOutButNotTheirTable() {
        String attachment = rest.post(
                        "/repos/acme/git/blobs", storage, "{\"content\":\"AAEC\",\"encoding\":\"base64\"}")
                .sha();
        String tree = upload(
                "{\"path\":\".blobs\",\"type\":\"tree\",\"value\":{\"type\":\"tree\",\"entries\":["
                        + "{\"path\":\"0\",\"type\":\"blob\",\"id\":\"" + attachment + "\"},"
                        + "{\"path\":\".redirectTable\",\"type\":\"blob\",\"value\":{\"type\":\"blob\",\"content\":\"[[1]]\",\"encoding\":\"utf-8\"}}]}},"
                        + "{\"path\":\"grouped\",\"type\":\"tree\",\"groupId\":\"g\",\"value\":{\"type\":\"tree\",\"entries\":[]}}");
        moveHead(GitId.parse(tree));
        JsonNode snapshot = rest.get("/repos/acme/git/summaries/latest", storage)
                .expect(200)
                .json();
        assertThat(blobs(snapshot)).doesNotContain(attachment);
        assertThat(snapshot.get("blobs"))
                .extracting(blob -> blob.get("content").asText())
                .contains("[[1]]");
        assertThat(snapshot.at("/trees/0/entries"))
                .anySatisfy(entry -> assertThat(entry.path("groupId").asText()).isEqualTo("g"));
    }

    @Test
    void download_withoutAVersion_is404() {
        rest.get("/repos/acme/git/summaries/latest", storage(rest.token("nope")))
                .expectError(404);
        rest.get("/repos/acme/git/summaries/" + "a".repeat(40), storage).expectError(404);
        rest.get("/repos/acme/git/summaries/nonsense", storage).expectError(400);
    }

    private Answer post(String entries) {
        return rest.post(
                "/repos/acme/git/summaries?initial=false",
                storage,
                "{\"entries\":[" + entries + "],\"message\":\"m\",\"sequenceNumber\":1,\"type\":\"channel\"}");
    }

    private String upload(String entries) {
        return post(entries).expect(201).json().get("id").asText();
    }

    private String head() {
        return rest.head(id).json().get(0).get("sha").asText();
    }

    private void moveHead(GitId tree) {
        Transaction.Builder transaction = Transaction.builder();
        GitId commit = new ObjectWriter(ACME, transaction)
                .commit(VersionCommits.summary(tree, List.of(GitId.parse(head())), "summary", rest.now));
        transaction.add(new Mutation.SetRef(ACME, RefName.headOf(new DocumentId(id)), commit, Optional.empty()));
        rest.store.write(transaction.build()).join();
    }

    private Map<String, String> level(String tree) {
        Map<String, String> level = new java.util.HashMap<>();
        rest.get("/repos/acme/git/trees/" + tree, storage)
                .expect(200)
                .json()
                .get("tree")
                .forEach(entry ->
                        level.put(entry.get("path").asText(), entry.get("sha").asText()));
        return level;
    }

    private static void assertParentsFirst(JsonNode entries) {
        Set<String> trees = new HashSet<>(Set.of(""));
        for (JsonNode entry : entries) {
            String path = entry.get("path").asText();
            assertThat(trees).contains(path.substring(0, Math.max(path.lastIndexOf('/'), 0)));
            if (entry.get("type").asText().equals("tree")) {
                trees.add(path);
            }
        }
    }

    private static Set<String> blobIds(JsonNode entries) {
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> {
            if (entry.get("type").asText().equals("blob")) {
                ids.add(entry.get("id").asText());
            }
        });
        return ids;
    }

    private static Set<String> blobs(JsonNode snapshot) {
        Set<String> ids = new HashSet<>();
        snapshot.get("blobs").forEach(blob -> ids.add(blob.get("id").asText()));
        return ids;
    }
}
