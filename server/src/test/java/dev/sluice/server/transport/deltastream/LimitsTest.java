package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.RunningServer.message;
import static dev.sluice.server.transport.deltastream.StreamSocket.PATIENCE;
import static dev.sluice.server.transport.deltastream.StreamSocket.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is too much, too large or too often, and that it is accepted later (SVC §3.5, §3.8, §6). */
@Timeout(120)
class LimitsTest {
    @TempDir
    private Path data = Path.of("");

    @Test
    void svc098_opsTooOften_areNacked429AndAcceptedAfterTheWait() {
        try (RunningServer server = start("client-ops-per-second=1", "client-ops-burst=2")) {
            StreamClient sender = server.writer(server.create());
            // A full bucket lets a batch over its size through, and owes for it: the next op is one too many.
            JsonNode[] burst = {op(sender), op(sender), op(sender)};
            JsonNode late = op(sender);

            sender.send(burst);
            sender.send(late);

            JsonNode nack = sender.nack();
            assertThat(nack.get(0).asText()).isEmpty();
            assertThat(nack.at("/1/content/code").asInt()).isEqualTo(429);
            assertThat(nack.at("/1/content/type").asText()).isEqualTo("ThrottlingError");
            int wait = nack.at("/1/content/retryAfter").asInt();
            assertThat(wait).isBetween(1, 2);
            sender.own(3);
            after(wait, () -> sender.send(late));
            sender.own(4);
        }
    }

    @Test
    void svc098_signalsTooOften_areNacked429AndAcceptedAfterTheWait() {
        try (RunningServer server = start("client-signals-per-second=1", "client-signals-burst=1")) {
            StreamClient sender = server.writer(server.create());
            sender.socket.emit("submitSignal", sender.id, List.of(signal("1"), signal("2")));

            sender.socket.emit("submitSignal", sender.id, List.of(signal("3")));

            JsonNode nack = sender.nack();
            assertThat(nack.at("/1/content/code").asInt()).isEqualTo(429);
            int wait = nack.at("/1/content/retryAfter").asInt();
            after(wait, () -> sender.socket.emit("submitSignal", sender.id, List.of(signal("3"))));
            sender.socket.await(
                    "signal 3", event -> event.at("/1/content").asText().equals("3"));
        }
    }

    @Test
    void svc098_connectsTooOftenToADocument_are429AndAcceptedAfterTheWait() {
        try (RunningServer server = start("document-connects-per-second=1", "document-connects-burst=1")) {
            connectTooOften(server, server.create());
            StreamClient elsewhere = server.reader(server.create());
            elsewhere.echo();
        }
    }

    @Test
    void svc098_connectsTooOftenFromAnAddress_are429AndAcceptedAfterTheWait() {
        try (RunningServer server = start("address-connects-per-second=1", "address-connects-burst=1")) {
            connectTooOften(server, server.create());
        }
    }

    @Test
    void connectsWithBadTokens_takeNothingFromTheDocument() {
        try (RunningServer server = start("document-connects-per-second=1", "document-connects-burst=1")) {
            String document = server.create();
            StreamSocket stranger = server.open();
            ObjectNode forged = message(document, "read").put("token", "rubbish");
            for (int i = 0; i < 10; i++) {
                stranger.emit("connect_document", forged);
            }

            stranger.emit("connect_document", message(document, "read"));

            stranger.await("success", event -> name(event).equals("connect_document_success"));
            assertThat(stranger.eventsNamed("connect_document_error"))
                    .extracting(event -> event.at("/1/code").asInt())
                    .containsOnly(401);
        }
    }

    /** Both connects are sent at once, so that the second comes too early whatever the machine does. */
    private static void connectTooOften(RunningServer server, String document) {
        StreamSocket socket = server.open();
        ObjectNode message = message(document, "read");
        socket.emit("connect_document", message);
        socket.emit("connect_document", message);
        JsonNode refusal = socket.await("refusal", event -> name(event).equals("connect_document_error"))
                .get(1);
        assertThat(refusal.get("code").asInt()).isEqualTo(429);
        assertThat(refusal.get("retryAfter").asInt()).isEqualTo(1);
        int waitMs = refusal.get("retryAfterMs").asInt();
        assertThat(waitMs).isBetween(1, 1000);
        socket.await("success", event -> name(event).equals("connect_document_success"));
        after(1, () -> socket.emit("connect_document", message));
        socket.await(
                "second success",
                event -> socket.eventsNamed("connect_document_success").size() == 2);
    }

