package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.orderer;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.memory.MemoryStore;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for much and read little of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SlowReaderTest {
    private static final int MIB = 1 << 20;
    private static final int OPS = 15;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private RestHarness start(long repliesMaxBytes, Duration replyIdle) {
        RestLimits some = RestLimits.DEFAULTS;
        RestLimits limits = new RestLimits(
                some.jsonBodyMaxBytes(),
                some.signalMaxBytes(),
                some.envelopeMaxBytes(),
                some.summaryMaxBytes(),
                some.blobMaxBytes(),
                some.bodiesMaxHeapBytes(),
                some.bodyIdle(),
                repliesMaxBytes,
                replyIdle,
                some.treeMaxDepth(),
                some.treeMaxEntries(),
                some.jsonMaxDepth(),
                some.deltasMaxOps(),
                some.deltasHeldBytes(),
                some.commitsMax(),
                some.snapshotBlobMaxBytes(),
                some.snapshotMaxBytes(),
                some.snapshotCacheMaxBytes(),
                some.compressMinBytes());
        RestHarness rest = new RestHarness(
                new RestSettings(limits, ServiceUrls.FROM_REQUEST, Duration.ofDays(1)), new MemoryStore());
        opened.add(0, rest);
        return rest;
    }

    /** Returns a document with some fifteen MiB of ops: more than sockets buffer. */
    private static String documentOf(RestHarness rest) {
        String id = rest.create();
        for (int i = 1; i <= OPS; i++) {
            String op = "{\"sequenceNumber\":" + i + ",\"contents\":\"" + "x".repeat(MIB) + "\"}";
            rest.write(new Mutation.AppendOps(
                    DocumentKey.of("acme", id), i, List.of(op.getBytes(StandardCharsets.UTF_8))));
        }
        return id;
    }

    private RawConnection stalled(RestHarness rest, String id) {
        RawConnection connection = new RawConnection(rest.base);
        opened.add(0, connection);
        connection.send("GET /deltas/acme/" + id + "?from=0 HTTP/1.1\r\nHost: x\r\nAuthorization: "
                + orderer(rest.token(id)) + "\r\n\r\n");
        Awaitility.await().until(() -> rest.server().repliesBytes() > 0);
        return connection;
    }

    @Test
    void svc029_opsBeyondTheBudget_areRefusedUntilASlowReaderHasGone() {
        RestHarness rest = start(20 * MIB, Duration.ofMinutes(10));
        String id = documentOf(rest);
        RawConnection slow = stalled(rest, id);

        Answer refused = rest.get("/deltas/acme/" + id + "?from=0", orderer(rest.token(id)));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.json().get("retryAfter").asInt()).isEqualTo(2);
        rest.get("/deltas/acme/" + id + "?from=" + OPS, orderer(rest.token(id))).expect(200);

        slow.goAway();
        Awaitility.await().until(() -> rest.server().repliesBytes() == 0);
        assertThat(rest.get("/deltas/acme/" + id + "?from=0", orderer(rest.token(id)))
                        .expect(200)
                        .json())
                .hasSize(OPS);
        Awaitility.await().until(() -> rest.server().repliesBytes() == 0);
    }

    @Test
    void reader_thatOnlyGoesOnAsking_losesItsConnection() {
        RestHarness rest = start(1L << 30, Duration.ofMillis(500));
        RawConnection slow = stalled(rest, documentOf(rest));
        Awaitility.await().until(() -> {
            slow.send("GET /healthz/ready HTTP/1.1\r\nHost: x\r\n\r\n");
            return rest.server().repliesBytes() == 0;
        });
        assertThat(slow.drain()).isLessThan((long) OPS * MIB);
    }

    @Test
    void reader_ofALargeSummary_thatReadsNothing_losesItsConnection() {
        RestHarness rest = start(1L << 30, Duration.ofMillis(500));
        String content = "x".repeat(15 * MIB);
        String summary = "{\"type\":\"tree\",\"entries\":[{\"path\":\"a\",\"type\":\"blob\",\"value\":"
                + "{\"type\":\"blob\",\"content\":\"" + content + "\",\"encoding\":\"utf-8\"}}]}";
        String id = rest.post(
                        "/documents/acme",
                        orderer(rest.token("")),
                        "{\"summary\":" + summary + ",\"sequenceNumber\":0,\"values\":[]}")
                .expect(201)
                .json()
                .asText();
        RawConnection slow = new RawConnection(rest.base);
        opened.add(0, slow);
        slow.send("GET /repos/acme/git/summaries/latest HTTP/1.1\r\nHost: x\r\nAuthorization: "
                + storage(rest.token(id)) + "\r\n\r\n");
        Awaitility.await().until(() -> rest.server().repliesBytes() > 0);
        Awaitility.await().until(() -> rest.server().repliesBytes() == 0);
        assertThat(slow.drain()).isLessThan(15L * MIB);
    }

    @Test
    void head_ofLargeOps_holdsNothing() {
        RestHarness rest = start(20 * MIB, Duration.ofMinutes(10));
        String id = documentOf(rest);
        for (int i = 0; i < 3; i++) {
            rest.send(rest.request("/deltas/acme/" + id + "?from=0")
                            .header("Authorization", orderer(rest.token(id)))
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build())
                    .expect(200);
            Awaitility.await().until(() -> rest.server().repliesBytes() == 0);
        }
    }
}
