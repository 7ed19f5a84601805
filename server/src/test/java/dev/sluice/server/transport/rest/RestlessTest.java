package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.form;
import static dev.sluice.server.transport.rest.RestHarness.orderer;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RestlessTest {
    private final RestHarness rest = new RestHarness();

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void svc001_envelope_isRoutedByItsMethodAndSeenWithItsHeaders() {
        String id = rest.create();
        String path = "/documents/acme/session/" + id;
        assertThat(rest.restless("GET", path, orderer(rest.token(id)), Optional.empty())
                        .expect(200)
                        .json()
                        .has("ordererUrl"))
                .isTrue();
        rest.restless("GET", path, orderer(rest.token("another")), Optional.empty())
                .expectError(403);
        rest.restless("PATCH", path, orderer(rest.token(id)), Optional.empty()).expectError(404);
    }

    @Test
    void svc002_everyRoute_answersEnvelopesAsItAnswersPlainRequests() {
        String id = rest.create();
        String orderer = orderer(rest.token(id));
        String storage = storage(rest.token(id));
        for (String path : List.of("/documents/acme/" + id, "/deltas/acme/" + id + "?from=0&to=5&fetchReason=x")) {
            same(rest.get(path, orderer), rest.restless("GET", path, orderer, Optional.empty()));
        }
        for (String path : List.of(
                "/repos/acme/commits?count=1&sha=" + id,
                "/repos/acme/git/trees/" + rest.treeOf(id) + "?recursive=1",
                "/repos/acme/git/blobs/" + "a".repeat(40),
                "/repos/acme/git/summaries/latest?disableCache=true",
                "/nope")) {
            same(rest.get(path, storage), rest.restless("GET", path, storage, Optional.empty()));
        }
        for (String body : List.of("{\"content\":\"a+b &=é\\n%41\",\"encoding\":\"utf-8\"}", "{}", "")) {
            String path = "/repos/acme/git/blobs";
            same(rest.post(path, storage, body), rest.restless("POST", path, storage, Optional.of(body)));
        }
    }

    private static void same(Answer plain, Answer enveloped) {
        assertThat(enveloped.status()).isEqualTo(plain.status());
        assertThat(enveloped.text()).isEqualTo(plain.text());
        assertThat(enveloped.header("Content-Type")).isEqualTo(plain.header("Content-Type"));
        assertThat(enveloped.header("Cache-Control")).isEqualTo(plain.header("Cache-Control"));
    }

    @Test
    void envelope_withItsFieldsInAnyOrder_isUnderstoodIfSmall() {
        String authorization = "header=" + form("authorization: " + storage(rest.token("")));
        String body = "body=" + form("{\"content\":\"{}\"}");
        for (String form : List.of(
                body + "&" + authorization + "&method=POST",
                "other=1&" + authorization + "&" + body + "&method=post&",
                "method=POST&header=nonsense&" + body + "&=&" + authorization)) {
            assertThat(send("/repos/acme/git/blobs", form).expect(201).sha())
                    .isEqualTo("9e26dfeeb6e641a33dae4961196235bdb965b21b");
        }
    }

    @Test
    void envelope_withLargeBody_needsItsHeadFirst() {
        String head = "method=POST&header=" + form("Authorization: " + storage(rest.token("")));
        String body = "body=" + form("{\"content\":\"" + "é".repeat(500_000) + "\"}");
        send("/repos/acme/git/blobs", head + "&" + body).expect(201);
        send("/repos/acme/git/blobs", body + "&" + head).expectError(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "method=GET%2",
                "method=GET%zz",
                "method=BREW",
                "body=x",
                "method=GET&body=1&body=2",
                "method=GET&header=a%0Ab%3A+c",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void envelope_malformed_isRefused(String form) {
        send("/documents/acme", form).expectError(400);
    }

    @Test
    void envelope_withHugeHead_isRefused() {
        send("/documents/acme", "method=GET&header=" + form("a: " + "x".repeat(100_000)))
                .expectError(431);
    }

    @Test
    void query_encodedTwice_isUnderstood() {
        String id = rest.create(",\"id\":\"a b&c=é\"");
        String once = form(id).replace("+", "%20");
        for (String encoded : List.of(once, form(once))) {
            rest.get("/repos/acme/commits?count=1&sha=" + encoded, storage(rest.token(id)))
                    .expect(200);
        }
        rest.get("/documents/acme/session/" + once, orderer(rest.token(id))).expect(200);
        rest.get("/documents/acme/session/%ff", orderer(rest.token(id))).expectError(400);
    }

    private Answer send(String path, String form) {
        return rest.send(rest.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded;restless")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }
}
