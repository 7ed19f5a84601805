package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.RunningServer.DEVELOPER;
import static dev.sluice.server.transport.deltastream.RunningServer.message;
import static dev.sluice.server.transport.deltastream.StreamSocket.JSON;
import static dev.sluice.server.transport.deltastream.StreamSocket.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submitting ops, and what becomes of them (SVC §3.7, §3.8, §4.2). */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpsTest {
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
    void svc056_opWithTheNextCount_reachesAllWithTheNextSequenceNumber() {
        String document = server.create();
        StreamClient sender = server.writer(document);
        StreamClient reader = server.reader(document);

        JsonNode op = sender.op("\"x\"");

        assertThat(op.get("sequenceNumber").asLong())
                .isEqualTo(sender.joinOp().get("sequenceNumber").asLong() + 1);
        assertThat(op.get("contents").asText()).isEqualTo("\"x\"");
        assertThat(op.get("type").asText()).isEqualTo("op");
        assertThat(op.get("timestamp").isIntegralNumber()).isTrue();
        assertThat(reader.awaitSequenceNumber(op.get("sequenceNumber").asLong()))
                .isEqualTo(op);
    }

    @Test
    void svc057_gapInTheCount_isNackedToTheSenderOnlyAndTheRightCountAcceptedAfterwards() {
        String document = server.create();
        StreamClient sender = server.writer(document);
        StreamClient other = server.writer(document);
        ObjectNode early = StreamClient.message("op", 2, sender.newest(), "\"early\"");

        sender.send(early);

        JsonNode nack = sender.nack();
        assertThat(nack.get(0).asText()).isEqualTo(document);
        assertThat(nack.at("/1/content/code").asInt()).isEqualTo(400);
        assertThat(nack.at("/1/content/type").asText()).isEqualTo("BadRequestError");
        assertThat(nack.at("/1/content/message").asText()).isEqualTo("Gap detected in incoming op");
        assertThat(nack.at("/1/operation").toString())
                .isEqualTo(parse(early.toString()).toString());
        assertThat(nack.at("/1/sequenceNumber").isIntegralNumber()).isTrue();
        assertThat(sender.op("\"right\"").get("clientSequenceNumber").asInt()).isEqualTo(1);
        other.settle();
        assertThat(other.socket.eventsNamed("nack")).isEmpty();
    }

    @Test
    void svc058_countUsedBefore_orNone_isDroppedWithoutAnswer() {
        StreamClient sender = server.writer(server.create());
        ObjectNode op = sender.message("op", sender.newest(), "\"once\"");
        sender.send(op, op);
        ObjectNode uncounted = op.deepCopy();
        uncounted.remove("clientSequenceNumber");
        sender.send(uncounted);
        sender.send(op);

        sender.settle();

        assertThat(contents(sender)).containsExactly("\"once\"", "\"settled\"");
        assertThat(sender.socket.eventsNamed("nack")).isEmpty();
    }

    @Test
    void svc059_referenceBelowTheMinimum_isNackedAndLaterOpsToo() {
        StreamClient sender = server.writer(server.create());
        JsonNode newest = sender.op("\"moves the minimum\"");
        sender.op("\"moves it further\"");
        long minimum = newest.get("sequenceNumber").asLong();

        sender.send(sender.message("op", minimum - 1, "\"late\""));
        sender.send(sender.message("op", minimum + 1, "\"right, but too late\""));

        JsonNode first = sender.nack();
        assertThat(first.at("/1/content/code").asInt()).isEqualTo(400);
        assertThat(first.at("/1/content/message").asText()).isEqualTo("Refseq " + (minimum - 1) + " < " + minimum);
        assertThat(first.at("/1/sequenceNumber").asLong()).isEqualTo(minimum);
        assertThat(sender.nack().at("/1/content/message").asText()).isEqualTo("Nonexistent client");
        assertThat(contents(sender)).containsExactly("\"moves the minimum\"", "\"moves it further\"");
    }

    @Test
    void referenceAboveTheNewestOp_isNackedAndChangesNothing() {
        StreamClient sender = server.writer(server.create());

        sender.send(sender.message("op", 1_000, "\"from the future\""));

        assertThat(sender.nack().at("/1/content/code").asInt()).isEqualTo(400);
        sender.reuseCount();
        JsonNode op = sender.op("\"from now\"");
        assertThat(op.get("minimumSequenceNumber").asLong()).isEqualTo(1);
    }

    @Test
    void svc060_referenceMinusOne_isReplacedByTheOpsOwnNumber() {
        StreamClient sender = server.writer(server.create());

        sender.send(sender.message("op", -1, "\"x\""));

        JsonNode op = sender.own(1);
        assertThat(op.get("referenceSequenceNumber")).isEqualTo(op.get("sequenceNumber"));
        assertThat(op.get("minimumSequenceNumber").asLong())
                .isLessThan(op.get("sequenceNumber").asLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "leave", "noClient", "control", "summaryAck", "summaryNack"})
    void svc061_typeOfTheService_isNackedAndTheCountNotUsedUp(String type) {
        StreamClient sender = server.writer(server.create());

        sender.send(sender.message(type, sender.newest(), "\"{}\""));

        JsonNode nack = sender.nack();
        assertThat(nack.at("/1/content/code").asInt()).isEqualTo(400);
        assertThat(nack.at("/1/content/message").asText()).isEqualTo("Op not allowed");
        sender.reuseCount();
        sender.op("\"x\"");
    }

    @Test
    void svc062_opsOfAReader_areNackedByWhatItsTokenAllows() {
        String document = server.create();
        StreamClient couldWrite = server.reader(document);
        StreamClient mayOnlyRead =
                StreamClient.connect(server.open(), message(TestToken.of(DEVELOPER, document, "doc:read"), "write"));

        couldWrite.send(couldWrite.message("op", 0, "\"x\""));
        mayOnlyRead.send(mayOnlyRead.message("op", 0, "\"x\""));

        JsonNode first = couldWrite.nack();
        assertThat(first).isEqualTo(frontEndNack(400, "BadRequestError", "Readonly client"));
        JsonNode second = mayOnlyRead.nack();
        assertThat(second).isEqualTo(frontEndNack(403, "InvalidScopeError", "Invalid scope"));
        assertThat(server.deltas(document, 0)).isEmpty();
    }

    @Test
    void svc063_unknownClientId_isNackedForNoDocument() {
        String document = server.create();
        StreamClient sender = server.writer(document);
        StreamClient stranger = server.writer(document);

        stranger.socket.emit("submitOp", sender.id, List.of(List.of(StreamClient.message("op", 1, 0, "\"x\""))));

        assertThat(stranger.nack()).isEqualTo(frontEndNack(400, "BadRequestError", "Nonexistent client"));
        sender.settle();
        assertThat(contents(sender)).containsExactly("\"settled\"");
    }

    @Test
    void svc064_messagesAroundAGap_areJudgedOnTheirOwn() {
        StreamClient sender = server.writer(server.create());
        ObjectNode before = sender.message("op", 1, "\"before\"");
        ObjectNode gap = StreamClient.message("op", 7, 1, "\"gap\"");
        ObjectNode after = sender.message("op", 1, "\"after\"");

        sender.send(before, gap, after);

        assertThat(sender.nack().at("/1/operation/contents").asText()).isEqualTo("\"gap\"");
        sender.own(2);
        assertThat(contents(sender)).containsExactly("\"before\"", "\"after\"");
    }

    @Test
    void batches_andBareMessages_mayStandInOneSubmission() {
        StreamClient sender = server.writer(server.create());
        JsonNode one = sender.message("op", 1, "\"1\"");
        JsonNode two = sender.message("op", 1, "\"2\"");
        JsonNode three = sender.message("op", 1, "\"3\"");

        sender.socket.emit("submitOp", sender.id, List.of(List.of(one), two, List.of(three)));

        sender.own(3);
        assertThat(contents(sender)).containsExactly("\"1\"", "\"2\"", "\"3\"");
    }

    @Test
    void svc065_fieldsNobodyKnows_areDroppedAndMetadataAndCompressionKept() {
        String document = server.create();
        StreamClient sender = server.writer(document);
        ObjectNode message = sender.message("op", 1, "\"x\"");
        message.putObject("metadata").put("batch", true).put("batchId", "b-1");
        message.put("compression", "lz4");
        message.put("data", "d").put("origin", "o").put("sequenceNumber", 99).put("clientId", "somebody");
        message.putObject("serverMetadata").put("a", 1);
        message.putArray("traces").addObject().put("service", "client");

        sender.send(message);

        JsonNode op = sender.own(1);
        assertThat(op.get("metadata").toString()).isEqualTo("{\"batch\":true,\"batchId\":\"b-1\"}");
        assertThat(op.get("compression").asText()).isEqualTo("lz4");
        assertThat(fields(op))
                .containsExactlyInAnyOrder(
                        "clientId",
                        "clientSequenceNumber",
                        "contents",
                        "metadata",
                        "compression",
                        "minimumSequenceNumber",
                        "referenceSequenceNumber",
                        "sequenceNumber",
                        "timestamp",
                        "type");
        assertThat(op.get("clientId").asText()).isEqualTo(sender.id);
        assertThat(op.get("sequenceNumber").asLong()).isEqualTo(2);
    }

    @Test
    void contents_areNotTouched() {
        StreamClient sender = server.writer(server.create());
        String text = "{\"n\":1.0, \"u\":\"\u2028\ud83d\ude00\",\"lone\":\"\\ud800\"}";
        ObjectNode object = sender.message("op", 1, null);
        object.set("contents", parse("{\"b\":1,\"a\":[1.5,null]}"));

        sender.send(object, sender.message("op", 1, text));

        assertThat(sender.own(1).get("contents").toString()).isEqualTo("{\"b\":1,\"a\":[1.5,null]}");
        assertThat(sender.own(2).get("contents").asText()).isEqualTo(text);
    }

    /** JavaScript's strings may hold half a character, and JSON an escape for it. */
    @Test
    void unpairedSurrogates_areGivenOnWhereverTheyStand() {
        String half = "a\ud800b";
        ObjectNode connect = message(server.create(), "write").put("nonce", half);
        ((ObjectNode) connect.get("client")).put("name", half);
        StreamClient client = StreamClient.connect(server.open(), connect);

        client.send(client.message(half, 1, half));
        client.send(client.message("propose", 1, "{\"key\":\"\\ud800\",\"value\":1}"));
        client.signal(half, item -> item.put("type", half));
        client.settle();

        assertThat(client.success.get("nonce").asText()).isEqualTo(half);
        assertThat(parse(client.joinOp().get("data").asText())
                        .at("/detail/name")
                        .asText())
                .isEqualTo(half);
        assertThat(client.own(1).get("type").asText()).isEqualTo(half);
        assertThat(client.own(1).get("contents").asText()).isEqualTo(half);
        assertThat(client.socket.signals())
                .anySatisfy(signal -> assertThat(signal.path("type").asText()).isEqualTo(half));
    }

    @ParameterizedTest
    @ValueSource(strings = {"propose", "accept", "reject", "chunkedOp", "whatever"})
    void svc066_typeThatTheServiceDoesNotKnow_isSequenced(String type) {
        StreamClient sender = server.writer(server.create());

        sender.send(sender.message(type, 1, "\"x\""));

        assertThat(sender.own(1).get("type").asText()).isEqualTo(type);
    }

    @Test
    void svc067_minimum_isTheLowestReferenceOfTheWriters() {
        String document = server.create();
        StreamClient slow = server.writer(document);
        StreamClient quick = server.writer(document);
        server.reader(document);
        slow.awaitSequenceNumber(2);
        slow.send(slow.message("op", 2, "\"refers to 2\""));
        quick.awaitSequenceNumber(3);

        JsonNode op = quick.op("\"refers to 3\"");
        assertThat(op.get("minimumSequenceNumber").asLong()).isEqualTo(2);
        slow.awaitSequenceNumber(4);
        assertThat(slow.op("\"refers to 4\"").get("minimumSequenceNumber").asLong())
                .isEqualTo(3);
    }

    @Test
    void svc074_hashAndOtherInternals_areNotSent() {
        String document = server.create();
        StreamClient first = server.writer(document);
        StreamClient last = server.reader(document);
        first.settle();
        first.close();
        last.awaitType("noClient");

        List<JsonNode> all = new ArrayList<>(last.ops());
        all.addAll(server.deltas(document, 0));

        assertThat(all)
                .allSatisfy(op -> assertThat(fields(op))
                        .doesNotContain("expHash1", "additionalContent", "serverMetadata", "term", "origin"));
    }

    @Test
    void svc015_svc016_deltas_equalTheBroadcastsAndHaveEmptyTraces() {
        String document = server.create();
        StreamClient witness = server.reader(document);
        StreamClient sender = server.writer(document);
        ObjectNode rich = sender.message("op", 1, "\"x\"");
        rich.putObject("metadata").put("batch", true);
        sender.send(rich, sender.message("op", 1, "\"y\""));
        sender.own(2);
        sender.close();
        witness.awaitType("noClient");

        List<JsonNode> stored = server.deltas(document, 0);

        assertThat(stored)
                .hasSize(5)
                .allSatisfy(op -> assertThat(op.get("traces")).isEqualTo(JSON.createArrayNode()));
        assertThat(withoutTraces(stored)).isEqualTo(withoutTraces(witness.ops()));
    }

    @Test
    void deltas_holdAnOpWhenItIsBroadcast() {
        String document = server.create();
        StreamClient sender = server.writer(document);

        for (int i = 0; i < 20; i++) {
            long number = sender.op("\"" + i + "\"").get("sequenceNumber").asLong();
            assertThat(server.deltas(document, number - 1)).hasSize(1);
        }
    }

    @Test
    void manyWriters_seeOneOrderWithoutGaps() {
        String document = server.create();
        List<StreamClient> writers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            writers.add(server.writer(document));
        }
        for (int round = 0; round < 20; round++) {
            for (StreamClient writer : writers) {
                writer.send(writer.message("op", writer.newest(), "\"" + round + "\""));
            }
        }
        long last = writers.size() + 20L * writers.size();

        writers.forEach(writer -> writer.awaitSequenceNumber(last));

        List<JsonNode> stored = withoutTraces(server.deltas(document, 0));
        assertThat(stored)
                .extracting(op -> op.get("sequenceNumber").asLong())
                .isSorted()
                .hasSize((int) last);
        assertThat(writers).allSatisfy(writer -> {
            List<JsonNode> seen = withoutTraces(writer.ops());
            assertThat(stored.subList(stored.size() - seen.size(), stored.size()))
                    .isEqualTo(seen);
            assertThat(writer.socket.eventsNamed("nack")).isEmpty();
        });
    }

    @Test
    void svc087_summarizeByAnInteractiveClient_isNacked403AndTheCountNotUsedUp() {
        StreamClient sender = server.writer(server.create());

        sender.send(sender.message("summarize", sender.newest(), "{}"));

        JsonNode nack = sender.nack();
        assertThat(nack.at("/1/content/code").asInt()).isEqualTo(403);
        assertThat(nack.at("/1/content/type").asText()).isEqualTo("InvalidScopeError");
        sender.reuseCount();
        sender.op("\"x\"");
    }

    @Test
    void svc085_summarizeWithUnknownHandle_orNoJson_isAnsweredAndTheNextJudgedToo() {
        StreamClient summarizer = server.summarizer(server.create());

        for (String contents : List.of(
                "no json",
                "{\"handle\":\"0000000000000000000000000000000000000000\","
                        + "\"head\":\"\",\"message\":\"m\",\"parents\":[]}",
                "{}")) {
            ObjectNode message = summarizer.message("summarize", summarizer.newest(), contents);
            summarizer.send(message);
            long proposed = summarizer
                    .own(message.get("clientSequenceNumber").asInt())
                    .get("sequenceNumber")
                    .asLong();
            JsonNode answer = summarizer.socket.awaitOp(
                    "summaryNack of " + proposed,
                    op -> op.path("contents")
                                    .at("/summaryProposal/summarySequenceNumber")
                                    .asLong()
                            == proposed);
            assertThat(answer.get("type").asText()).isEqualTo("summaryNack");
            assertThat(parse(answer.get("data").asText())).isEqualTo(answer.get("contents"));
        }
    }

    private static List<String> contents(StreamClient client) {
        return client.ops().stream()
                .filter(op -> op.get("clientId").asText().equals(client.id))
                .map(op -> op.get("contents").asText())
                .toList();
    }

    private static List<JsonNode> withoutTraces(List<JsonNode> ops) {
        return ops.stream()
                .<JsonNode>map(op -> op.<ObjectNode>deepCopy().without("traces"))
                .toList();
    }

    private static List<String> fields(JsonNode op) {
        List<String> fields = new ArrayList<>();
        op.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    private static JsonNode frontEndNack(int code, String type, String message) {
        return parse("[\"\",{\"sequenceNumber\":-1,\"content\":{\"code\":" + code + ",\"type\":\"" + type
                + "\",\"message\":\"" + message + "\"}}]");
    }
}
