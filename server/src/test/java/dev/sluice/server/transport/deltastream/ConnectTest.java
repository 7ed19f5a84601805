package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.RunningServer.DEVELOPER;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT_KEY;
import static dev.sluice.server.transport.deltastream.RunningServer.STRICT_NEXT_KEY;
import static dev.sluice.server.transport.deltastream.RunningServer.message;
import static dev.sluice.server.transport.deltastream.StreamSocket.JSON;
import static dev.sluice.server.transport.deltastream.StreamSocket.elements;
import static dev.sluice.server.transport.deltastream.StreamSocket.name;
import static dev.sluice.server.transport.deltastream.StreamSocket.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connecting to documents (SVC §2, §3.4, §3.5). */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectTest {
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
    void svc042_validToken_isAnsweredWithEveryField() {
        String document = server.create();
        TestToken token = TestToken.of(DEVELOPER, document, TestToken.USER);
        ObjectNode message = message(token, "write");
        long before = System.currentTimeMillis();

        JsonNode success = StreamClient.connect(server.open(), message).success;

        assertThat(success.get("claims")).isEqualTo(parse(token.claims().toString()));
        assertThat(UUID.fromString(success.get("clientId").asText())).isNotNull();
        assertThat(success.get("existing").asBoolean()).isTrue();
        assertThat(success.get("maxMessageSize").asInt()).isEqualTo(16384);
        assertThat(success.get("mode").asText()).isEqualTo("write");
        assertThat(success.get("serviceConfiguration"))
                .isEqualTo(parse("{\"blockSize\":64436,\"maxMessageSize\":16384}"));
        assertThat(success.get("initialClients")).isEqualTo(JSON.createArrayNode());
        assertThat(success.get("initialMessages")).isEqualTo(JSON.createArrayNode());
        assertThat(success.get("initialSignals")).isEqualTo(JSON.createArrayNode());
        assertThat(success.get("supportedVersions")).isEqualTo(message.get("versions"));
        assertThat(success.get("version").asText()).isEqualTo("^0.4.0");
        assertThat(success.get("supportedFeatures")).isEqualTo(parse("{\"submit_signals_v2\":true}"));
        assertThat(success.get("timestamp").asLong()).isBetween(before, System.currentTimeMillis());
        assertThat(success.get("nonce")).isEqualTo(message.get("nonce"));
        assertThat(success.get("checkpointSequenceNumber").asLong()).isZero();
    }

    @Test
    void svc042_clientWithoutOptionalFields_isServedAndNoNonceSent() {
        ObjectNode message = message(server.create(), "write");
        message.remove(List.of("nonce", "driverVersion", "supportedFeatures"));

        JsonNode success = StreamClient.connect(server.open(), message).success;

        assertThat(success.has("nonce")).isFalse();
    }

    @Test
    void clientOverItsLimit_is400_andNobodyIsToldOfIt() {
        String document = server.create();
        ObjectNode large = message(document, "write");
        ((ObjectNode) large.at("/client/details")).put("environment", "x".repeat(64 * 1024));
        ObjectNode small = message(document, "write");
        ((ObjectNode) small.at("/client/details")).put("environment", "x".repeat(60 * 1024));

        assertThat(refusal(large, 400).get("message").asText()).contains("the limit is 65536");

        StreamClient first = StreamClient.connect(server.open(), small);
        assertThat(first.success.get("initialClients")).isEmpty();
    }

    @Test
    void svc043_tokenThatIsMissing_is403() {
        ObjectNode message = message(server.create(), "write");

        for (JsonNode without :
                List.of(message.deepCopy().putNull("token"), message.deepCopy().without("token"))) {
            JsonNode refusal = refusal(without, 403);
            assertThat(refusal.get("message").asText()).isEqualTo("Must provide an authorization token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "a.b.c", "e30.e30.e30", "..", "\u0000"})
    void svc044_tokenThatCannotBeDecoded_is401(String token) {
        refusal(message(server.create(), "write").put("token", token), 401);
    }

    @Test
    void svc045_tokenOfAnotherDocument_ofAnotherTenant_orWithoutScopes_is403() {
        String document = server.create();
        TestToken good = TestToken.of(DEVELOPER, document, TestToken.USER);
        TestToken ofOtherDocument = TestToken.of(DEVELOPER, server.create(), TestToken.USER);
        TestToken ofOtherTenant = TestToken.of("local", document, TestToken.USER);
        TestToken withoutScopes = TestToken.of(DEVELOPER, document);

        for (TestToken bad : List.of(ofOtherDocument, ofOtherTenant, withoutScopes)) {
            refusal(message(good, "write").put("token", bad.text()), 403);
        }
    }

    @Test
    void svc030_svc045_strictTenant_refusesTokensThatAreForgedExpiredEndlessOrTooLong() {
        String document = server.create(STRICT, strictToken(""));
        TestToken good = strictToken(document);

        refusal(message(good.signedWith("a guess"), "write"), 403);
        refusal(message(good.expiringIn(Duration.ofSeconds(-5)), "write"), 401);
        refusal(message(good.with(claims -> claims.remove("exp")), "write"), 403);
        refusal(message(good.expiringIn(Duration.ofHours(3)), "write"), 403);
        assertThat(StreamClient.connect(server.open(), message(good, "write")).id)
                .isNotEmpty();
    }

    @Test
    void strictTenant_acceptsItsSecondKey() {
        String document = server.create(STRICT, strictToken(""));
        TestToken token = strictToken(document).signedWith(STRICT_NEXT_KEY);

        assertThat(StreamClient.connect(server.open(), message(token, "read")).id)
                .isNotEmpty();
    }

    @Test
    void tenantThatIsUnknown_is403() {
        TestToken token = TestToken.of("nobody", "document", TestToken.USER);

        refusal(message(token, "write"), 403);
    }

    @Test
    void svc046_withoutSharedVersion_is400_withTheOldestOnly_thatOneIsChosen() {
        ObjectNode message = message(server.create(), "write");

        JsonNode refusal = refusal(message.deepCopy().set("versions", array("^9.0.0", "0.4.0")), 400);
        assertThat(refusal.get("message").asText()).startsWith("Unsupported client protocol.");
        message.set("versions", array("^0.1.0"));
        assertThat(StreamClient.connect(server.open(), message)
                        .success
                        .get("version")
                        .asText())
                .isEqualTo("^0.1.0");
    }

    static Stream<Consumer<ObjectNode>> damages() {
        return Stream.of(
                message -> message.remove("versions"),
                message -> message.remove("mode"),
                message -> message.remove("client"),
                message -> message.remove("id"),
                message -> message.remove("tenantId"),
                message -> message.put("versions", "^0.4.0"),
                message -> message.put("mode", "append"),
                message -> message.put("mode", 1),
                message -> message.put("client", "me"),
                message -> message.putNull("client"),
                message -> message.put("id", 7),
                message -> message.put("id", ""),
                message -> message.put("id", "../x"),
                message -> message.put("tenantId", "a/b"),
                message -> message.put("driverVersion", 2),
                message -> message.putObject("nonce"),
                message -> message.putNull("epoch"),
                message -> message.put("relayUserAgent", false));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void svc047_fieldThatIsMissingOrOfTheWrongType_is400(Consumer<ObjectNode> damage) {
        ObjectNode message = message("document", "write");
        damage.accept(message);

        assertThat(refusal(message, 400).get("message").asText()).isEqualTo("Invalid connection message");
    }

    @Test
    void svc047_connectWithoutAnObject_is400() {
        for (String argument : List.of("", ",null", ",[]", ",\"x\"", ",1")) {
            StreamSocket socket = server.open();
            socket.send("42[\"connect_document\"" + argument + "]");
            JsonNode answer = socket.await("refusal", event -> name(event).equals("connect_document_error"));
            assertThat(answer.get(1).get("message").asText()).isEqualTo("Invalid connection message");
        }
    }

    @Test
    void svc048_readOnlyTokenThatAsksToWrite_getsModeRead() {
        TestToken token = TestToken.of(DEVELOPER, server.create(), "doc:read");

        assertThat(StreamClient.connect(server.open(), message(token, "write"))
                        .success
                        .get("mode")
                        .asText())
                .isEqualTo("read");
    }

    @Test
    void svc049_writersTokenThatAsksToRead_getsModeReadAndTheSmallSize() {
        TestToken token = TestToken.of(DEVELOPER, server.create(), "doc:read", "doc:write");

        JsonNode success = StreamClient.connect(server.open(), message(token, "read")).success;

        assertThat(success.get("mode").asText()).isEqualTo("read");
        assertThat(success.get("maxMessageSize").asInt()).isEqualTo(1024);
    }

    @Test
    void svc050_scopeToSummarize_isKeptForSummarizersOnly() {
        String document = server.create();
        StreamClient interactive = server.writer(document);
        StreamClient summarizer = server.summarizer(document);

        assertThat(scopes(joined(interactive))).containsExactly("doc:read", "doc:write");
        assertThat(scopes(joined(summarizer))).containsExactlyElementsOf(TestToken.USER);
        assertThat(scopes(interactive.success.get("claims"))).containsExactlyElementsOf(TestToken.USER);
        JsonNode listed = summarizer.success.at("/initialClients/0/client");
        assertThat(scopes(listed)).containsExactly("doc:read", "doc:write");
    }

    @Test
    void storedClient_hasTheTokensUserAndTheActualModeAndElseWhatItSaid() {
        String document = server.create();
        ObjectNode message = message(TestToken.of(DEVELOPER, document, "doc:read", "doc:write"), "write");
        ((ObjectNode) message.get("client")).put("mode", "read").put("anything", "else");

        JsonNode stored = joined(StreamClient.connect(server.open(), message));

        assertThat(stored.get("user")).isEqualTo(parse("{\"id\":\"u-1\",\"name\":\"Ada\",\"team\":\"engines\"}"));
        assertThat(stored.get("mode").asText()).isEqualTo("write");
        assertThat(stored.get("anything").asText()).isEqualTo("else");
        assertThat(stored.get("details")).isEqualTo(message.at("/client/details"));
    }

    @Test
    void svc051_initialClients_areAllOthersInBothModesAndNeverTheNewcomer() {
        String document = server.create();
        StreamClient writer = server.writer(document);
        StreamClient reader = server.reader(document);

        StreamClient newcomer = server.writer(document);

        assertThat(elements(newcomer.success.get("initialClients")))
                .extracting(other -> other.get("clientId").asText() + " "
                        + other.at("/client/mode").asText())
                .containsExactlyInAnyOrder(writer.id + " write", reader.id + " read");
        assertThat(writer.success.get("initialClients")).isEmpty();
    }

    @Test
    void svc052_newcomer_seesItsJoinSignalThenSuccessThenItsJoinOp() {
        StreamClient writer = server.writer(server.create());

        assertThat(writer.socket.names()).startsWith("signal", "connect_document_success", "op");
        JsonNode signal = writer.socket.signals().get(0);
        assertThat(signal.get("clientId").isNull()).isTrue();
        JsonNode content = parse(signal.get("content").asText());
        assertThat(content.get("type").asText()).isEqualTo("join");
        assertThat(content.at("/content/clientId").asText()).isEqualTo(writer.id);
        assertThat(content.at("/content/client")).isEqualTo(joined(writer));
    }

    @Test
    void svc053_readConnection_causesNoOp() {
        String document = server.create();
        StreamClient writer = server.writer(document);
        StreamClient reader = server.reader(document);
        reader.echo();
        reader.close();

        writer.settle();

        assertThat(server.deltas(document, 0))
                .extracting(op -> op.get("type").asText())
                .containsExactly("join", "op");
    }

    @Test
    void svc054_documentThatIsUnknown_is404AtOnce() {
        refusal(message("no-such-document", "write"), 404);
        refusal(message("no-such-document", "read"), 404);
    }

    @Test
    void svc055_twoConnectsOnOneSocket_areTwoClientsAndLeaveBoth() {
        String document = server.create();
        StreamClient witness = server.writer(document);
        StreamSocket socket = server.open();
        StreamClient first = StreamClient.connect(socket, message(document, "write"));
        StreamClient second = StreamClient.connect(socket, message(document, "write"));
        assertThat(first.id).isNotEqualTo(second.id);

        socket.close();

        witness.awaitLeaveOf(first.id);
        witness.awaitLeaveOf(second.id);
        witness.settle();
        assertThat(witness.ops())
                .filteredOn(op -> op.get("type").asText().equals("leave"))
                .hasSize(2);
    }

    @Test
    void twoClientsOnOneSocket_areToldEverythingOnce() {
        String document = server.create();
        StreamClient other = server.writer(document);
        StreamSocket socket = server.open();
        StreamClient first = StreamClient.connect(socket, message(document, "write"));
        StreamClient second = StreamClient.connect(socket, message(document, "write"));

        other.signal("\"to all\"", item -> {});
        other.signal("\"to the second\"", item -> item.put("targetClientId", second.id));
        other.op("\"x\"");
        first.settle();

        assertThat(socket.ops(document))
                .extracting(op -> op.get("sequenceNumber").asLong())
                .doesNotHaveDuplicates();
        assertThat(socket.signals())
                .extracting(signal -> signal.get("content").asText())
                .containsOnlyOnce("\"to all\"", "\"to the second\"");
        assertThat(socket.signals())
                .filteredOn(signal -> signal.get("content").asText().contains("\"join\""))
                .hasSize(2);
    }

    @Test
    void twoDocumentsOnOneSocket_areKeptApart() {
        String one = server.create();
        String other = server.create();
        StreamSocket socket = server.open();
        StreamClient inOne = StreamClient.connect(socket, message(one, "write"));
        StreamClient inOther = StreamClient.connect(socket, message(other, "write"));

        inOne.op("\"one\"");
        inOther.op("\"other\"");

        assertThat(server.deltas(one, 1))
                .extracting(op -> op.get("contents").asText())
                .containsExactly("\"one\"");
        assertThat(server.deltas(other, 1))
                .extracting(op -> op.get("contents").asText())
                .containsExactly("\"other\"");
    }

    @Test
    void tokenThatNeverReallyEnds_isServed() {
        TestToken token = TestToken.of(DEVELOPER, server.create(), TestToken.USER)
                .with(claims -> claims.put("exp", 99_999_999_999L));

        StreamClient client = StreamClient.connect(server.open(), message(token, "write"));

        client.settle();
    }

    /** Connects, expects a refusal with the given code, and that the socket stays open for another try. */
    @CanIgnoreReturnValue
    private JsonNode refusal(JsonNode message, int code) {
        StreamSocket socket = server.open();
        JsonNode answer = socket.connect(message);
        assertThat(name(answer)).isEqualTo("connect_document_error");
        assertThat(answer.get(1).get("code").asInt()).as("code of %s", answer).isEqualTo(code);
        StreamClient.connect(socket, message(server.create(), "read"));
        return answer.get(1);
    }

    private static TestToken strictToken(String document) {
        return TestToken.of(STRICT, document, TestToken.USER).signedWith(STRICT_KEY);
    }

    private static JsonNode joined(StreamClient client) {
        return parse(client.joinOp().get("data").asText()).get("detail");
    }

    private static List<String> scopes(JsonNode holder) {
        return elements(holder.get("scopes")).stream().map(JsonNode::asText).toList();
    }

    private static ArrayNode array(String... texts) {
        ArrayNode array = JSON.createArrayNode();
        for (String text : texts) {
            array.add(text);
        }
        return array;
    }
}
