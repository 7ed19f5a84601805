package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.StreamSocket.JSON;
import static dev.sluice.server.transport.deltastream.StreamSocket.elements;
import static dev.sluice.server.transport.deltastream.StreamSocket.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitObjectType;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Summaries as clients make them and load them, over REST and socket (SVC §4.8, §5). */
@Timeout(120)
class SummariesTest {
    private static final String STORAGE = "/repos/tinylicious/";

    private RunningServer server;
    private String document = "";
    private StreamClient summarizer;

    @BeforeEach
    void start(@TempDir Path data) {
        server = RunningServer.start(data);
        document = server.create();
        summarizer = server.summarizer(document);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void svc022_treeThatNamesABlobBeforeItsUpload_isAckedOnceTheBlobIsThere() {
        String late = GitHash.of(GitObjectType.BLOB, "late".getBytes(StandardCharsets.UTF_8))
                .toHex();
        String tree = tree(Map.of("content", late));

        assertThat(propose(tree, head(), 1).get("type").asText()).isEqualTo("summaryNack");
        assertThat(blob("late")).isEqualTo(late);

        assertThat(propose(tree, head(), summarizer.newest()).get("type").asText())
                .isEqualTo("summaryAck");
    }

    @Test
    void svc079_svc080_svc081_svc086_ack_namesTheVersionThatEverybodyLoads() {
        String first = head();
        JsonNode last = summarizer.op("\"an edit\"");
        String tree = tree(Map.of("content", blob("second"), "more", blob("more")));

        JsonNode ack = propose(tree, first, last.get("sequenceNumber").asLong());

        assertThat(ack.get("type").asText()).isEqualTo("summaryAck");
        assertThat(ack.get("clientId").isNull()).isTrue();
        assertThat(parse(ack.get("data").asText())).isEqualTo(ack.get("contents"));
        String version = ack.at("/contents/handle").asText();
        JsonNode newest = storage("commits?count=1&sha=" + document).get(0);
        assertThat(newest.get("sha").asText()).isEqualTo(version);
        assertThat(newest.at("/commit/message").asText()).isEqualTo("a summary\n");
        assertThat(newest.get("parents"))
                .extracting(parent -> parent.get("sha").asText())
                .containsExactly(first);
        Map<String, String> texts = load(version);
        assertThat(texts).containsEntry("content", "second").containsEntry("more", "more");
        assertThat(texts.get(".protocol/attributes")).isEqualTo("{\"minimumSequenceNumber\":1,\"sequenceNumber\":2}");
        assertThat(texts.get(".protocol/quorumMembers")).contains(summarizer.id);
        assertThat(storage("git/summaries/latest").get("id").asText()).isEqualTo(version);
    }

    @Test
    void svc082_svc089_freshClient_loadsTheSummaryAndFindsEveryLaterOp() {
        long reference =
                summarizer.op("\"in the summary\"").get("sequenceNumber").asLong();
        summarizer.op("\"in the log tail\"");
        String version = propose(tree(Map.of("content", blob("new"))), head(), reference)
                .at("/contents/handle")
                .asText();
        summarizer.op("\"after it\"");

        Map<String, String> texts = load(version);
        long base = parse(Objects.requireNonNull(texts.get(".protocol/attributes")))
                .get("sequenceNumber")
                .asLong();
        List<JsonNode> later = new ArrayList<>(elements(parse(Objects.requireNonNull(texts.get(".logTail/logTail")))));
        long known = later.get(later.size() - 1).get("sequenceNumber").asLong();
        later.addAll(server.deltas(document, known));

        assertThat(base).isEqualTo(reference);
        assertThat(later)
                .extracting(op -> op.get("type").asText())
                .containsExactly("op", "summarize", "summaryAck", "op");
        assertThat(later).isEqualTo(server.deltas(document, base));
    }

    @Test
    void svc088_secondSummaryThatReusesSubtreesOfTheFirst_isAcked() {
        String kept = tree(Map.of("header", blob("kept")));
        String first = entries(entry("040000", "kept", kept), entry("100644", "content", blob("one")));
        String version = propose(first, head(), 1).at("/contents/handle").asText();
        long reference = summarizer.op("\"more\"").get("sequenceNumber").asLong();
        String reused = storage("git/trees/"
                        + storage("git/commits/" + version).at("/tree/sha").asText())
                .get("tree")
                .findParents("path")
                .stream()
                .filter(entry -> entry.get("path").asText().equals("kept"))
                .findFirst()
                .orElseThrow()
                .get("sha")
                .asText();

        JsonNode ack = propose(
                entries(entry("40000", "kept", reused), entry("100644", "content", blob("two"))), version, reference);

        assertThat(ack.get("type").asText()).isEqualTo("summaryAck");
        assertThat(load(ack.at("/contents/handle").asText()))
                .containsEntry("kept/header", "kept")
                .containsEntry("content", "two");
    }

    /** Whoever opened such a document could not read its quorum. */
    @ParameterizedTest
    @ValueSource(strings = {"[1]", "[[]]", "[[\"code\"]]", "[[1,{}]]", "[[\"code\",1,2]]", "[{}]"})
    void documentWithQuorumValuesOfAnotherForm_isNotCreated(String values) {
        String body = "{\"id\":\"d\",\"summary\":{\"type\":\"tree\",\"entries\":[]},\"values\":" + values + "}";

        HttpResponse<String> answer = server.send("POST", "/documents/tinylicious", server.orderer("d"), body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(server.open()
                        .connect(RunningServer.message("d", "write"))
                        .at("/1/code")
                        .asInt())
                .isEqualTo(404);
    }

    /** Submits a proposal and returns what it is answered with. */
    private JsonNode propose(String tree, String parent, long reference) {
        ObjectNode proposal = JSON.createObjectNode().put("handle", tree).put("head", parent);
        proposal.put("message", "a summary").putArray("parents").add(parent);
        ObjectNode message = summarizer.message("summarize", reference, proposal.toString());
        summarizer.send(message);
        long number = summarizer
                .own(message.get("clientSequenceNumber").asInt())
                .get("sequenceNumber")
                .asLong();
        return summarizer.socket.awaitOp(
                "the answer to " + number,
                op -> op.at("/contents/summaryProposal/summarySequenceNumber").asLong() == number);
    }

    /** Returns the text of every blob of a version, by its path, as a client loads them. */
    private Map<String, String> load(String version) {
        String tree = storage("git/commits/" + version).at("/tree/sha").asText();
        Map<String, String> texts = new HashMap<>();
        for (JsonNode entry : storage("git/trees/" + tree + "?recursive=1").get("tree")) {
            if (entry.get("type").asText().equals("blob")) {
                String content = storage("git/blobs/" + entry.get("sha").asText())
                        .get("content")
                        .asText();
                texts.put(
                        entry.get("path").asText(),
                        new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private String head() {
        return storage("commits?count=1&sha=" + document).at("/0/sha").asText();
    }

    private String blob(String text) {
        return post("git/blobs", "{\"content\":\"" + text + "\",\"encoding\":\"utf-8\"}");
    }

    private String tree(Map<String, String> blobs) {
        return entries(blobs.entrySet().stream()
                .map(blob -> entry("100644", blob.getKey(), blob.getValue()))
                .toArray(String[]::new));
    }

    private String entries(String... entries) {
        return post("git/trees", "{\"tree\":[" + String.join(",", entries) + "]}");
    }

    private static String entry(String mode, String path, String sha) {
        return "{\"mode\":\"" + mode + "\",\"path\":\"" + path + "\",\"sha\":\"" + sha + "\",\"type\":\""
                + (mode.equals("100644") ? "blob" : "tree") + "\"}";
    }

    private String post(String path, String body) {
        HttpResponse<String> answer = server.send("POST", STORAGE + path, server.orderer(document), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return parse(answer.body()).get("sha").asText();
    }

    private JsonNode storage(String path) {
        HttpResponse<String> answer = server.send("GET", STORAGE + path, server.orderer(document), "");
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return parse(answer.body());
    }
}
