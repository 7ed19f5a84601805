package dev.sluice.container.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.Golden;
import dev.sluice.container.batch.RecentBatches.First;
import dev.sluice.container.batch.RecentBatches.Repeated;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecentBatchesTest {
    private final RecentBatches recent = new RecentBatches();

    @Test
    void batchSentAgainByAnother_isNoticed() {
        assertThat(recent.see(batch("a", 3, null, 10, 0))).isEqualTo(new First());
        assertThat(recent.see(batch("a", 4, null, 11, 0))).isEqualTo(new First());

        assertThat(recent.see(batch("b", 1, "a_[3]", 12, 10))).isEqualTo(new Repeated(10));
        assertThat(recent.toJson().toJson()).isEqualTo("[[10,\"a_[3]\"],[11,\"a_[4]\"]]");
    }

    @Test
    void batchesBeforeTheMinimumSequenceNumber_areForgotten() {
        recent.see(batch("a", 3, null, 10, 0));

        assertThat(recent.see(batch("b", 1, "a_[3]", 12, 11))).isEqualTo(new First());
        assertThat(recent.toJson().toJson()).isEqualTo("[[12,\"a_[3]\"]]");
    }

    @Test
    void storedBatches_areKnownAfterALoad() {
        RecentBatches loaded =
                new RecentBatches(JsonValue.parse("[[10,\"a_[3]\"]]").asArray().orElseThrow());

        assertThat(loaded.see(batch("b", 1, "a_[3]", 12, 10))).isEqualTo(new Repeated(10));
        assertThatThrownBy(() -> new RecentBatches(JsonArray.of(JsonValue.of(1))))
                .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a_[3]", "a_[03]", "a_[-1]", "a_[]", "a_[3", "_[3]", "", "a_[1]_[2]", "a_[9999999999999999999]"})
    void batchOfAnyId_isKnownByIt_andWrittenAsItWas(String id) {
        recent.see(batch("z", 1, id, 10, 0));

        assertThat(recent.see(batch("b", 1, id, 12, 0))).isEqualTo(new Repeated(10));
        assertThat(recent.see(batch("a", 3, null, 13, 0)))
                .isEqualTo(id.equals("a_[3]") ? new Repeated(10) : new First());
        assertThat(recent.see(batch("a", -1, null, 14, 0)))
                .isEqualTo(id.equals("a_[-1]") ? new Repeated(10) : new First());
        assertThat(recent.toJson().get(0)).isEqualTo(JsonArray.of(JsonValue.of(10), JsonValue.of(id)));
    }

    static Stream<String> uploads() {
        return Golden.uploads().stream().filter(file -> !file.contains("/16"));
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void recordedSummaries_listTheSameBatches(String file) {
        JsonObject upload = Golden.json(file);
        String stored = Golden.summaryBlob(upload, ".recentBatchInfo").orElse(null);
        if (stored == null) {
            return;
        }
        InboundBatches inbound = new InboundBatches(BatchLimits.DEFAULT);
        Golden.ops(file.substring(0, file.lastIndexOf('/'))).stream()
                .filter(op -> op.sequenceNumber() > untrackedUpTo(file))
                .filter(op -> op.sequenceNumber() <= Golden.referenceSequenceNumber(upload))
                .forEach(op -> inbound.accept(op).ifPresent(recent::see));

        assertThat(recent.toJson().toJson()).isEqualTo(stored);
    }

    /** The older client of scenario 13 kept no batch ids; who loaded its summary began without. */
    private static long untrackedUpTo(String file) {
        return file.endsWith("13-document-schema-change/summary-2-upload.json")
                ? Golden.referenceSequenceNumber(Golden.json(file.replace("summary-2", "summary-1")))
                : 0;
    }

    private static RuntimeBatch batch(
            String clientId, long start, @Nullable String batchId, long sequenceNumber, long minimumSequenceNumber) {
        return new RuntimeBatch(
                clientId, start, batchId, sequenceNumber, sequenceNumber, minimumSequenceNumber, List.of());
    }
}
