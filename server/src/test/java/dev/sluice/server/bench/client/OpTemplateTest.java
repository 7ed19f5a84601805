package dev.sluice.server.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class OpTemplateTest {
    private final MessageBuffer message = new MessageBuffer();

    @Test
    void singleOp_isABatchOfOneWithoutMarks() {
        OpTemplate template = OpTemplate.of("c-1", "op", "{\"key\":\"\\u00e9\"}", 1);

        assertThat(template.fill(message, 7, 1234567890123L))
                .hasToString(
                        "42[\"submitOp\",\"c-1\",[[{\"contents\":\"{\\\"key\\\":\\\"\\\\u00e9\\\"}\",\"type\":\"op\","
                                + "\"clientSequenceNumber\":7,\"referenceSequenceNumber\":1234567890123}]]]");
    }

    @Test
    void batch_countsUpAndMarksItsEnds() throws JsonProcessingException {
        JsonNode batch = ops(OpTemplate.of("c-1", "op", "{}", 100).fill(message, 901, 42));

        assertThat(batch).hasSize(100);
        assertThat(batch.get(0).path("clientSequenceNumber").asInt()).isEqualTo(901);
        assertThat(batch.get(99).path("clientSequenceNumber").asInt()).isEqualTo(1000);
        assertThat(batch.get(0).path("metadata").path("batch").asBoolean()).isTrue();
        assertThat(batch.get(50).has("metadata")).isFalse();
        assertThat(batch.get(99).path("metadata").path("batch").asBoolean(true)).isFalse();
    }

    @Test
    void refilledMessage_holdsTheNewBatchOnly() throws JsonProcessingException {
        OpTemplate template = OpTemplate.of("c-1", "op", "{}", 2);
        template.fill(message, 1, 0);

        JsonNode batch = ops(template.fill(message, 3, 9));

        assertThat(batch).hasSize(2);
        assertThat(batch.get(1).path("clientSequenceNumber").asInt()).isEqualTo(4);
        assertThat(batch.get(1).path("referenceSequenceNumber").asInt()).isEqualTo(9);
    }

    @Test
    void emptyBatch_isRefused() {
        assertThatThrownBy(() -> OpTemplate.of("c-1", "op", "{}", 0)).hasMessageContaining("batch of 0");
    }

    @Test
    void numbers_areWrittenInDecimal() {
        for (long number : new long[] {0, 9, 10, 99, 100, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertThat(message.clear().append(number)).hasToString(Long.toString(number));
        }
    }

    private static JsonNode ops(MessageBuffer message) throws JsonProcessingException {
        return new ObjectMapper()
                .readTree(message.toString().substring(2))
                .path(2)
                .path(0);
    }
}
