package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.RunningServer.message;
import static dev.sluice.server.transport.deltastream.StreamSocket.JSON;
import static dev.sluice.server.transport.deltastream.StreamSocket.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals of both forms (SVC §3.6). */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalsTest {
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
    void svc075_bareSignals_areOneEventEachToAllAndTheSender() {
        String document = server.create();
        StreamClient sender = oldClient(document);
        StreamClient reader = server.reader(document);

        sender.socket.emit("submitSignal", sender.id, List.of(List.of("\"1\"", "\"2\""), "\"3\""));
        sender.echo();
        reader.echo();

        for (StreamClient receiver : List.of(sender, reader)) {
            assertThat(from(sender, receiver).subList(0, 3))
                    .containsExactly(
                            parse("{\"clientId\":\"" + sender.id + "\",\"content\":\"\\\"1\\\"\"}"),
                            parse("{\"clientId\":\"" + sender.id + "\",\"content\":\"\\\"2\\\"\"}"),
                            parse("{\"clientId\":\"" + sender.id + "\",\"content\":\"\\\"3\\\"\"}"));
        }
    }

    @Test
    void svc076_signalObjects_keepTheirMembersAndAbsentOnesStayAbsent() {
        String document = server.create();
        StreamClient sender = server.writer(document);
        StreamClient receiver = server.reader(document);
        ObjectNode rich = JSON.createObjectNode().put("content", "\"rich\"").put("type", "presence");
        rich.put("clientConnectionNumber", 3).put("referenceSequenceNumber", 1);
        ObjectNode poor = JSON.createObjectNode().put("content", "\"poor\"");

        sender.socket.emit("submitSignal", sender.id, List.of(rich, poor));
        sender.echo();
        receiver.echo();

        List<JsonNode> received = from(sender, receiver);
        assertThat(received.get(0))
                .isEqualTo(parse(rich.deepCopy().put("clientId", sender.id).toString()));
        assertThat(received.get(1))
                .isEqualTo(parse(poor.deepCopy().put("clientId", sender.id).toString()));
    }

    @Test
    void signalObject_cannotBeSignedWithAnothersId() {
        String document = server.create();
        StreamClient sender = server.writer(document);
        StreamClient other = server.writer(document);

        sender.signal("\"x\"", item -> item.put("clientId", other.id));
        sender.echo();

        assertThat(from(other, sender)).isEmpty();
        assertThat(from(sender, sender).get(0).get("content").asText()).isEqualTo("\"x\"");
    }

    @Test
    void svc077_targetedSignal_reachesItsTargetOnly() {
        String document = server.create();
        StreamClient sender = server.writer(document);
        StreamClient target = server.reader(document);
        StreamClient bystander = server.writer(document);

        sender.signal("\"for you\"", item -> item.put("targetClientId", target.id));
        sender.signal("\"for nobody\"", item -> item.put("targetClientId", "gone"));
        sender.echo();
        target.echo();
        bystander.echo();

        assertThat(texts(sender, target)).contains("\"for you\"").doesNotContain("\"for nobody\"");
        assertThat(texts(sender, bystander)).hasSize(1);
        assertThat(texts(sender, sender)).hasSize(1);
    }

    @Test
    void targetedSignal_doesNotReachClientsOfOtherDocuments() {
        StreamClient sender = server.writer(server.create());
        StreamClient elsewhere = server.writer(server.create());

        sender.signal("\"x\"", item -> item.put("targetClientId", elsewhere.id));
        sender.echo();
        elsewhere.echo();

        assertThat(from(sender, elsewhere)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"bare\"]",
                "[null]",
                "[[{\"content\":\"x\"}]]",
                "[{\"type\":\"x\"}]",
                "[{\"content\":\"x\",\"type\":1}]",
                "[{\"content\":\"x\",\"clientConnectionNumber\":\"1\"}]",
                "[{\"content\":\"x\",\"referenceSequenceNumber\":null}]",
                "[{\"content\":\"x\",\"targetClientId\":{}}]",
                "{}",
                "null",
                "7"
            })
    void svc078_badSignalObject_isNacked400AndWhatFollowsItNotSent(String signals) {
        StreamClient sender = server.writer(server.create());
        String followed = signals.endsWith("]")
                ? signals.substring(0, signals.length() - 1) + ",{\"content\":\"after\"}]"
                : signals;

        sender.socket.send("42[\"submitSignal\",\"" + sender.id + "\"," + followed + "]");

        JsonNode nack = sender.nack();
        assertThat(nack.get(0).asText()).isEmpty();
        assertThat(nack.at("/1/content/code").asInt()).isEqualTo(400);
        assertThat(nack.at("/1/content/message").asText()).isEqualTo("Invalid signal message");
        sender.echo();
        assertThat(texts(sender, sender)).doesNotContain("after");
    }

    @Test
    void svc078_bareSignalsThatAreNoArray_areNackedToo() {
        StreamClient sender = oldClient(server.create());

        sender.socket.emit("submitSignal", sender.id, "text");

        assertThat(sender.nack().at("/1/content/code").asInt()).isEqualTo(400);
    }

    @Test
    void signalOfAnUnknownClient_isNacked() {
        StreamClient sender = server.writer(server.create());

        sender.socket.emit("submitSignal", "somebody", List.of(List.of("\"x\"")));

        assertThat(sender.nack().at("/1/content/message").asText()).isEqualTo("Nonexistent client");
    }

    @Test
    void broadcastSignalOfTheService_reachesEverybodyWithoutASender() {
        String document = server.create();
        StreamClient receiver = server.reader(document);

        assertThat(server.send(
                                "POST",
                                "/tinylicious/" + document + "/broadcast-signal",
                                server.orderer(document),
                                "{\"signalContent\":{\"contents\":{\"type\":\"note\",\"content\":{\"a\":1}}}}")
                        .statusCode())
                .isEqualTo(200);

        JsonNode signal = receiver.socket
                .await("the note", event -> event.at("/1/content").asText().contains("note"))
                .get(1);
        assertThat(signal.get("clientId").isNull()).isTrue();
        assertThat(parse(signal.get("content").asText())).isEqualTo(parse("{\"type\":\"note\",\"content\":{\"a\":1}}"));
    }

    private StreamClient oldClient(String document) {
        ObjectNode message = message(document, "write");
        message.remove("supportedFeatures");
        return StreamClient.connect(server.open(), message);
    }

    private static List<JsonNode> from(StreamClient sender, StreamClient receiver) {
        return receiver.socket.signals().stream()
                .filter(signal -> signal.get("clientId").asText().equals(sender.id))
                .toList();
    }

    private static List<String> texts(StreamClient sender, StreamClient receiver) {
        return from(sender, receiver).stream()
                .map(signal -> signal.get("content").asText())
                .toList();
    }
}
