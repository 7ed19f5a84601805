package dev.sluice.server.driver;

import static dev.sluice.server.driver.DriverFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.CatchUp;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.TokenRequest.Freshness;
import dev.sluice.driver.Version;
import dev.sluice.driver.http.HttpDriver;
import dev.sluice.driver.http.HttpFeature;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.SummaryType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents over the HTTP driver, in each form of requests it knows. */
@Timeout(60)
class HttpDriverTest {
    @TempDir
    Path data = Path.of("");

    @ParameterizedTest
    @CsvSource({"''", "RESTLESS", "WHOLE_SUMMARIES", "RESTLESS WHOLE_SUMMARIES DISCOVERY"})
    void document_created_isLoaded(String features) {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = driver(server, features);
                DocumentService document = DriverFixture.create(driver)) {
            Snapshot snapshot = document.storage().latest().orElseThrow();

            assertThat(snapshot.sequenceNumber()).isZero();
            assertThat(snapshot.protocol().values()).containsKey("code");
            assertThat(snapshot.tree().blobs()).containsOnlyKeys("content", "bytes");
            assertThat(text(snapshot, "content")).isEqualTo("first");
            assertThat(snapshot.readBlob(snapshot.tree().blob("bytes").orElseThrow()))
                    .containsExactly(0, 0xff, 1);
            assertThat(snapshot.tree().trees()).containsOnlyKeys("a b/c");
            assertThat(document.storage().versions(5)).hasSize(1);
            assertThat(document.deltas().fetch(0, 10)).isEmpty();
        }
    }

    @Test
    void rawFirstSummary_isLoaded() {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver(HttpFeature.RAW_FIRST_SUMMARY);
                DocumentService document = driver.create(
                        TENANT,
                        NewDocument.of(
                                SummaryTree.builder().text("content", "old").build()))) {
            assertThat(text(document.storage().latest().orElseThrow(), "content"))
                    .isEqualTo("old");
        }
    }

    @Test
    void unknownDocument_isNotFound() {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver(HttpFeature.RESTLESS);
                DocumentService document = driver.open(DocumentKey.of("acme", "nobody"))) {
            assertThat(document.storage().latest()).isEmpty();
            assertThatThrownBy(() -> Heard.connect(document, ConnectRequest.WRITER))
                    .hasRootCauseInstanceOf(DriverException.class)
                    .rootCause()
                    .extracting(failure -> ((DriverException) failure).error())
                    .isInstanceOf(DriverError.NotFound.class);
        }
    }

    @Test
    void edits_ofTwoClients_reachBothInOneOrder() throws InterruptedException {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver(HttpFeature.RESTLESS);
                DocumentService document = DriverFixture.create(driver);
                Heard ada = Heard.writer(document);
                Heard bob = Heard.writer(document);
                Heard eve = Heard.connect(document, ConnectRequest.READER)) {
            ada.edit("a1", "a2");
            bob.edit("b1");
            for (Heard one : List.of(ada, bob, eve)) {
                Heard.until(() -> one.edits().size() == 3);
            }

            assertThat(bob.edits()).isEqualTo(ada.edits()).isEqualTo(eve.edits());
            assertThat(bob.stream.details().initialClients()).hasSize(1);
            assertThat(eve.stream.details().mode()).isEqualTo(ConnectionMode.READ);
            assertThat(eve.stream.details().initialClients()).hasSize(2);
            assertThat(ada.stream.details().scopes()).contains("doc:write");
            Heard.until(() -> !ada.latencies.isEmpty());
            eve.submit(MessageType.OP, RawJson.ofString("no"));
            Heard.until(() -> !eve.nacks.isEmpty());
            assertThat(eve.nacks.get(0).code()).isEqualTo(400);
        }
    }

    @Test
    void signals_reachAllOrTheirTarget() throws InterruptedException {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver(HttpFeature.RESTLESS);
                DocumentService document = DriverFixture.create(driver);
                Heard ada = Heard.writer(document);
                Heard bob = Heard.connect(document, ConnectRequest.READER)) {
            ada.stream.signal(OutboundSignal.to(bob.stream.details().clientId(), RawJson.ofString("\"for bob\"")));
            ada.stream.signal(OutboundSignal.toAll(RawJson.ofString("\"for all\"")));
            Heard.until(() -> contents(ada).contains("for all") && contents(bob).contains("for all"));

            assertThat(contents(bob)).contains("for bob");
            assertThat(contents(ada)).doesNotContain("for bob");
            assertThat(contents(ada)).contains("join");
        }
    }

    @ParameterizedTest
    @CsvSource({"RESTLESS", "WHOLE_SUMMARIES"})
    void summary_uploadedAndAcked_isTheNextVersion(String features) throws InterruptedException {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = driver(server, features);
                DocumentService document = DriverFixture.create(driver);
                Heard summarizer = Heard.connect(document, ConnectRequest.SUMMARIZER)) {
            summarizer.await(op -> op.type().equals(MessageType.JOIN));
            summarizer.edit("one");
            Heard.until(() -> summarizer.edits().size() == 1);
            Snapshot base = document.storage().latest().orElseThrow();
            GitId attachment = document.storage().uploadBlob(BlobContent.of(new byte[] {7}));
            SummaryTree next = SummaryTree.builder()
                    .text("content", "second")
                    .put("kept", new SummaryHandle("/a%20b%2Fc", SummaryType.TREE))
                    .put("file", new SummaryAttachment(attachment))
                    .build();
            String handle = document.storage().uploadSummary(next, Optional.of(base.version()));
            String head = base.version().id();
            summarizer.submit(
                    MessageType.SUMMARIZE,
                    RawJson.ofString("{\"handle\":\"" + handle + "\",\"head\":\"" + head
                            + "\",\"message\":\"m\",\"parents\":[\"" + head
                            + "\"],\"details\":{\"includesProtocolTree\":false}}"));
            SequencedMessage answer = summarizer.await(op -> op.type().startsWith("summary"));

            assertThat(answer.type()).as(String.valueOf(answer.data())).isEqualTo(MessageType.SUMMARY_ACK);
            String acked = JsonValue.parse(String.valueOf(answer.data()))
                    .asObject()
                    .flatMap(ack -> ack.string("handle"))
                    .orElseThrow();
            Snapshot loaded = document.storage().snapshot(Version.ofId(acked));
            assertThat(loaded.tree().trees()).containsOnlyKeys("kept");
            assertThat(text(loaded, "content")).isEqualTo("second");
            assertThat(text(loaded, "kept/x")).isEqualTo("1");
            assertThat(loaded.readBlob(attachment)).containsExactly(7);
            assertThat(loaded.sequenceNumber()).isEqualTo(2);
            assertThat(loaded.protocol().members()).hasSize(1);
            assertThat(loaded.logTail()).isNotEmpty();
            assertThat(document.storage().versions(5)).hasSize(2);
        }
    }

    @Test
    void blob_ofMegabytes_comesBackAsAStream() throws IOException {
        byte[] bytes = new byte[3_000_001];
        new Random(1).nextBytes(bytes);
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver(HttpFeature.RESTLESS);
                DocumentService document = DriverFixture.create(driver)) {
            GitId id = document.storage().uploadBlob(BlobContent.of(bytes));
            ByteArrayOutputStream copy = new ByteArrayOutputStream();

            assertThat(document.storage().copyBlob(id, copy)).isEqualTo(bytes.length);
            assertThat(copy.toByteArray()).isEqualTo(bytes);
            assertThat(document.storage().readBlob(id)).isEqualTo(bytes);
            assertThatThrownBy(() -> document.storage().readBlob(GitId.parse("0".repeat(40))))
                    .isInstanceOf(DriverException.class);
        }
    }

    @Test
    void deltas_overSeveralPages_areCaughtUpInOrder() throws InterruptedException {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver();
                DocumentService document = DriverFixture.create(driver);
                Heard ada = Heard.writer(document)) {
            for (int round = 0; round < 5; round++) {
                int first = round * 1000;
                ada.edit(IntStream.range(first, first + 1000)
                        .mapToObj(i -> "edit " + i)
                        .toArray(String[]::new));
            }
            Heard.until(() -> ada.edits().size() == 5000);
            List<Long> known = new ArrayList<>();
            List<Long> newest = new ArrayList<>();
            CatchUp catchUp =
                    new CatchUp(document.deltas(), ForkJoinPool.commonPool(), 3, Duration.ofSeconds(5), wait -> {});
            catchUp.range(0, 5002, page -> page.forEach(op -> known.add(op.sequenceNumber())));
            long last = catchUp.toNewest(1, page -> page.forEach(op -> newest.add(op.sequenceNumber())));

            assertThat(known).hasSize(5001).isSorted().startsWith(1L).endsWith(5001L);
            assertThat(newest).hasSize(5000).startsWith(2L);
            assertThat(last).isEqualTo(5001);
        }
    }

    @Test
    void serverRestarts_clientIsToldAndConnectsAgain() throws InterruptedException {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver(HttpFeature.RESTLESS);
                DocumentService document = DriverFixture.create(driver)) {
            Heard before = Heard.writer(document);
            before.edit("kept");
            Heard.until(() -> before.edits().size() == 1);
            server.restart();
            Heard.until(() -> !before.ends.isEmpty());
            assertThat(before.ends).hasSize(1).first().isNotInstanceOf(DisconnectReason.ByClient.class);
            before.edit("dropped");

            try (Heard after = Heard.writer(document)) {
                after.edit("more");
                Heard.until(() -> after.edits().contains("\"more\""));
                assertThat(after.stream.details().clientId())
                        .isNotEqualTo(before.stream.details().clientId());
            }
            assertThat(document.deltas().fetch(0, 3))
                    .extracting(op -> String.valueOf(op.contents()))
                    .contains("\"kept\"");
        }
    }

    @Test
    void opsTooFast_areNackedWithTheTimeToWait() throws InterruptedException {
        try (DriverFixture server = DriverFixture.start(data, "client-ops-per-second=1", "client-ops-burst=2");
                HttpDriver driver = server.driver();
                DocumentService document = DriverFixture.create(driver);
                Heard ada = Heard.writer(document)) {
            for (int i = 0; i < 5; i++) {
                ada.edit("fast");
            }
            Heard.until(() -> !ada.nacks.isEmpty());

            assertThat(ada.nacks.get(0).code()).isEqualTo(429);
            assertThat(ada.nacks.get(0).retryAfter()).isPresent();
        }
    }

    @Test
    void connectsTooFast_failWithTheTimeToWait() throws InterruptedException {
        try (DriverFixture server =
                        DriverFixture.start(data, "document-connects-per-second=1", "document-connects-burst=1");
                HttpDriver driver = server.driver();
                DocumentService document = DriverFixture.create(driver);
                Heard first = Heard.writer(document)) {
            assertThat(first.stream.details().clientId()).isNotEmpty();
            assertThatThrownBy(() -> Heard.connect(document, ConnectRequest.WRITER))
                    .rootCause()
                    .isInstanceOfSatisfying(DriverException.class, failure -> {
                        assertThat(failure.error()).isInstanceOf(DriverError.Throttled.class);
                        assertThat(failure.retryable()).isTrue();
                        assertThat(failure.retryAfter()).isPresent();
                    });
        }
    }

    @Test
    void badToken_isReplacedOnce() throws InterruptedException {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver good = server.driver();
                DocumentService created = DriverFixture.create(good);
                HttpDriver driver = server.driver(Set.of(HttpFeature.RESTLESS), Set.of(Freshness.ANY));
                DocumentService document = driver.open(created.key())) {
            server.tokenRequests.clear();
            assertThat(document.storage().latest()).isPresent();
            try (Heard ada = Heard.writer(document)) {
                assertThat(ada.stream.details().mode()).isEqualTo(ConnectionMode.WRITE);
            }
            assertThat(server.tokenRequests)
                    .extracting(request -> request.surface() + " " + request.freshness())
                    .containsExactly("STORAGE ANY", "STORAGE NEW", "ORDERER ANY", "ORDERER NEW");
        }
    }

    @Test
    void badTokens_areAnError() {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver good = server.driver();
                DocumentService created = DriverFixture.create(good);
                HttpDriver driver = server.driver(Set.of(), Set.of(Freshness.ANY, Freshness.NEW));
                DocumentService document = driver.open(created.key())) {
            assertThatThrownBy(() -> document.storage().latest())
                    .isInstanceOfSatisfying(
                            DriverException.class,
                            failure -> assertThat(failure.error()).isInstanceOf(DriverError.Unauthorized.class));
            assertThatThrownBy(() -> Heard.connect(document, ConnectRequest.WRITER))
                    .rootCause()
                    .isInstanceOf(DriverException.class);
        }
    }

    @Test
    void unreachableServer_isARetryableError() {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver();
                DocumentService document = DriverFixture.create(driver)) {
            server.stop();
            assertThatThrownBy(() -> document.storage().latest())
                    .isInstanceOfSatisfying(DriverException.class, failure -> {
                        assertThat(failure.error()).isInstanceOf(DriverError.Unreachable.class);
                        assertThat(failure.retryable()).isTrue();
                    });
        }
    }

    private static HttpDriver driver(DriverFixture server, String features) {
        return server.driver(Arrays.stream(features.split(" "))
                .filter(name -> !name.isEmpty())
                .map(HttpFeature::valueOf)
                .toArray(HttpFeature[]::new));
    }

    private static String text(Snapshot snapshot, String path) {
        return new String(snapshot.readBlob(snapshot.tree().blob(path).orElseThrow()), StandardCharsets.UTF_8);
    }

    private static String contents(Heard heard) {
        return heard.signals.toString();
    }
}
