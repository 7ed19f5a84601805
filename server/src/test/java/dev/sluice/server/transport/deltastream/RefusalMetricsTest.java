package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.RunningServer.DEVELOPER;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT_KEY;
import static dev.sluice.server.transport.deltastream.RunningServer.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is over a limit is counted under the limit's name, and only there. */
@Timeout(120)
class RefusalMetricsTest {
    private static final String REFUSALS = "sluice_refusals_total";
    private static final String TREES = "/repos/" + DEVELOPER + "/git/trees";

    @TempDir
    private Path data = Path.of("");

    /** Sends a server what it must refuse; may be asked again if that depends on who is faster. */
    @FunctionalInterface
    private interface Offence {
        void commit(RunningServer server);
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void limit_exceeded_isCountedUnderItsSettingOnly(Limit limit) {
        try (RunningServer server = RunningServer.start(data, setting(limit))) {
            assertThat(refusals(server, limit)).isZero();
            Awaitility.await().pollInSameThread().until(() -> {
                offence(limit).commit(server);
                return refusals(server, limit) > 0;
            });
            for (Limit other : Limit.values()) {
                assertThat(refusals(server, other))
                        .as("%s", other)
                        .isEqualTo(other == limit ? refusals(server, limit) : 0);
            }
        }
    }

    private static double refusals(RunningServer server, Limit limit) {
        return server.metric(REFUSALS + "{limit=\"" + limit.settingKey() + "\"}");
    }

    private static String[] setting(Limit limit) {
        String key = limit.settingKey();
        return switch (limit) {
            case MESSAGE_BYTES, OUTBOUND_QUEUE -> new String[] {key + "=65536"};
            case REPLIES_BYTES -> new String[] {key + "=65536", "large-blob-threshold-bytes=1GiB"};
            case OP_ADVERTISED_BYTES -> new String[] {key + "=on"};
            case OPS_RATE, SIGNALS_RATE, DOCUMENT_CONNECTS_RATE, ADDRESS_CONNECTS_RATE, TENANT_REQUESTS_RATE ->
                new String[] {key + "=1", key.replace("per-second", "burst") + "=1"};
            case CONNECTIONS, BATCH_OPS, DOCUMENT_CLIENTS, DOCUMENTS_OPEN, CLIENT_LAG -> new String[] {key + "=1"};
            case COMMIT_QUEUE -> new String[] {key + "=1MiB", "durability=commit", "large-blob-threshold-bytes=1GiB"};
            case OP_BYTES, DOCUMENT_QUEUE, QUORUM_BYTES, JSON_BODY_BYTES, ENVELOPE_BYTES, BLOB_BYTES, SUMMARY_BYTES ->
                new String[] {key + "=1024"};
            case TREE_DEPTH -> new String[] {key + "=4"};
            case TREE_ENTRIES, JSON_DEPTH -> new String[] {key + "=16"};
            case TOKEN_LIFETIME -> new String[] {key + "=1s"};
        };
    }

