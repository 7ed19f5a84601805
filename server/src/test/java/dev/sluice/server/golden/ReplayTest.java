package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.server.golden.AllowedDifference.InsertedNack;
import dev.sluice.server.golden.AllowedDifference.RefusedConnection;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole replay against a server that says what it is told to: what it gets wrong has to be reported. */
@Timeout(180)
final class ReplayTest {

    private static final String RECORDED = "11111111-1111-4111-8111-111111111111";
    private static final String LIVE = "22222222-2222-4222-8222-222222222222";
    private static final String RECORDED_CLIENT = "33333333-3333-4333-8333-333333333333";
    private static final String LIVE_CLIENT = "44444444-4444-4444-8444-444444444444";
    /** For what is due: more than any machine needs. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** For what will never come. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private static final Vertx VERTX = Vertx.vertx();

    private static final String PING = "420[\"ping\",\"%s\"]";
    private static final String NACK = "42[\"nack\",\"\",[{\"sequenceNumber\":-1,\"content\":{\"code\":400}}]]";
    private static final String CONNECT = "42[\"connect_document\",{\"id\":\"%s\"}]";
    private static final String REFUSAL = "42[\"connect_document_error\",{\"code\":404,\"message\":\"no\"}]";

    private final List<Row> rows = new ArrayList<>();
    private ScriptedServer server = new ScriptedServer(VERTX, Profile.REFERENCE);

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Records a create and a handshake, and lets the server get them right. */
    private void opening() {
        record("\"dir\":\"c2s\",\"transport\":\"http\",\"id\":1,\"method\":\"POST\",\"path\":\"/documents/t\","
                + "\"query\":{},\"headers\":{\"content-type\":\"application/json\"},\"body\":{\"a\":1}");
        record("\"dir\":\"s2c\",\"transport\":\"http\",\"id\":1,\"status\":201,"
                + "\"headers\":{\"content-type\":\"application/json\"},\"body\":\"" + RECORDED + "\"");
        record("\"dir\":\"c2s\",\"transport\":\"ws\",\"sock\":1,\"event\":\"upgrade\",\"path\":\"/socket.io/\","
                + "\"query\":{\"documentId\":\"" + RECORDED + "\"}");
        hears("0{\"sid\":\"recorded-sid\",\"pingInterval\":25000}");
        says("40");
        hears("40{\"sid\":\"recorded-other\"}");
        server.answering("\"" + LIVE + "\"")
                .on("", "0{\"sid\":\"live-sid\",\"pingInterval\":25000}")
                .on("40", "40{\"sid\":\"live-other\"}");
    }

    private void pinging() {
        opening();
        says(PING.formatted(RECORDED));
        hears("430[]");
        hears(NACK);
        says("41");
        server.on(PING.formatted(LIVE), "430[]", NACK);
    }

    private void record(String members) {
        rows.add(RowReader.read(rows.size() + 1, Json.parse("{\"t\":1," + members + "}")));
    }

    private void says(String text) {
        record("\"dir\":\"c2s\",\"transport\":\"ws\",\"sock\":1,\"raw\":" + TextNode.valueOf(text));
    }

    private void hears(String text) {
        record("\"dir\":\"s2c\",\"transport\":\"ws\",\"sock\":1,\"raw\":" + TextNode.valueOf(text));
    }

    private List<Difference> replay() {
        return replay(PATIENCE);
    }

    private List<Difference> replay(Duration patience) {
        return server.replay(new Transcript("scripted", rows, Map.of()), patience);
    }

    @Test
    void run_serverAnswersAsRecorded_hasNoDifferences() {
        pinging();
        assertThat(replay()).isEmpty();
    }

    @Test
    void run_answerOfOtherKind_isReported() {
        pinging();
        server.answering("{\"id\":\"" + LIVE + "\"}");
        assertThat(replay()).extracting(Difference::line).contains(2);
    }

    @Test
    void run_frameDiffers_isReported() {
        pinging();
        server.on("", "0{\"sid\":\"live-sid\",\"pingInterval\":1}");
        assertThat(replay()).extracting(Difference::line).containsExactly(4);
    }

    @Test
    void run_frameIsMissing_isReportedAndEndsTheReplay() {
        pinging();
        server.on(PING.formatted(LIVE), "430[]");
        assertThat(replay(SHORT)).extracting(Difference::line).containsExactly(9);
    }

    @Test
    void run_frameTooMany_isReported() {
        pinging();
        server.on("40", "40{\"sid\":\"live-other\"}", "42[\"signal\",{\"clientId\":\"x\",\"content\":\"y\"}]");
        assertThat(replay()).extracting(Difference::path).containsExactly("socket 1 unexpected");
    }

