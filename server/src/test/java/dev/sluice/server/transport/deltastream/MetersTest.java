package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.RunningServer.DEVELOPER;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT_KEY;
import static dev.sluice.server.transport.deltastream.RunningServer.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running server measures of what it does. */
@Timeout(120)
class MetersTest {
    private static final String REST = "sluice_rest_requests_seconds_count";

    @TempDir
    private Path data = Path.of("");

    @Test
    void requests_areCountedByRouteAndStatusAndNeverByPath() {
        try (RunningServer server = RunningServer.start(data)) {
            String document = server.create();
            server.deltas(document, 0);
            server.deltas(document, 0);
            server.send("GET", "/deltas/" + DEVELOPER + "/unknown", server.orderer(document), "");
            server.send("GET", "/no/such/path/at/all", "none", "");
            server.send("OPTIONS", "/deltas/" + DEVELOPER + "/" + document, "none", "");
            server.send(
                    "POST", "/deltas/x/y", "none", "application/x-www-form-urlencoded;restless", "method=GET&body=");

            assertThat(requests(server, "GET /deltas/{tenant}/{id}", 200)).isEqualTo(2);
            assertThat(requests(server, "GET /deltas/{tenant}/{id}", 403)).isEqualTo(2);
            assertThat(requests(server, "POST /documents/{tenant}", 201)).isEqualTo(1);
            assertThat(requests(server, "unmatched", 404)).isEqualTo(1);
            assertThat(requests(server, "OPTIONS", 204)).isEqualTo(1);
            assertThat(server.send("GET", "/metrics", "none", "").body()).doesNotContain(document, "no/such");
        }
    }

    @Test
    void bodies_areCountedInBothDirections() {
        try (RunningServer server = RunningServer.start(data)) {
            String body = "{\"content\":\"" + "x".repeat(100_000) + "\"}";
            String sha = StreamSocket.parse(server.send("POST", "/repos/" + DEVELOPER + "/git/blobs", "", body)
                            .body())
                    .get("sha")
                    .asText();
            assertThat(server.metric("sluice_received_bytes_total{surface=\"rest\"}"))
                    .isEqualTo(body.length());
            double before = server.metric("sluice_sent_bytes_total{surface=\"rest\"}");
            int answer = server.send("GET", "/repos/" + DEVELOPER + "/git/blobs/raw/" + sha, "", "")
                    .body()
                    .length();
            assertThat(answer).isEqualTo(100_000);
            assertThat(server.metric("sluice_sent_bytes_total{surface=\"rest\"}") - before)
                    .isEqualTo(answer);
        }
    }

    @Test
    void tokensRefused_onBothSurfaces_areCountedByStatus() {
        try (RunningServer server = RunningServer.start(data)) {
            TestToken expired = TestToken.of(STRICT, "d", TestToken.USER)
                    .with(claims -> claims.put("exp", 1))
                    .signedWith(STRICT_KEY);
            TestToken forged = TestToken.of(STRICT, "d", TestToken.USER).signedWith("another key");

            server.send("GET", "/deltas/" + STRICT + "/d", "Basic " + expired.text(), "");
            server.send("GET", "/deltas/" + STRICT + "/d", "Basic " + forged.text(), "");
            server.open().connect(message(forged, "write"));

            assertThat(server.metric("sluice_tokens_refused_total{status=\"401\"}"))
                    .isEqualTo(1);
            assertThat(server.metric("sluice_tokens_refused_total{status=\"403\"}"))
                    .isEqualTo(2);
            assertThat(server.metric("sluice_connects_total{code=\"403\"}")).isEqualTo(1);
        }
    }

    @Test
    void writes_areTimedFromSubmissionToDurability() {
        try (RunningServer server = RunningServer.start(data)) {
            double before = server.metric("sluice_store_write_latency_seconds_count");
            server.create();
            assertThat(server.metric("sluice_store_write_latency_seconds_count") - before)
                    .isEqualTo(1);
            assertThat(server.metric("sluice_store_write_latency_seconds_sum")).isPositive();
        }
    }

    @Test
    void clients_thatCameAndWent_areNoneInTheEnd() {
        try (RunningServer server = RunningServer.start(data, "clients-per-document-max=2")) {
            String document = server.create();
            for (int i = 0; i < 20; i++) {
                StreamSocket socket = server.open();
                socket.emit("connect_document", message(document, "write"));
                socket.abort();
            }
            Awaitility.await().until(() -> server.metric("sluice_connections") == 0);
            StreamClient last = server.writer(document);
            assertThat(server.metric("sluice_clients")).isEqualTo(1);
            last.close();
            Awaitility.await().until(() -> server.metric("sluice_clients") == 0);
        }
    }

    private static double requests(RunningServer server, String route, int status) {
        return server.metric(REST + "{route=\"" + route + "\",status=\"" + status + "\"}");
    }
}