    private static Offence offence(Limit limit) {
        return switch (limit) {
            case MESSAGE_BYTES ->
                server -> {
                    StreamClient sender = server.writer(server.create());
                    sender.send(sender.message("op", 1, "x".repeat(70_000)));
                    sender.socket.awaitEnd();
                };
            case OUTBOUND_QUEUE -> RefusalMetricsTest::floodWhoNeverPolls;
            case CONNECTIONS ->
                server -> {
                    server.open();
                    assertThat(handshake(server).statusCode()).isEqualTo(503);
                };
            case OP_BYTES -> server -> nacked(server.writer(server.create()), 1, "x".repeat(2000));
            case OP_ADVERTISED_BYTES -> server -> nacked(server.writer(server.create()), 1, "x".repeat(20_000));
            case BATCH_OPS -> server -> nacked(server.writer(server.create()), 2, "x");
            case OPS_RATE ->
                server -> {
                    StreamClient sender = server.writer(server.create());
                    sender.send(sender.message("op", 1, "x"), sender.message("op", 1, "x"));
                    nacked(sender, 1, "x");
                };
            case SIGNALS_RATE ->
                server -> {
                    StreamClient sender = server.writer(server.create());
                    ObjectNode signal = StreamSocket.JSON.createObjectNode().put("content", "x");
                    sender.socket.emit("submitSignal", sender.id, List.of(signal, signal));
                    sender.socket.emit("submitSignal", sender.id, List.of(signal));
                    sender.nack();
                };
            case DOCUMENT_CONNECTS_RATE, ADDRESS_CONNECTS_RATE ->
                server -> {
                    StreamSocket socket = server.open();
                    ObjectNode message = message(server.create(), "read");
                    socket.emit("connect_document", message);
                    socket.connect(message);
                };
            case TENANT_REQUESTS_RATE ->
                server -> {
                    server.create();
                    HttpResponse<String> refused = server.send("GET", TREES + "/" + "a".repeat(40), "", "");
                    assertThat(refused.statusCode()).isEqualTo(429);
                    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
                    assertThat(StreamSocket.parse(refused.body())
                                    .get("retryAfter")
                                    .asInt())
                            .as("SVC-029")
                            .isEqualTo(1);
                };
            case DOCUMENT_QUEUE -> RefusalMetricsTest::submitFasterThanStored;
            case COMMIT_QUEUE -> RefusalMetricsTest::uploadFasterThanStored;
            case REPLIES_BYTES -> RefusalMetricsTest::askForMoreThanIsRead;
            case JSON_BODY_BYTES ->
                server -> post(server, TREES, "{\"tree\":[],\"x\":\"" + "x".repeat(1024) + "\"}", 413);
            case ENVELOPE_BYTES ->
                server -> {
                    String form = "method=POST&x=" + "x".repeat(1024);
                    assertThat(server.send("POST", TREES, "none", "application/x-www-form-urlencoded;restless", form)
                                    .statusCode())
                            .isEqualTo(413);
                };
            case BLOB_BYTES -> server -> upload(server, "x".repeat(1025), 413);
            case SUMMARY_BYTES ->
                server -> post(server, "/documents/" + DEVELOPER, "{\"summary\":\"" + "x".repeat(1024) + "\"}", 413);
            case TREE_DEPTH ->
                server -> {
                    String deep =
                            "{\"type\":1,\"tree\":{\"a\":".repeat(5) + "{\"type\":2,\"content\":\"\"}" + "}}".repeat(5);
                    post(server, "/documents/" + DEVELOPER, "{\"summary\":" + deep + "}", 400);
                };
            case TREE_ENTRIES ->
                server -> {
                    ArrayNode tree = StreamSocket.JSON.createArrayNode();
                    IntStream.range(0, 17).forEach(i -> tree.add(entry("n" + i, "040000", "tree", "a".repeat(40))));
                    post(
                            server,
                            TREES,
                            StreamSocket.JSON
                                    .createObjectNode()
                                    .set("tree", tree)
                                    .toString(),
                            400);
                };
            case JSON_DEPTH -> server -> post(server, TREES, "{\"x\":" + "[".repeat(16) + "]".repeat(16) + "}", 400);
            case DOCUMENT_CLIENTS ->
                server -> {
                    String document = server.create();
                    server.writer(document);
                    server.open().connect(message(document, "write"));
                };
            case CLIENT_LAG ->
                server -> {
                    StreamClient sender = server.writer(server.create());
                    sender.send(
                            sender.message("op", 1, "x"), sender.message("op", 1, "x"), sender.message("op", 1, "x"));
                    sender.nack();
                };
            case QUORUM_BYTES ->
                server -> {
                    StreamClient sender = server.writer(server.create());
                    sender.send(sender.message("propose", 1, "{\"key\":\"k\",\"value\":\"" + "x".repeat(1024) + "\"}"));
                    sender.nack();
                };
            case DOCUMENTS_OPEN ->
                server -> {
                    server.writer(server.create());
                    server.open().connect(message(server.create(), "write"));
                };
            case TOKEN_LIFETIME ->
                server -> {
                    TestToken token = TestToken.of(STRICT, "d", TestToken.USER).signedWith(STRICT_KEY);
                    assertThat(server.send("GET", "/deltas/" + STRICT + "/d", "Basic " + token.text(), "")
                                    .statusCode())
                            .isEqualTo(403);
                };
        };
    }

    @Test
    void jsonNestedTooDeep_onASocket_closesItAndIsCounted() {
        try (RunningServer server = RunningServer.start(data, "json-max-depth=16")) {
            StreamClient sender = server.writer(server.create());
            sender.socket.send("42[\"submitOp\"," + "[".repeat(16) + "]".repeat(16) + "]");
            sender.socket.awaitEnd();
            assertThat(refusals(server, Limit.JSON_DEPTH)).isEqualTo(1);
        }
    }