    @Test
    void run_connectionThatMustBeRefused_isReportedWhenItIsNot() {
        server = new ScriptedServer(
                VERTX, new Profile(List.of(new RefusedConnection("scripted", 1, Set.of(404), "SVC-054"))));
        opening();
        says(CONNECT.formatted(RECORDED));
        says("41");
        server.on(CONNECT.formatted(LIVE), REFUSAL);
        assertThat(replay()).isEmpty();
        server.on(CONNECT.formatted(LIVE), REFUSAL.replace("404", "500"));
        assertThat(replay()).extracting(Difference::path).containsExactly("connect_document_error");
    }

    @Test
    void run_insertedNack_movesAllLaterNumbers() {
        server = new ScriptedServer(VERTX, new Profile(List.of(new InsertedNack("scripted", 11, "SVC-085"))));
        opening();
        says(CONNECT.formatted(RECORDED));
        hears(signal(RECORDED_CLIENT));
        hears(success(RECORDED_CLIENT));
        hears(join(RECORDED, RECORDED_CLIENT));
        says(submit(RECORDED_CLIENT, "summarize", 1, 1));
        hears(op(RECORDED, RECORDED_CLIENT, "summarize", 1, 2, 1));
        says(submit(RECORDED_CLIENT, "op", 2, 2));
        hears(op(RECORDED, RECORDED_CLIENT, "op", 2, 3, 2));
        says(submit(RECORDED_CLIENT, "op", 3, 3));
        hears(op(RECORDED, RECORDED_CLIENT, "op", 3, 4, 3));
        server.on(CONNECT.formatted(LIVE), signal(LIVE_CLIENT), success(LIVE_CLIENT), join(LIVE, LIVE_CLIENT))
                .on(submit(LIVE_CLIENT, "summarize", 1, 1), op(LIVE, LIVE_CLIENT, "summarize", 1, 2, 1), summaryNack())
                .on(submit(LIVE_CLIENT, "op", 2, 2), op(LIVE, LIVE_CLIENT, "op", 2, 4, 2))
                .on(submit(LIVE_CLIENT, "op", 3, 4), op(LIVE, LIVE_CLIENT, "op", 3, 5, 4));
        assertThat(replay()).isEmpty();
        server.on(submit(LIVE_CLIENT, "op", 3, 4), op(LIVE, LIVE_CLIENT, "op", 3, 5, 3));
        assertThat(replay()).extracting(Difference::path).contains("op.referenceSequenceNumber");
        server.on(submit(LIVE_CLIENT, "summarize", 1, 1), op(LIVE, LIVE_CLIENT, "summarize", 1, 2, 1));
        assertThat(replay(SHORT)).extracting(Difference::line).containsExactly(11);
    }

    private static String signal(String client) {
        return "42[\"signal\",{\"clientId\":null,\"content\":\"{\\\"type\\\":\\\"join\\\",\\\"content\\\":"
                + "{\\\"clientId\\\":\\\"" + client + "\\\"}}\"}]";
    }

    private static String success(String client) {
        return "42[\"connect_document_success\",{\"clientId\":\"" + client + "\",\"mode\":\"write\"}]";
    }

    private static String join(String document, String client) {
        return "42[\"op\",\"" + document + "\",[{\"clientId\":null,\"type\":\"join\",\"sequenceNumber\":1,"
                + "\"minimumSequenceNumber\":0,\"data\":\"{\\\"clientId\\\":\\\"" + client + "\\\"}\"}]]";
    }

    private static String submit(String client, String type, int number, int reference) {
        return "42[\"submitOp\",\"" + client + "\",[[{\"type\":\"" + type + "\",\"clientSequenceNumber\":" + number
                + ",\"referenceSequenceNumber\":" + reference + "}]]]";
    }

    private static String op(String document, String client, String type, int number, int sequence, int reference) {
        return "42[\"op\",\"" + document + "\",[{\"clientId\":\"" + client + "\",\"type\":\"" + type
                + "\",\"clientSequenceNumber\":" + number + ",\"referenceSequenceNumber\":" + reference
                + ",\"sequenceNumber\":" + sequence + ",\"minimumSequenceNumber\":1}]]";
    }

    private static String summaryNack() {
        return "42[\"op\",\"" + LIVE + "\",[{\"clientId\":null,\"type\":\"summaryNack\",\"sequenceNumber\":3,"
                + "\"minimumSequenceNumber\":1,\"contents\":{\"summaryProposal\":{\"summarySequenceNumber\":2}}}]]";
    }
}