    @Test
    void opLargerThanTheLimit_isNacked413WithItsWholeBatch() {
        try (RunningServer server = start("op-max-bytes=2048")) {
            StreamClient sender = server.writer(server.create());
            JsonNode small = sender.message("op", 1, "small");
            JsonNode large = sender.message("op", 1, "x".repeat(2048));

            sender.send(small, large);

            JsonNode nack = sender.nack();
            assertThat(nack.at("/1/content/code").asInt()).isEqualTo(413);
            assertThat(nack.at("/1/content/type").asText()).isEqualTo("BadRequestError");
            assertThat(nack.at("/1/content/message").asText()).isEqualTo("Op size too large");
            sender.send(small);
            sender.own(1);
            assertThat(sender.socket.eventsNamed("nack")).hasSize(1);
        }
    }

    @Test
    void metadata_countsAsPartOfTheOp() {
        try (RunningServer server = start("op-max-bytes=2048")) {
            StreamClient sender = server.writer(server.create());
            ObjectNode heavy = sender.message("op", 1, "small");
            heavy.putObject("metadata").put("x", "y".repeat(2048));

            sender.send(heavy);

            assertThat(sender.nack().at("/1/content/code").asInt()).isEqualTo(413);
        }
    }

    @Test
    void opOverTheAdvertisedSize_isNackedOnlyIfThatIsChecked() {
        String large = "x".repeat(20_000);
        try (RunningServer server = start()) {
            server.writer(server.create()).op(large);
        }
        try (RunningServer server = start("op-size-check=on")) {
            StreamClient sender = server.writer(server.create());
            sender.send(sender.message("op", 1, large));
            assertThat(sender.nack().at("/1/content/code").asInt()).isEqualTo(413);
        }
    }

    @Test
    void batchOverTheLimit_isNacked413() {
        try (RunningServer server = start("batch-max-ops=2")) {
            StreamClient sender = server.writer(server.create());
            JsonNode one = op(sender);
            JsonNode two = op(sender);
            JsonNode three = op(sender);

            sender.socket.emit("submitOp", sender.id, List.of(List.of(one, two), List.of(three)));

            assertThat(sender.nack().at("/1/content/code").asInt()).isEqualTo(413);
            sender.send(one, two);
            sender.own(2);
        }
    }

    @Test
    void messageOverTheLimit_closesTheConnection() {
        try (RunningServer server = start("message-max-bytes=65536")) {
            String document = server.create();
            StreamClient witness = server.writer(document);
            StreamClient sender = server.writer(document);

            sender.send(sender.message("op", 1, "x".repeat(70_000)));

            sender.socket.awaitEnd();
            witness.awaitLeaveOf(sender.id);
        }
    }

    @Test
    void clientsOverTheLimit_areToldToComeBackInFiveMinutes() {
        try (RunningServer server = start("clients-per-document-max=2")) {
            String document = server.create();
            StreamClient first = server.writer(document);
            StreamClient second = server.reader(document);
            StreamSocket third = server.open();

            JsonNode refusal = third.connect(message(document, "write")).get(1);

            assertThat(refusal.get("code").asInt()).isEqualTo(429);
            assertThat(refusal.get("retryAfterMs").asInt()).isEqualTo(300_000);
            first.close();
            second.awaitType("noClient");
            assertThat(name(third.connect(message(document, "write")))).isEqualTo("connect_document_success");
        }
    }

    @Test
    void documentsOverTheLimit_areToldToComeBackSoon() {
        try (RunningServer server = start("documents-open-max=1")) {
            server.writer(server.create());

            JsonNode refusal =
                    server.open().connect(message(server.create(), "write")).get(1);

            assertThat(refusal.get("code").asInt()).isEqualTo(503);
            assertThat(refusal.get("internalErrorCode").asText()).isEqualTo("ClusterDraining");
            assertThat(refusal.get("retryAfterMs").asInt()).isEqualTo(5000);
        }
    }

    private RunningServer start(String... settings) {
        return RunningServer.start(data, settings);
    }

    private static JsonNode op(StreamClient sender) {
        return sender.message("op", 1, "\"x\"");
    }

    private static ObjectNode signal(String content) {
        return StreamSocket.JSON.createObjectNode().put("content", content);
    }

    /** Does what a client that was told to wait does. */
    private static void after(int seconds, Runnable action) {
        Executor later = CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS);
        CompletableFuture.runAsync(action, later)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
