package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.StreamSocket.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Noops, leaving, being silent, and the server going away (SVC §4.3 to §4.5). */
@Timeout(120)
class MembersTest {
    @TempDir
    private Path data = Path.of("");

    @Test
    void svc069_noopWithNullContents_isHeldAndOneServerNoopMovesTheMinimum() {
        try (RunningServer server = RunningServer.start(data)) {
            StreamClient client = server.writer(server.create());

            client.send(client.message("noop", 1, null), client.message("noop", 1, null));

            JsonNode noop = client.awaitType("noop");
            assertThat(noop.get("clientId").isNull()).isTrue();
            assertThat(noop.get("clientSequenceNumber").asInt()).isEqualTo(-1);
            assertThat(noop.get("referenceSequenceNumber").asInt()).isEqualTo(-1);
            assertThat(noop.has("contents")).isTrue();
            assertThat(noop.get("contents").isNull()).isTrue();
            assertThat(noop.get("minimumSequenceNumber").asLong()).isEqualTo(1);
            assertThat(client.op("\"next count\"").get("clientSequenceNumber").asInt())
                    .isEqualTo(3);
            client.echo();
            assertThat(types(client)).containsExactly("join", "noop", "op");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", ""})
    void svc070_noopWithoutContents_isSequencedOnlyIfTheMinimumMoves(String contents) {
        try (RunningServer server = RunningServer.start(data)) {
            StreamClient client = server.writer(server.create());
            ObjectNode moves = client.message("noop", 1, contents);
            ObjectNode moveNothing = client.message("noop", 1, contents);
            if (contents.equals("absent")) {
                moves.remove("contents");
                moveNothing.remove("contents");
            }

            client.send(moves);
            client.own(1);
            client.send(moveNothing);
            client.settle();

            assertThat(types(client)).containsExactly("join", "noop", "op");
        }
    }

    @Test
    void svc071_socketOfAWriterThatCloses_causesOneLeaveOpAndOneLeaveSignal() {
        try (RunningServer server = RunningServer.start(data)) {
            String document = server.create();
            StreamClient witness = server.writer(document);
            StreamClient polite = server.writer(document);
            StreamClient killed = server.writer(document);

            polite.close();
            killed.socket.abort();

            for (StreamClient gone : List.of(polite, killed)) {
                JsonNode leave = witness.awaitLeaveOf(gone.id);
                assertThat(leave.get("clientId").isNull()).isTrue();
                assertThat(leave.get("data").asText()).isEqualTo("\"" + gone.id + "\"");
                witness.settle();
                assertThat(leaveSignals(witness)).containsOnlyOnce(gone.id);
            }
            assertThat(types(witness)).filteredOn("leave"::equals).hasSize(2);
        }
    }

    @Test
    void leaveOfAReader_isASignalAndNoOp() {
        try (RunningServer server = RunningServer.start(data)) {
            String document = server.create();
            StreamClient witness = server.writer(document);
            StreamClient reader = server.reader(document);

            reader.close();

            witness.socket.await("leave signal", event -> leaveSignals(witness).contains(reader.id));
            witness.settle();
            assertThat(types(witness)).containsExactly("join", "op");
        }
    }

    @Test
    void svc072_silentWriter_leavesAndKeepsItsSocketAndIsNackedNextTime() {
        try (RunningServer server = RunningServer.start(data, "client-timeout-ms=1000", "activity-timeout-ms=100")) {
            String document = server.create();
            StreamClient silent = server.writer(document);
            server.writer(document).op("\"moves on\"");

            silent.awaitLeaveOf(silent.id);

            silent.echo();
            assertThat(silent.socket.isOpen()).isTrue();
            silent.send(silent.message("op", silent.newest(), "\"I am back\""));
            JsonNode nack = silent.nack();
            assertThat(nack.at("/1/content/code").asInt()).isEqualTo(400);
            assertThat(nack.at("/1/content/message").asText()).isEqualTo("Nonexistent client");
        }
    }

    @Test
    void svc073_lastLeave_isFollowedByNoClientThatRefersToItself() {
        try (RunningServer server = RunningServer.start(data)) {
            String document = server.create();
            StreamClient reader = server.reader(document);
            StreamClient last = server.writer(document);
            last.close();

            JsonNode op = reader.awaitType("noClient");

            assertThat(op.get("clientId").isNull()).isTrue();
            assertThat(op.get("clientSequenceNumber").asInt()).isEqualTo(-1);
            assertThat(op.get("sequenceNumber").asLong()).isEqualTo(3);
            assertThat(op.get("referenceSequenceNumber").asLong()).isEqualTo(3);
            assertThat(op.get("minimumSequenceNumber").asLong()).isEqualTo(3);
            assertThat(op.get("contents").isNull()).isTrue();
            assertThat(types(reader)).containsExactly("join", "leave", "noClient");
        }
    }

    @Test
    void svc068_svc091_restart_leavesNoMemberBehindAndTheMinimumNeverFalls() {
        String document;
        StreamClient member;
        try (RunningServer server = RunningServer.start(data)) {
            document = server.create();
            member = server.writer(document);
            StreamClient other = server.writer(document);
            other.op("\"one\"");
            member.op("\"two\"");
            // The sockets are open when the server closes.
            server.stop();
            assertThat(member.socket.names()).contains("op");
            member.socket.awaitEnd();
        }
        try (RunningServer server = RunningServer.start(data)) {
            StreamClient later = server.writer(document);
            later.op("\"three\"");

            List<JsonNode> ops = server.deltas(document, 0);

            assertThat(ops)
                    .extracting(op -> op.get("type").asText())
                    .containsExactly("join", "join", "op", "op", "leave", "leave", "noClient", "join", "op");
            assertThat(ops)
                    .extracting(op -> op.get("minimumSequenceNumber").asLong())
                    .isSorted();
            assertThat(ops)
                    .extracting(op -> op.get("sequenceNumber").asLong())
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(ops).extracting(op -> op.get("timestamp").asLong()).isSorted();
            assertThat(later.success.get("checkpointSequenceNumber").asLong()).isEqualTo(7);
        }
    }

    @Test
    void svc097_opInFlightWhenTheSocketDies_isInTheLogOnceBeforeTheLeaveOrNotAtAll() {
        try (RunningServer server = RunningServer.start(data)) {
            String document = server.create();
            StreamClient witness = server.writer(document);
            for (int round = 0; round < 20; round++) {
                StreamClient client = server.writer(document);
                ObjectNode inFlight = client.message("op", client.newest(), "\"in flight " + round + "\"");
                client.send(inFlight);
                client.socket.abort();
                long leave =
                        witness.awaitLeaveOf(client.id).get("sequenceNumber").asLong();

                // Now the client connects again, looks for its op, and submits it only if it was not sequenced.
                StreamClient again = server.writer(document);
                boolean wasSequenced = ops(server, document, inFlight).size() == 1;
                if (!wasSequenced) {
                    again.op(inFlight.get("contents").asText());
                }

                assertThat(ops(server, document, inFlight))
                        .hasSize(1)
                        .allSatisfy(op -> assertThat(op.get("sequenceNumber").asLong() < leave)
                                .isEqualTo(wasSequenced));
                again.close();
            }
        }
    }

    private static List<JsonNode> ops(RunningServer server, String document, JsonNode message) {
        return server.deltas(document, 0).stream()
                .filter(op -> message.get("contents").equals(op.get("contents")))
                .toList();
    }

    private static List<String> types(StreamClient client) {
        return client.ops().stream().map(op -> op.get("type").asText()).toList();
    }

    private static List<String> leaveSignals(StreamClient client) {
        return client.socket.signals().stream()
                .filter(signal -> signal.get("clientId").isNull())
                .map(signal -> parse(signal.get("content").asText()))
                .filter(content -> content.get("type").asText().equals("leave"))
                .map(content -> content.get("content").asText())
                .toList();
    }
}
