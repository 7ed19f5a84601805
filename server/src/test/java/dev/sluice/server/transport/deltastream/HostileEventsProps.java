package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.RunningServer.message;
import static dev.sluice.server.transport.deltastream.StreamSocket.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever one client says, the clients of another document, and those of its own, are served; nothing is logged as a warning
 * (SVC-092).
 */
class HostileEventsProps {
    private static @Nullable Stage stage;

    /** One server, a bystander in a document of its own, and the document that is maltreated, with a witness in it. */
    private record Stage(RunningServer server, Path data, StreamClient bystander, StreamClient witness) {
        static Stage set() {
            try {
                Path data = Files.createTempDirectory("sluice-hostile");
                RunningServer server = RunningServer.start(data);
                return new Stage(server, data, server.writer(server.create()), server.writer(server.create()));
            } catch (IOException unwritable) {
                throw new UncheckedIOException("no folder for the server's data", unwritable);
            }
        }

        void strike() {
            server.close();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException undeletable) {
                throw new UncheckedIOException("cannot remove " + data, undeletable);
            }
        }
    }

    @BeforeContainer
    static void set() {
        stage = Stage.set();
    }

    @AfterContainer
    static void strike() {
        stage().strike();
    }

    private static Stage stage() {
        if (stage == null) {
            throw new IllegalStateException("not set");
        }
        return stage;
    }

    private static void everybodyElseIsServed() {
        stage().bystander().op("\"still here\"");
        stage().witness().op("\"here too\"");
    }

    private static StreamClient attacker() {
        return stage().server().writer(stage().witness().document);
    }

    @Example
    void svc092_knownKillers_harmNobody() {
        StreamClient attacker = attacker();
        String id = "\"" + attacker.id + "\"";
        List<String> events = List.of(
                "[\"submitOp\"," + id + ",null]",
                "[\"submitOp\"," + id + "]",
                "[\"submitOp\"]",
                "[\"submitOp\",null,null]",
                "[\"submitOp\",{},[]]",
                "[\"submitOp\"," + id + ",[null]]",
                "[\"submitOp\"," + id + ",[[null]]]",
                "[\"submitOp\"," + id + ",[[[]]]]",
                "[\"submitOp\"," + id + ",[[{}]]]",
                "[\"submitOp\"," + id + ",[[{\"type\":null,\"clientSequenceNumber\":1}]]]",
                "[\"submitOp\"," + id + ",[[{\"type\":\"op\",\"clientSequenceNumber\":1e99}]]]",
                "[\"submitOp\"," + id + ",[[{\"type\":\"op\",\"clientSequenceNumber\":99999999999999999999}]]]",
                "[\"submitOp\"," + id
                        + ",[[{\"type\":\"op\",\"clientSequenceNumber\":9223372036854775807,\"referenceSequenceNumber\":-9}]]]",
                "[\"submitOp\"," + id + ",\"text\",7,{}]",
                "[\"submitSignal\"," + id + ",null]",
                "[\"submitSignal\"]",
                "[\"submitSignal\"," + id + ",[[[[[]]]]]]",
                "[\"connect_document\",null]",
                "[\"connect_document\",{\"client\":{\"details\":null},\"versions\":[null]}]",
                "[\"client_disconnect\",null,null,null]",
                "[\"disconnect_document\"]",
                "[\"\"]",
                "[7]");

        for (String event : events) {
            attacker.socket.send("42" + event);
            attacker.echo();
            assertThat(attacker.socket.isOpen()).as(event).isTrue();
        }

        everybodyElseIsServed();
    }

    /** A claim to be a summarizer with whatever contents must not stop the summaries of the document (SVC §9). */
    @Property(tries = 100)
    void svc092_anySummarize_isAnswered(@ForAll("values") JsonNode contents) {
        StreamClient attacker = stage().server().summarizer(stage().witness().document);
        ObjectNode summarize = attacker.message("summarize", attacker.newest(), null);
        summarize.set("contents", contents);

        attacker.send(summarize);

        long proposed = attacker.own(1).get("sequenceNumber").asLong();
        attacker.socket.awaitOp(
                "an answer to " + summarize,
                op -> op.path("contents")
                                .at("/summaryProposal/summarySequenceNumber")
                                .asLong()
                        == proposed);
        attacker.close();
    }

    @Property(tries = 300)
    void svc092_anyArguments_harmNobody(
            @ForAll("events") String name, @ForAll("values") JsonNode first, @ForAll("values") JsonNode second) {
        StreamClient attacker = attacker();

        attacker.socket.emit(name, first, second);
        attacker.socket.emit(name, attacker.id, second);
        attacker.socket.emit(
                name,
                attacker.id,
                JSON.createArrayNode().add(JSON.createArrayNode().add(second)));

        everybodyElseIsServed();
        attacker.socket.abort();
    }

    @Property(tries = 300)
    void svc092_messageWithOneWrongField_harmsNobody(
            @ForAll("fields") String field, @ForAll("values") JsonNode value, @ForAll boolean isRepeated) {
        StreamClient attacker = attacker();
        ObjectNode op = attacker.message("op", attacker.newest(), "\"x\"");
        op.set(field, value);
        ObjectNode connect = message(attacker.document, "write");
        connect.set(field, value);

        attacker.socket.emit("submitOp", attacker.id, List.of(List.of(op)));
        if (isRepeated) {
            attacker.socket.emit("submitOp", attacker.id, List.of(op, op));
        }
        attacker.socket.emit("connect_document", connect);

        everybodyElseIsServed();
        attacker.socket.abort();
    }

    @Provide
    Arbitrary<String> events() {
        return Arbitraries.of(
                "connect_document", "submitOp", "submitSignal", "client_disconnect", "disconnect_document", "unknown");
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of(
                "type",
                "clientSequenceNumber",
                "referenceSequenceNumber",
                "contents",
                "metadata",
                "compression",
                "traces",
                "tenantId",
                "id",
                "token",
                "client",
                "versions",
                "mode",
                "nonce",
                "supportedFeatures");
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return value(2);
    }

    private static Arbitrary<JsonNode> value(int depth) {
        Arbitrary<JsonNode> text = Arbitraries.strings()
                .ofMaxLength(20)
                .filter(string -> string.chars().noneMatch(c -> Character.isSurrogate((char) c)))
                .map(JSON.getNodeFactory()::textNode);
        Arbitrary<JsonNode> number = Arbitraries.longs().map(JSON.getNodeFactory()::numberNode);
        Arbitrary<JsonNode> fraction = Arbitraries.doubles().map(JSON.getNodeFactory()::numberNode);
        Arbitrary<JsonNode> constant = Arbitraries.of(
                JSON.getNodeFactory().nullNode(),
                JSON.getNodeFactory().booleanNode(true),
                JSON.getNodeFactory().textNode("{\"handle\":1}"),
                JSON.createObjectNode(),
                JSON.createArrayNode());
        if (depth == 0) {
            return Arbitraries.oneOf(text, number, fraction, constant);
        }
        Arbitrary<JsonNode> array = value(depth - 1)
                .list()
                .ofMaxSize(3)
                .map(elements -> JSON.createArrayNode().addAll(elements));
        Arbitrary<JsonNode> object = value(depth - 1).list().ofMaxSize(3).map(HostileEventsProps::object);
        return Arbitraries.oneOf(text, number, fraction, constant, array, object);
    }

    private static JsonNode object(List<JsonNode> members) {
        List<String> names = List.of("type", "content", "clientSequenceNumber", "handle", "details", "a");
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < members.size(); i++) {
            object.set(names.get((members.hashCode() + i & 0xffff) % names.size()), members.get(i));
        }
        return object;
    }
}
