package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.RunningServer.DEVELOPER;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT_KEY;
import static dev.sluice.server.transport.deltastream.RunningServer.message;
import static dev.sluice.server.transport.deltastream.StreamSocket.name;
import static dev.sluice.server.transport.deltastream.StreamSocket.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that expire or are revoked, and documents that are deleted, while clients are connected (SVC §1.12, §2). */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessEndsTest {
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path data) {
        server = RunningServer.start(data);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void tokenThatExpires_closesItsSocketAndNoOther() {
        String document = server.create(STRICT, strict("", TestToken.USER));
        StreamClient stays = StreamClient.connect(server.open(), message(strict(document, TestToken.USER), "write"));
        TestToken token = strict(document, TestToken.USER).expiringIn(Duration.ofSeconds(2));
        StreamClient expires = StreamClient.connect(server.open(), message(token, "write"));

        expires.socket.awaitEnd();

        stays.awaitLeaveOf(expires.id);
        stays.settle();
        JsonNode refusal = server.open().connect(message(token, "write"));
        assertThat(refusal.at("/1/code").asInt()).isEqualTo(401);
        assertThat(deltas(document, token).statusCode()).isEqualTo(401);
    }

    @Test
    void svc094_revokedToken_closesItsSocketsAndIsRefusedEverywhere() {
        String document = server.create(STRICT, strict("", TestToken.USER));
        TestToken revoked = strict(document, TestToken.USER).with(claims -> claims.put("jti", "revoke-me"));
        TestToken kept = strict(document, TestToken.USER).with(claims -> claims.put("jti", "keep-me"));
        StreamClient writer = StreamClient.connect(server.open(), message(revoked, "write"));
        StreamClient reader = StreamClient.connect(server.open(), message(revoked, "read"));
        StreamClient other = StreamClient.connect(server.open(), message(kept, "write"));
        TestToken revoker = strict(document, List.of("token:revoke"));

        HttpResponse<String> answer = server.send(
                "POST",
                "/documents/" + STRICT + "/document/" + document + "/revokeToken",
                "Basic " + revoker.text(),
                "{\"jti\":\"revoke-me\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        writer.socket.awaitEnd();
        reader.socket.awaitEnd();
        other.settle();
        HttpResponse<String> refusal = deltas(document, revoked);
        assertThat(refusal.statusCode()).isEqualTo(403);
        assertThat(parse(refusal.body()).get("internalErrorCode").asText()).isEqualTo("TokenRevoked");
        JsonNode error = server.open().connect(message(revoked, "write")).get(1);
        assertThat(error.get("code").asInt()).isEqualTo(403);
        assertThat(error.get("internalErrorCode").asText()).isEqualTo("TokenRevoked");
    }

    @Test
    void svc093_deletedDocument_closesItsSocketsAndIs404() {
        String document = server.create();
        StreamClient writer = server.writer(document);
        StreamClient reader = server.reader(document);
        StreamClient elsewhere = server.writer(server.create());

        assertThat(delete(document).statusCode()).isEqualTo(204);

        writer.socket.awaitEnd();
        reader.socket.awaitEnd();
        elsewhere.settle();
        JsonNode refusal = server.open().connect(message(document, "write"));
        assertThat(refusal.at("/1/code").asInt()).isEqualTo(404);
        for (String path :
                List.of("/documents/tinylicious/session/", "/documents/tinylicious/", "/deltas/tinylicious/")) {
            assertThat(server.send("GET", path + document, server.orderer(document), "")
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(delete(document).statusCode()).isEqualTo(404);
    }

    @Test
    void svc093_clientsThatConnectWhileTheDocumentIsDeleted_areRefusedOrDisconnected() {
        for (int round = 0; round < 20; round++) {
            String document = server.create();
            server.writer(document);
            List<StreamSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sockets.add(server.open());
            }
            sockets.forEach(socket -> socket.emit("connect_document", message(document, "write")));

            assertThat(delete(document).statusCode()).isEqualTo(204);

            for (StreamSocket socket : sockets) {
                socket.awaitEndOr("refusal", event -> name(event).equals("connect_document_error"));
            }
        }
    }

    private HttpResponse<String> delete(String document) {
        TestToken token = TestToken.of(DEVELOPER, document, "doc:delete");
        return server.send("DELETE", "/documents/tinylicious/document/" + document, "Basic " + token.text(), "");
    }

    private HttpResponse<String> deltas(String document, TestToken token) {
        return server.send("GET", "/deltas/" + STRICT + "/" + document, "Basic " + token.text(), "");
    }

    private static TestToken strict(String document, List<String> scopes) {
        return TestToken.of(STRICT, document, scopes).signedWith(STRICT_KEY);
    }
}