    @Test
    void blobUpload_withAnExtraMemberNestedTooDeep_isCounted() {
        try (RunningServer server = RunningServer.start(data, "json-max-depth=16")) {
            String blobs = "/repos/" + DEVELOPER + "/git/blobs";
            post(server, blobs, "{\"content\":\"\",\"x\":" + "[".repeat(15) + "]".repeat(15) + "}", 201);
            post(server, blobs, "{\"content\":\"\",\"x\":" + "[".repeat(16) + "]".repeat(16) + "}", 400);
            assertThat(refusals(server, Limit.JSON_DEPTH)).isEqualTo(1);
        }
    }

    @Test
    void summaryUploadedTreeByTree_overALimit_isNackedAndCounted() {
        try (RunningServer server = RunningServer.start(data, "tree-max-depth=4", "tree-max-entries=16")) {
            assertThat(answerTo(server, nested(server, 4))).isEqualTo("summaryAck");
            assertThat(answerTo(server, nested(server, 5))).isEqualTo("summaryNack");
            assertThat(refusals(server, Limit.TREE_DEPTH)).isEqualTo(1);

            String leaf = tree(
                    server, entry("l", "100644", "blob", blob(server)), entry("r", "100644", "blob", blob(server)));
            ObjectNode[] eight = IntStream.range(0, 8)
                    .mapToObj(i ->
                            entry("n" + i, "040000", "tree", tree(server, entry("own" + i, "040000", "tree", leaf))))
                    .toArray(ObjectNode[]::new);
            assertThat(answerTo(server, tree(server, eight))).isEqualTo("summaryNack");
            assertThat(refusals(server, Limit.TREE_ENTRIES)).isEqualTo(1);
        }
    }

    private static void nacked(StreamClient sender, int ops, String contents) {
        sender.send(IntStream.range(0, ops)
                .mapToObj(i -> sender.message("op", 1, contents))
                .toArray(JsonNode[]::new));
        sender.nack();
    }

    /** A client that polls could wait for ever; this one connects, and then never asks for what it missed. */
    private static void floodWhoNeverPolls(RunningServer server) {
        String document = server.create();
        StreamClient sender = server.writer(document);
        String opened = handshake(server).body();
        String session = "/socket.io/?EIO=4&transport=polling&sid="
                + StreamSocket.parse(opened.substring(1)).get("sid").asText();
        server.send("POST", session, "none", "40");
        server.send("POST", session, "none", "42[\"connect_document\"," + message(document, "read") + "]");
        Awaitility.await().until(() -> server.metric("sluice_clients") > 1);
        sender.op("x".repeat(30_000));
        assertThat(server.metric("sluice_outbound_queued_bytes")).isGreaterThan(30_000);
        sender.op("x".repeat(30_000));
        sender.op("x".repeat(30_000));
        Awaitility.await().until(() -> server.metric("sluice_clients") == 1);
        assertThat(server.metric("sluice_outbound_queued_bytes")).isLessThan(30_000);
    }

    private static void submitFasterThanStored(RunningServer server) {
        StreamClient sender = server.writer(server.create());
        for (int i = 0; i < 100; i++) {
            sender.send(sender.message("op", 1, "x".repeat(2000)));
        }
        sender.echo();
    }

    /** While nothing is committed, one upload may be under way, and the queue has room for one more. */
    private static void uploadFasterThanStored(RunningServer server) {
        CompletableFuture<Void> release = new CompletableFuture<>();
        holdWriter(server, release);
        List<CompletableFuture<HttpResponse<String>>> uploads = IntStream.range(0, 3)
                .mapToObj(i -> server.sendAsync(
                        "POST",
                        "/repos/" + DEVELOPER + "/git/blobs",
                        "",
                        "{\"content\":\"" + i + "x".repeat(600_000) + "\",\"encoding\":\"utf-8\"}"))
                .toList();
        Object first = CompletableFuture.anyOf(uploads.toArray(CompletableFuture[]::new))
                .join();
        assertThat(((HttpResponse<?>) first).statusCode()).isEqualTo(429);
        release.complete(null);
        assertThat(uploads).map(upload -> upload.join().statusCode()).containsOnly(201, 429);
    }

