package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeltasComparisonTest {

    private final LiveLog log = new LiveLog();

    private List<Difference> compare(List<JsonNode> recorded, List<JsonNode> got) {
        Comparison comparison = new Comparison("scenario", 1, Profile.REFERENCE, new Correlation());
        new DeltasComparison(comparison, log).ops("d", recorded, got);
        return comparison.differences();
    }

    private static JsonNode op(int sequence, String contents) {
        return Json.parse("{\"clientId\":\"c\",\"clientSequenceNumber\":" + sequence + ",\"sequenceNumber\":" + sequence
                + ",\"minimumSequenceNumber\":0,\"type\":\"op\",\"contents\":\"" + contents + "\",\"timestamp\":1}");
    }

    @Test
    void ops_asRecorded_areEqual() {
        assertThat(compare(List.of(op(1, "a"), op(2, "b")), List.of(op(1, "a"), op(2, "b"))))
                .isEmpty();
    }

    @Test
    void ops_missingChangedOrOutOfOrder_areDifferences() {
        List<JsonNode> recorded = List.of(op(1, "a"), op(2, "b"));
        assertThat(compare(recorded, List.of(op(1, "a")))).hasSize(1);
        assertThat(compare(recorded, List.of(op(1, "a"), op(2, "x")))).hasSize(1);
        assertThat(compare(recorded, List.of(op(2, "b"), op(1, "a")))).isNotEmpty();
    }

    @Test
    void ops_moreThanRecorded_areEqualOnlyIfTheyWereBroadcast() {
        List<JsonNode> got = List.of(op(1, "a"), op(2, "b"));
        assertThat(compare(List.of(op(1, "a")), got)).hasSize(1);
        log.add("d", op(2, "b"));
        assertThat(compare(List.of(op(1, "a")), got)).isEmpty();
    }

    @Test
    void ops_otherThanTheyWereBroadcast_areDifferences() {
        log.add("d", Json.parse(op(1, "a").toString().replace("\"timestamp\":1", "\"timestamp\":2")));
        assertThat(compare(List.of(op(1, "a")), List.of(op(1, "a"))))
                .extracting(Difference::path)
                .containsExactly("stored op 1.timestamp");
    }
}
