package dev.sluice.container.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.container.batch.BatchException.Rule;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundBatchesTest {
    private static final BatchLimits LIMITS = new BatchLimits(10_000, 100, 3, 1_000, 4, 20);
    private static final String START = "{\"batch\":true}";
    private static final String END = "{\"batch\":false}";

    private final Ops ops = new Ops();
    private final InboundBatches inbound = new InboundBatches(LIMITS);

    @Test
    void rt028_contentsWithAddressAndWithoutType_areAComponentOp() {
        RuntimeMessage message = only(ops.op("a", "{\"address\":\"ds\",\"contents\":{}}"));

        assertThat(message.type()).isEqualTo(RuntimeType.COMPONENT);
        assertThat(message.contents()).isEqualTo(JsonValue.parse("{\"address\":\"ds\",\"contents\":{}}"));
    }

    @Test
    void veryOldLog_typeOfTheMessageItself_isTheRuntimeType() {
        RuntimeMessage message = only(ops.message("a", "attach", RawJson.ofString("{\"id\":\"ds\"}"), null, null));

        assertThat(message.type()).isEqualTo(RuntimeType.ATTACH);
        assertThat(message.contents()).isEqualTo(JsonValue.parse("{\"id\":\"ds\"}"));
    }

    @Test
    void contentsThatAreNoString_areTakenAsTheyAre() {
        RuntimeMessage message = only(ops.message("a", "op", RawJson.of(Ops.alias(3)), null, null));

        assertThat(message.contents()).isEqualTo(JsonValue.of(3));
    }

    @Test
    void rt029_unknownType_isRefusedUnlessItsSenderLetsItBeIgnored() {
        RuntimeMessage ignored =
                only(ops.op("a", "{\"type\":\"new\",\"compatDetails\":{\"behavior\":\"Ignore\"},\"contents\":1}"));

        assertThat(ignored.type()).isEqualTo(RuntimeType.IGNORED);
        assertRefused(Rule.KNOWN_TYPE, ops.op("a", "{\"type\":\"new\",\"contents\":1}"));
        assertRefused(
                Rule.KNOWN_TYPE, ops.op("a", "{\"type\":\"new\",\"compatDetails\":{\"behavior\":\"FailToProcess\"}}"));
    }

    @Test
    void rt049_ungroupedBatch_comesWholeWithItsLastOp() {
        assertThat(inbound.accept(ops.op("a", Ops.alias(1), START))).isEmpty();
        assertThat(inbound.accept(ops.op("a", Ops.alias(2)))).isEmpty();
        assertThat(inbound.isBatchOpen()).isTrue();

        RuntimeBatch batch = complete(ops.op("a", Ops.alias(3), END));

        assertThat(inbound.isBatchOpen()).isFalse();
        assertThat(batch.messages()).extracting(RuntimeMessage::contents).containsExactly(numbers(1, 2, 3));
        assertThat(batch.messages())
                .extracting(RuntimeMessage::clientSequenceNumber)
                .containsExactly(1L, 2L, 3L);
        assertThat(batch.messages()).extracting(RuntimeMessage::sequenceNumber).containsExactly(1L, 2L, 3L);
        assertThat(batch.effectiveId()).isEqualTo("a_[1]");
    }

    @Test
    void rt049_batchInterruptedByAnything_isRefused() {
        assertInterrupts(ops -> ops.op("b", Ops.alias(1)));
        assertInterrupts(ops -> ops.message("a", "noop", null, null, null));
        assertInterrupts(ops -> ops.message(null, "join", RawJson.NULL, null, null));
        assertInterrupts(ops -> ops.leave("a"));
    }

    @Test
    void batchMarks_thatDoNotMatch_areRefused() {
        assertRefused(Rule.BATCH_MARKS, ops.op("a", Ops.alias(1), END));
        assertRefused(Rule.BATCH_MARKS, ops.op("a", Ops.alias(1), START), ops.op("a", Ops.alias(1), START));
        assertRefused(Rule.BATCH_MARKS, ops.op("a", Ops.alias(1), START), ops.op("a", group(Ops.alias(1))));
    }

    @Test
    void rt050_groupedBatch_countsItsMessagesAndSharesASequenceNumber() {
        inbound.accept(ops.op("a", Ops.alias(0)));
        RuntimeBatch batch = complete(
                ops.op("a", group(Ops.alias(7), Ops.alias(8)), "{\"batchId\":\"old_[4]\",\"groupedOpCount\":99}"));

        assertThat(batch.messages())
                .extracting(RuntimeMessage::clientSequenceNumber)
                .containsExactly(1L, 2L);
        assertThat(batch.messages()).extracting(RuntimeMessage::sequenceNumber).containsOnly(2L);
        assertThat(batch.startClientSequenceNumber()).isEqualTo(2);
        assertThat(batch.effectiveId()).isEqualTo("old_[4]");
    }

    @Test
    void rt051_emptyGroup_isABatchWithoutMessages() {
        RuntimeBatch batch = complete(ops.op("a", group(), "{\"batchId\":\"old_[4]\"}"));

        assertThat(batch.messages()).isEmpty();
        assertThat(batch.effectiveId()).isEqualTo("old_[4]");
    }

    @Test
    void rt057_packedContentsWithoutTheField_areRecognized() {
        assertThat(only(ops.op("a", PackedContents.pack(Ops.alias(5)))).contents())
                .isEqualTo(JsonValue.of(5));
        assertThat(only(ops.op("a", PackedContents.pack(Ops.alias(6)), null, "lz4"))
                        .contents())
                .isEqualTo(JsonValue.of(6));
        assertRefused(Rule.CONTENTS_FORM, ops.op("a", "{\"packedContents\":\"not base64\"}"));
    }

    @Test
    void packedBatchOfTheOldGeneration_isDistributedOverItsOps() {
        String packed = pack("[" + Ops.alias(1) + "," + Ops.alias(2) + "," + Ops.alias(3) + "]");
        inbound.accept(ops.op("a", packed, START, "lz4"));
        inbound.accept(ops.op("a", null));

        assertThat(complete(ops.op("a", "", END)).messages())
                .extracting(RuntimeMessage::contents)
                .containsExactly(numbers(1, 2, 3));
        assertRefused(Rule.PACKED_COUNT, ops.op("a", packed, START, "lz4"), ops.op("a", null, END));
        assertRefused(Rule.PACKED_COUNT, ops.op("a", packed, START, "lz4"), ops.op("a", Ops.alias(1)));
        assertRefused(
                Rule.PACKED_COUNT,
                ops.op("a", packed, START, "lz4"),
                ops.op("a", null),
                ops.op("a", null),
                ops.op("a", null));
        assertRefused(Rule.PACKED_COUNT, ops.op("a", packed, null, "lz4"));
        assertRefused(Rule.PACKED_COUNT, ops.op("a", pack("[]"), null, "lz4"));
    }

    @Test
    void packedContents_malformed_areRefused() {
        assertRefused(Rule.KNOWN_COMPRESSION, ops.op("a", Ops.alias(1), null, "zstd"));
        assertRefused(Rule.PACKED_FORM, ops.op("a", Ops.alias(1), null, "lz4"));
        assertRefused(Rule.PACKED_FORM, ops.op("a", "{\"packedContents\":\"AAAA\"}", null, "lz4"));
        assertRefused(Rule.PACKED_FORM, ops.op("a", pack("{}"), null, "lz4"));
        assertRefused(Rule.PACKED_FORM, ops.op("a", pack("[1"), null, "lz4"));
        assertRefused(Rule.PACKED_FORM, ops.op("a", pack(""), null, "lz4"));
    }

    @Test
    void packedContents_overALimit_areRefused() {
        assertRefused(Rule.PACKED_RATIO_LIMIT, ops.op("a", pack("[\"" + "x".repeat(9_000) + "\"]"), null, "lz4"));
        assertRefused(Rule.PACKED_SIZE_LIMIT, ops.op("a", pack("[\"" + random(10_001) + "\"]"), null, "lz4"));
        assertRefused(
                Rule.MESSAGE_LIMIT,
                ops.op("a", group(Ops.alias(1), Ops.alias(1), Ops.alias(1), Ops.alias(1), Ops.alias(1))));
    }

    @Test
    void rt058_chunksOfTwoClientsInterleaved_areAssembledPerClient() {
        String one = group(Ops.alias(1));
        String two = group(Ops.alias(2));
        inbound.accept(ops.op("a", Ops.chunk(1, 2, one.substring(0, 9), "")));
        inbound.accept(ops.op("b", Ops.chunk(1, 2, two.substring(0, 20), "")));

        RuntimeBatch first =
                complete(ops.op("a", Ops.chunk(2, 2, one.substring(9), ",\"originalType\":\"component\"")));
        RuntimeBatch second = complete(ops.op("b", Ops.chunk(2, 2, two.substring(20), "")));

        assertThat(first.messages()).extracting(RuntimeMessage::contents).containsExactly(numbers(1));
        assertThat(first.startClientSequenceNumber()).isEqualTo(2);
        assertThat(first.firstSequenceNumber()).isEqualTo(3);
        assertThat(second.messages()).extracting(RuntimeMessage::contents).containsExactly(numbers(2));
        assertThat(inbound.partialChunks().elements()).isEmpty();
    }

    @Test
    void rt059_lastChunkWithEmptyContents_isAccepted() {
        inbound.accept(ops.op("a", Ops.chunk(1, 2, Ops.alias(1), "")));

        assertThat(only(ops.op("a", Ops.chunk(2, 2, "", ",\"originalType\":\"op\"")))
                        .contents())
                .isEqualTo(JsonValue.of(1));
    }

    @Test
    void chunksOfAnUncompressedMessage_haveItsTypeBeside() {
        inbound.accept(ops.op("a", Ops.chunk(1, 2, "{\"address\"", "")));
        RuntimeMessage message = only(ops.op("a", Ops.chunk(2, 2, ":\"ds\"}", ",\"originalType\":\"component\"")));

        assertThat(message.type()).isEqualTo(RuntimeType.COMPONENT);
        assertThat(message.contents()).isEqualTo(JsonObject.of("address", JsonValue.of("ds")));
    }

    @Test
    void rt060_partialChunks_areDroppedOnLeaveAndRestoredFromTheSummary() {
        inbound.accept(ops.op("a", Ops.chunk(1, 3, "{\"type\":", "")));
        inbound.accept(ops.op("b", Ops.chunk(1, 3, "{\"ty", "")));
        inbound.accept(ops.op("b", Ops.chunk(2, 3, "pe\":", "")));
        inbound.accept(ops.leave("a"));

        JsonArray stored = inbound.partialChunks();
        assertThat(stored.toJson()).isEqualTo("[[\"b\",[\"{\\\"ty\",\"pe\\\":\"]]]");
        InboundBatches loaded = new InboundBatches(LIMITS, stored);
        assertThat(loaded.accept(ops.op("b", Ops.chunk(3, 3, "\"alias\",\"contents\":1}", ",\"originalType\":\"op\""))))
                .hasValueSatisfying(batch -> assertThat(batch.messages()).hasSize(1));
        assertRefused(
                Rule.CHUNK_ORDER,
                ops.op("a", Ops.chunk(1, 3, "{", "")),
                ops.leave("a"),
                ops.op("a", Ops.chunk(2, 3, "}", "")));
    }

    @Test
    void rt063_chunksOutOfOrder_areRefused() {
        assertRefused(Rule.CHUNK_ORDER, ops.op("a", Ops.chunk(2, 2, "", "")));
        assertRefused(Rule.CHUNK_ORDER, ops.op("a", Ops.chunk(1, 3, "", "")), ops.op("a", Ops.chunk(3, 3, "", "")));
        assertRefused(Rule.CHUNK_ORDER, ops.op("a", Ops.chunk(1, 3, "", "")), ops.op("a", Ops.chunk(1, 3, "", "")));
    }

    @Test
    void chunks_malformedOrOverALimit_areRefused() {
        assertRefused(Rule.CHUNK_FORM, ops.op("a", Ops.chunk(2, 1, "", "")));
        assertRefused(Rule.CHUNK_FORM, ops.op("a", "{\"type\":\"chunkedOp\",\"contents\":7}"));
        assertRefused(Rule.CHUNK_FORM, ops.op("a", "{\"type\":\"chunkedOp\",\"contents\":{\"chunkId\":1.5}}"));
        assertRefused(
                Rule.CHUNK_FORM,
                ops.op("a", "{\"type\":\"chunkedOp\",\"contents\":{\"chunkId\":1,\"totalChunks\":2}}"));
        assertRefused(Rule.CHUNK_LIMIT, ops.op("a", Ops.chunk(1, 4, "", "")));
        assertRefused(
                Rule.CHUNK_LIMIT,
                ops.op("a", Ops.chunk(1, 2, "x".repeat(600), "")),
                ops.op("a", Ops.chunk(2, 2, "x".repeat(401), "")));
        assertRefused(Rule.CONTENTS_FORM, ops.op("a", Ops.chunk(1, 1, "{", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "1",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"groupedBatch\",\"contents\":{}}",
                "{\"type\":\"groupedBatch\",\"contents\":[1]}",
                "{\"type\":\"groupedBatch\",\"contents\":[{}]}"
            })
    void contents_ofAnotherForm_areRefused(String contents) {
        assertRefused(Rule.CONTENTS_FORM, ops.op("a", contents));
    }

    @Test
    void contents_nestedTooDeeply_areRefused() {
        assertRefused(Rule.NESTING_LIMIT, ops.op("a", "[".repeat(100_000)));
        assertRefused(Rule.NESTING_LIMIT, ops.op("a", pack("[".repeat(500)), null, "lz4"));
    }

    @Test
    void wrappingsInsideAGroup_areRefused() {
        assertRefused(Rule.KNOWN_TYPE, ops.op("a", group(group())));
        assertRefused(Rule.KNOWN_TYPE, ops.op("a", group(Ops.chunk(1, 1, "", ""))));
    }

    @Test
    void opWithoutSender_isRefused() {
        assertRefused(Rule.SENDER, ops.message(null, "op", RawJson.ofString(Ops.alias(1)), null, null));
    }

    @Test
    void exception_namesOpAndRule() {
        assertThatExceptionOfType(BatchException.class)
                .isThrownBy(() -> inbound.accept(ops.op("a", Ops.chunk(2, 3, "", ""))))
                .withMessage("op 1 of client a breaks chunk-order: found chunk 2 of 3, expected 1")
                .satisfies(refused -> assertThat(refused.sequenceNumber()).isEqualTo(1));
    }

    private RuntimeBatch complete(SequencedMessage message) {
        return inbound.accept(message).orElseThrow();
    }

    private RuntimeMessage only(SequencedMessage message) {
        RuntimeBatch batch = complete(message);
        assertThat(batch.messages()).hasSize(1);
        return batch.messages().get(0);
    }

    private static void assertRefused(Rule rule, SequencedMessage... messages) {
        InboundBatches fresh = new InboundBatches(LIMITS);
        List<SequencedMessage> all = List.of(messages);
        for (SequencedMessage earlier : all.subList(0, all.size() - 1)) {
            fresh.accept(earlier);
        }
        assertThatExceptionOfType(BatchException.class)
                .isThrownBy(() -> fresh.accept(all.get(all.size() - 1)))
                .satisfies(refused -> assertThat(refused.rule()).isEqualTo(rule));
    }

    private static void assertInterrupts(Function<Ops, SequencedMessage> intruder) {
        Ops own = new Ops();
        assertRefused(Rule.NOT_INTERRUPTED, own.op("a", Ops.alias(1), START), intruder.apply(own));
    }

    private static JsonValue[] numbers(int... numbers) {
        JsonValue[] values = new JsonValue[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            values[i] = JsonValue.of(numbers[i]);
        }
        return values;
    }

    private static String group(String... messages) {
        StringBuilder group = new StringBuilder("{\"type\":\"groupedBatch\",\"contents\":[");
        String separator = "";
        for (String message : messages) {
            group.append(separator).append("{\"contents\":").append(message).append('}');
            separator = ",";
        }
        return group.append("]}").toString();
    }

    private static String pack(String content) {
        byte[] frame = Lz4Frame.compress(content.getBytes(StandardCharsets.UTF_8));
        return "{\"packedContents\":\"" + Base64.getEncoder().encodeToString(frame) + "\"}";
    }

    private static String random(int length) {
        return new Random(1)
                .ints(length, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
