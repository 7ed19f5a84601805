package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpComparisonTest {

    private static final String RECORDED = "11111111-1111-4111-8111-111111111111";
    private static final String LIVE = "22222222-2222-4222-8222-222222222222";
    private static final String OTHER = "33333333-3333-4333-8333-333333333333";
    private static final String DOCUMENT = "d";

    private final Correlation ids = new Correlation();

    private List<Difference> compare(JsonNode recorded, JsonNode got) {
        Comparison comparison = new Comparison("scenario", 1, Profile.REFERENCE, ids);
        OpComparison.compare(comparison, DOCUMENT, recorded, got);
        return comparison.differences();
    }

    private static JsonNode op(String client, int number, int sequence, int reference, int minimum) {
        return Json.parse("{\"clientId\":\"" + client + "\",\"clientSequenceNumber\":" + number
                + ",\"referenceSequenceNumber\":" + reference + ",\"minimumSequenceNumber\":" + minimum
                + ",\"sequenceNumber\":" + sequence + ",\"type\":\"op\",\"contents\":\"{}\"}");
    }

    private static JsonNode leave(String client) {
        return Json.parse("{\"clientId\":null,\"type\":\"leave\",\"data\":\"\\\"" + client + "\\\"\"}");
    }

    @Test
    void isSame_sameClientAndNumber_isTheOpWhateverItsPlace() {
        ids.bind(RECORDED, LIVE);
        assertThat(OpComparison.isSame(ids, DOCUMENT, op(RECORDED, 1, 5, 1, 1), op(LIVE, 1, 9, 1, 1)))
                .isTrue();
        assertThat(OpComparison.isSame(ids, DOCUMENT, op(RECORDED, 1, 5, 1, 1), op(LIVE, 2, 5, 1, 1)))
                .isFalse();
        assertThat(OpComparison.isSame(ids, DOCUMENT, op(RECORDED, 1, 5, 1, 1), op(OTHER, 1, 5, 1, 1)))
                .isFalse();
    }

    @Test
    void isSame_leave_isTheOneOfThatClient() {
        ids.bind(RECORDED, LIVE);
        assertThat(OpComparison.isSame(ids, DOCUMENT, leave(RECORDED), leave(LIVE)))
                .isTrue();
        assertThat(OpComparison.isSame(ids, DOCUMENT, leave(RECORDED), leave(OTHER)))
                .isFalse();
    }

    @Test
    void compare_minimumThatDoesNotMove_isADifference() {
        ids.bind(RECORDED, LIVE);
        assertThat(compare(op(RECORDED, 1, 2, 1, 1), op(LIVE, 1, 2, 1, 0)))
                .extracting(Difference::path)
                .containsExactly("op.minimumSequenceNumber");
    }

    @Test
    void compare_afterAnInsertedOp_numbersAreTranslated() {
        ids.bind(RECORDED, LIVE);
        assertThat(compare(op(RECORDED, 1, 2, 1, 1), op(LIVE, 1, 2, 1, 1))).isEmpty();
        assertThat(compare(op(RECORDED, 2, 3, 2, 2), op(LIVE, 2, 4, 2, 2))).isEmpty();
        assertThat(compare(op(RECORDED, 3, 4, 3, 3), op(LIVE, 3, 5, 4, 4))).isEmpty();
        assertThat(compare(op(RECORDED, 4, 5, 4, 4), op(LIVE, 4, 6, 4, 4)))
                .extracting(Difference::path)
                .containsExactly("op.referenceSequenceNumber", "op.minimumSequenceNumber");
    }

    @Test
    void compare_secondNumberForOneOp_isADifference() {
        ids.bind(RECORDED, LIVE);
        assertThat(compare(op(RECORDED, 1, 2, 1, 1), op(LIVE, 1, 2, 1, 1))).isEmpty();
        assertThat(compare(op(RECORDED, 1, 2, 1, 1), op(LIVE, 1, 3, 1, 1))).isNotEmpty();
    }

    @Test
    void compare_ackWhoseDataIsNotItsContents_isADifference() {
        String ack = "{\"clientId\":null,\"sequenceNumber\":3,\"type\":\"summaryAck\",\"contents\":"
                + "{\"handle\":\"h\",\"summaryProposal\":{\"summarySequenceNumber\":2}},\"data\":\"%s\"}";
        String data = "{\\\"handle\\\":\\\"h\\\",\\\"summaryProposal\\\":{\\\"summarySequenceNumber\\\":2}}";
        JsonNode good = Json.parse(ack.formatted(data));
        assertThat(compare(good, good)).isEmpty();
        assertThat(compare(good, Json.parse(ack.formatted("{}"))))
                .extracting(Difference::path)
                .contains("op.data as op.contents");
    }
}