    /** Has the thread that commits wait in a completion, so that it takes nothing from its queue until it is released. */
    private static void holdWriter(RunningServer server, CompletableFuture<Void> release) {
        Thread test = Thread.currentThread();
        CompletableFuture<Void> held = new CompletableFuture<>();
        for (int i = 0; !held.isDone(); i++) {
            Mutation blob = blobOf("held " + i);
            // A transaction that was committed before its completion was added is completed here, and another is tried.
            CompletableFuture<Void> completion = server.store()
                    .write(Transaction.of(blob))
                    .thenRun(() -> {
                        if (!Thread.currentThread().equals(test)) {
                            held.complete(null);
                            release.join();
                        }
                    });
            CompletableFuture.anyOf(held, completion).join();
        }
    }

    private static Mutation blobOf(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        GitId id = GitHash.of(GitObjectType.BLOB, body);
        return new Mutation.PutObject(new TenantId(DEVELOPER), id, GitObjectType.BLOB, body);
    }

    /** The head of an answer tells that its body is under way; who reads no more than that keeps it there. */
    private static void askForMoreThanIsRead(RunningServer server) {
        String sha = StreamSocket.parse(
                        upload(server, "x".repeat(16 << 20), 201).body())
                .get("sha")
                .asText();
        String blob = "/repos/" + DEVELOPER + "/git/blobs/" + sha;
        String authorization = server.orderer(server.create());
        String request = "GET " + blob + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n";
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(64 * 1024);
            slow.connect(
                    new InetSocketAddress(server.url().getHost(), server.url().getPort()));
            slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            assertThat(server.send("GET", blob, authorization, "").statusCode()).isEqualTo(429);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static HttpResponse<String> handshake(RunningServer server) {
        return server.send("GET", "/socket.io/?EIO=4&transport=polling", "none", "");
    }

    // Objects of the developer tenant.

    private static HttpResponse<String> post(RunningServer server, String path, String body, int status) {
        String token = TestToken.of(DEVELOPER, "", TestToken.USER).text();
        HttpResponse<String> answer = server.send("POST", path, "Bearer " + token, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static HttpResponse<String> upload(RunningServer server, String content, int status) {
        String body =
                StreamSocket.JSON.createObjectNode().put("content", content).toString();
        return post(server, "/repos/" + DEVELOPER + "/git/blobs", body, status);
    }

    private static String blob(RunningServer server) {
        return StreamSocket.parse(upload(server, "x", 201).body()).get("sha").asText();
    }

    private static String tree(RunningServer server, ObjectNode... entries) {
        ArrayNode tree = StreamSocket.JSON.createArrayNode().addAll(List.of(entries));
        String body = StreamSocket.JSON.createObjectNode().set("tree", tree).toString();
        return StreamSocket.parse(post(server, TREES, body, 201).body())
                .get("sha")
                .asText();
    }

    private static ObjectNode entry(String name, String mode, String type, String sha) {
        return StreamSocket.JSON
                .createObjectNode()
                .put("path", name)
                .put("mode", mode)
                .put("type", type)
                .put("sha", sha);
    }

    /** Stores a tree of so many levels. */
    private static String nested(RunningServer server, int levels) {
        String id = tree(server, entry("leaf", "100644", "blob", blob(server)));
        for (int i = 1; i < levels; i++) {
            id = tree(server, entry("below", "040000", "tree", id));
        }
        return id;
    }

    /** Proposes a tree as the summary of a new document; returns the type of the answer. */
    private static String answerTo(RunningServer server, String tree) {
        String document = server.create();
        StreamClient summarizer = server.summarizer(document);
        String head = StreamSocket.parse(server.send(
                                "GET",
                                "/repos/" + DEVELOPER + "/commits?count=1&sha=" + document,
                                server.orderer(document),
                                "")
                        .body())
                .get(0)
                .get("sha")
                .asText();
        ObjectNode proposal = StreamSocket.JSON
                .createObjectNode()
                .put("handle", tree)
                .put("head", head)
                .put("message", "summary");
        proposal.putArray("parents").add(head);
        summarizer.send(summarizer.message("summarize", summarizer.newest(), proposal.toString()));
        return summarizer
                .socket
                .awaitOp("an answer", op -> op.get("type").asText().matches("summary(Ack|Nack)"))
                .get("type")
                .asText();
    }
}
