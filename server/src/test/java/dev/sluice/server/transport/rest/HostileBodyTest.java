package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.orderer;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.storage.memory.MemoryStore;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HostileBodyTest {
    private static final int MIB = 1 << 20;
    private static final RestLimits SMALL = new RestLimits(
            1000,
            500,
            3_000_000,
            200_000,
            300_000,
            1_500_000,
            Duration.ofMillis(300),
            MIB,
            Duration.ofMillis(300),
            8,
            50,
            20,
            2000,
            MIB,
            10,
            MIB,
            MIB,
            MIB,
            8192);

    private final RestHarness rest =
            new RestHarness(new RestSettings(SMALL, ServiceUrls.FROM_REQUEST, Duration.ofDays(1)));
    private final String storage = storage(rest.token(""));

    @AfterEach
    void close() {
        rest.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void body_inAnotherEncodingThanUtf8_isRefused(String encoding) {
        for (String path : List.of("/documents/acme", "/repos/acme/git/trees", "/repos/acme/git/summaries")) {
            byte[] body = "{\"summary\":{},\"tree\":[],\"entries\":[],\"type\":\"channel\"}"
                    .getBytes(Charset.forName(encoding));
            rest.send(rest.request(path)
                            .header("Authorization", path.startsWith("/repos") ? storage : orderer(rest.token("")))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build())
                    .expectError(400);
        }
    }

    @Test
    void body_overTheLimit_is413() {
        rest.post("/repos/acme/git/trees", storage, "{\"tree\":[],\"x\":\"" + "x".repeat(1000) + "\"}")
                .expectError(413);
        rest.restless(
                        "POST",
                        "/repos/acme/git/trees",
                        storage,
                        Optional.of("{\"tree\":[],\"x\":\"" + "x".repeat(1000) + "\"}"))
                .expectError(413);
        String summary =
                "{\"summary\":{\"type\":1,\"tree\":{\"a\":{\"type\":2,\"content\":\"" + "x".repeat(200_000) + "\"}}}}";
        rest.post("/documents/acme", orderer(rest.token("")), summary).expectError(413);
        rest.restless("POST", "/documents/acme", orderer(rest.token("")), Optional.of(summary))
                .expectError(413);
    }

    @Test
    void signal_overItsLimit_is413() {
        String id = rest.create();
        String body = "{\"signalContent\":{\"contents\":{\"type\":\"t\",\"content\":\"" + "x".repeat(500) + "\"}}}";
        for (String path : List.of("/acme/" + id, "/api/v1/acme/" + id)) {
            rest.post(path + "/broadcast-signal", orderer(rest.token(id)), body).expectError(413);
        }
        assertThat(rest.documents.signals).isEmpty();
    }

    @Test
    void commitAndRef_overAMebibyte_are413() {
        try (RestHarness generous = new RestHarness()) {
            String writer = storage(generous.token(generous.create()));
            String body = "{\"message\":\"" + "x".repeat(MIB) + "\"}";
            for (String path : List.of("commits", "refs")) {
                generous.post("/repos/acme/git/" + path, writer, body).expectError(413);
            }
        }
    }

    @Test
    void nameInATree_overItsLimit_is400() {
        try (RestHarness generous = new RestHarness()) {
            String writer = storage(generous.token(generous.create()));
            String before =
                    "{\"tree\":[{\"mode\":\"100644\",\"type\":\"blob\",\"sha\":\"" + "a".repeat(40) + "\",\"path\":\"";
            generous.post("/repos/acme/git/trees", writer, before + "x".repeat(1024) + "\"}]}")
                    .expect(201);
            generous.post("/repos/acme/git/trees", writer, before + "x".repeat(1025) + "\"}]}")
                    .expectError(400);
        }
    }

    @Test
    void blob_overTheLimit_is413() {
        for (int size : List.of(300_001, 2 * MIB)) {
            for (String encoding : List.of("utf-8", "base64")) {
                String letters =
                        "{\"content\":\"" + "x".repeat(size * 4 / 3 + 4) + "\",\"encoding\":\"" + encoding + "\"}";
                rest.post("/repos/acme/git/blobs", storage, letters).expectError(413);
                rest.restless("POST", "/repos/acme/git/blobs", storage, Optional.of(letters))
                        .expectError(413);
            }
            rest.post("/repos/acme/git/blobs", storage, "{\"content\":\"" + " ".repeat(size) + "\"}")
                    .expectError(413);
        }
    }

    @Test
    void summary_ofABadShape_is400() {
        String deep = "{\"type\":1,\"tree\":{\"a\":".repeat(9) + "{\"type\":2,\"content\":\"\"}" + "}}".repeat(9);
        rest.post("/documents/acme", orderer(rest.token("")), "{\"summary\":" + deep + "}")
                .expectError(400);
        StringBuilder wide = new StringBuilder("{\"summary\":{\"type\":1,\"tree\":{");
        for (int i = 0; i < 51; i++) {
            wide.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":{\"type\":2,\"content\":\"\"}");
        }
        rest.post("/documents/acme", orderer(rest.token("")), wide + "}}}").expectError(400);
    }

    @Test
    void envelope_ofFieldsNobodyKnows_hasAnEnd() {
        try (RawConnection connection = new RawConnection(rest.base)) {
            connection.send(head("/documents/acme", "application/x-www-form-urlencoded;restless", 1L << 40));
            byte[] junk = "junk=1&".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
            assertThat(connection.sendUntilRefused(junk, 1L << 36)).isLessThan(1L << 36);
        }
    }

    @Test
    void json_nestedTooDeep_is400() {
        rest.post("/repos/acme/git/trees", storage, "{\"tree\":[],\"x\":" + "[".repeat(200) + "]".repeat(200) + "}")
                .expectError(400);
    }

    @Test
    void client_thatFallsSilent_is408() {
        for (String type : List.of("application/json", "application/x-www-form-urlencoded;restless")) {
            try (RawConnection connection = new RawConnection(rest.base)) {
                connection.send(head("/repos/acme/git/trees", type, 100)).send("{\"tr");
                assertThat(connection.read()).startsWith("HTTP/1.1 408 ");
                assertThat(connection.isClosedByServer()).isTrue();
            }
        }
        try (RawConnection connection = new RawConnection(rest.base)) {
            connection.send(head("/repos/acme/git/blobs", "application/json", 1_000_000));
            connection.send("{\"content\":\"" + "x".repeat(100_000));
            assertThat(connection.read()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void client_thatOnlyIsSlow_isServed() {
        String body = "{\"content\":\"" + "{}".repeat(50) + "\",\"encoding\":\"utf-8\"}";
        try (RawConnection connection = new RawConnection(rest.base)) {
            connection.send(head("/repos/acme/git/blobs", "application/json", body.length()));
            for (byte one : body.getBytes(StandardCharsets.UTF_8)) {
                connection.send(new byte[] {one});
            }
            assertThat(connection.read()).startsWith("HTTP/1.1 201 ");
            connection.send(head("/repos/acme/git/blobs", "application/json", body.length()) + body);
            assertThat(connection.read()).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void envelope_inSinglePieces_isServed() {
        String body = RestHarness.envelope(
                "POST", List.of("Authorization: " + storage), Optional.of("{\"content\":\"é\\u00e9%\"}"));
        String type = "application/x-www-form-urlencoded; Restless";
        try (RawConnection connection = new RawConnection(rest.base)) {
            connection.send("POST /repos/acme/git/blobs HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (byte one : body.getBytes(StandardCharsets.UTF_8)) {
                connection.send("1\r\n" + (char) one + "\r\n");
            }
            connection.send("0\r\n\r\n");
            assertThat(connection.read()).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void client_thatAsksFirst_isToldToGoOnOrNot() {
        String body = "{\"tree\":[]}";
        try (RawConnection connection = new RawConnection(rest.base)) {
            String expecting = head("/repos/acme/git/trees", "application/json", body.length())
                    .replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
            connection.send(expecting);
            assertThat(connection.read()).startsWith("HTTP/1.1 100 ");
            connection.send(body);
            assertThat(connection.read()).startsWith("HTTP/1.1 201 ");
        }
        try (RawConnection connection = new RawConnection(rest.base)) {
            String expecting = head("/repos/acme/git/trees", "application/json", 5000)
                    .replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
            connection.send(expecting);
            assertThat(connection.read()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void client_thatGoesOnSendingAfterItsRefusal_isCutOff() {
        try (RawConnection connection = new RawConnection(rest.base)) {
            connection.send(head("/repos/acme/git/trees", "application/json", 1L << 40));
            assertThat(connection.read()).startsWith("HTTP/1.1 413 ");
            long sent = connection.sendUntilRefused(new byte[MIB], 1L << 36);
            assertThat(sent).isLessThan(1L << 36);
        }
    }

    @Test
    void client_thatGoesAway_leavesNothingBehind() {
        CountingStore store = new CountingStore();
        try (RestHarness counting = new RestHarness(
                        new RestSettings(RestLimits.DEFAULTS, ServiceUrls.FROM_REQUEST, Duration.ZERO), store);
                RawConnection connection = new RawConnection(counting.base)) {
            connection.send(head("/repos/acme/git/blobs", "application/json", 1_000_000)
                    .replace(storage, storage(counting.token(""))));
            connection.send("{\"content\":\"" + "x".repeat(500_000));
            Awaitility.await().until(() -> store.openSpools() == 1);
            connection.goAway();
            Awaitility.await().until(() -> store.openSpools() == 0);
            counting.get("/healthz/ping").expect(200);
        }
    }

    @Test
    void bodies_togetherOverTheBudget_areAskedToComeLater() {
        String half = "{\"summary\":{\"type\":1,\"tree\":{\"a\":{\"type\":2,\"content\":\"" + "x".repeat(150_000);
        try (RawConnection first = new RawConnection(rest.base)) {
            first.send(head("/documents/acme", "application/json", 199_000, orderer(rest.token(""))))
                    .send(half);
            Answer refused = Awaitility.await()
                    .until(
                            () -> rest.post("/documents/acme", orderer(rest.token("")), half + "\"}}}}"),
                            answer -> answer.status() == 429);
            assertThat(refused.header("Retry-After")).isEqualTo("2");
        }
        Awaitility.await()
                .until(() -> rest.post("/documents/acme", orderer(rest.token("")), half + "\"}}}}")
                                .status()
                        == 201);
    }

    @Test
    void failure_nobodyExpected_is500WithoutDetails() {
        MemoryStore broken = closed(new MemoryStore());
        try (RestHarness harness = new RestHarness(RestSettings.DEFAULTS, broken)) {
            String token = storage(harness.token("any"));
            Answer answer = harness.get("/repos/acme/git/trees/" + "a".repeat(40), token)
                    .expectError(500);
            assertThat(answer.json().get("internalErrorCode").asText()).isEqualTo("REST-1");
            harness.post("/repos/acme/git/blobs", token, "{\"content\":\"x\"}").expectError(500);
        }
    }

    private static MemoryStore closed(MemoryStore store) {
        store.close();
        return store;
    }

    @Test
    void requests_onOneConnection_doNotDisturbEachOther() {
        List<CompletableFuture<Integer>> answers = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> {
                    String body = i % 3 == 0 ? "{\"content\":\"" + i + "\"}" : i % 3 == 1 ? "{" : "x".repeat(100_000);
                    HttpRequest request = rest.request("/repos/acme/git/blobs")
                            .header("Authorization", i % 5 == 0 ? "Basic x" : storage)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
                    return rest.client
                            .sendAsync(request, java.net.http.HttpResponse.BodyHandlers.discarding())
                            .thenApply(java.net.http.HttpResponse::statusCode);
                })
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join()).as("request %d", i).isEqualTo(i % 5 == 0 ? 401 : i % 3 == 0 ? 201 : 400);
        }
    }

    private String head(String path, String type, long length) {
        return head(path, type, length, storage);
    }

    private static String head(String path, String type, long length, String authorization) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nAuthorization: " + authorization
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
