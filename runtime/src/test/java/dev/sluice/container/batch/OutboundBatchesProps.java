package dev.sluice.container.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.batch.OutboundBatches.Encoded;
import dev.sluice.container.batch.OutboundBatches.Submissions;
import dev.sluice.container.batch.OutboundRules.Compression;
import dev.sluice.container.batch.OutboundRules.Grouping;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class OutboundBatchesProps {
    private static final long REFERENCE = 7;

    @Property(tries = 400)
    void everyBatch_isReadBackAsItWas(
            @ForAll("batches") List<LocalMessage> batch,
            @ForAll Grouping grouping,
            @ForAll Compression compression,
            @ForAll("batchIds") String batchId) {
        OutboundRules rules = new OutboundRules(grouping, compression, 200, 60, 1_000_000, BatchLimits.DEFAULT);
        Encoded encoded = new OutboundBatches(rules).encode(batch, REFERENCE, 1, nullIfEmpty(batchId));

        assertThat(encoded).isInstanceOf(Submissions.class);
        List<RuntimeBatch> read = read(((Submissions) encoded).each());
        assertThat(read).hasSize(1);
        assertThat(read.get(0).batchId()).isEqualTo(nullIfEmpty(batchId));
        assertThat(read.get(0).messages())
                .extracting(message -> new LocalMessage(message.type(), message.contents(), null))
                .isEqualTo(batch);
    }

    @Property(tries = 200)
    void everySubmission_isNumberedAndOfBoundedSize(
            @ForAll("batches") List<LocalMessage> batch, @ForAll Compression compression) {
        OutboundRules rules = new OutboundRules(Grouping.ALLOWED, compression, 200, 60, 1_000_000, BatchLimits.DEFAULT);
        long clientSequenceNumber = 5;
        for (List<DocumentMessage> submission :
                ((Submissions) new OutboundBatches(rules).encode(batch, REFERENCE, 5, null)).each()) {
            assertThat(submission).hasSize(1);
            DocumentMessage message = submission.get(0);
            assertThat(message.clientSequenceNumber()).isEqualTo(clientSequenceNumber++);
            assertThat(message.referenceSequenceNumber()).isEqualTo(REFERENCE);
            assertThat(message.contents()).isNotNull();
            assertThat(String.valueOf(message.contents()).length()).isLessThan(1_500);
        }
    }

    @Provide
    Arbitrary<String> batchIds() {
        return Arbitraries.of("", "client_[3]");
    }

    @Provide
    Arbitrary<List<LocalMessage>> batches() {
        // Lone surrogates included: JSON escapes them.
        Arbitrary<JsonValue> text = Arbitraries.strings()
                .withChars('a', '"', '\\', 'é', '\u2028', '\ud83d', '\ude00')
                .ofMaxLength(150)
                .map(JsonValue::of);
        Arbitrary<JsonValue> contents = Arbitraries.oneOf(
                text,
                text.map(value -> JsonObject.builder()
                        .put("address", "ds")
                        .put("contents", value)
                        .build()),
                Arbitraries.of(JsonNull.NULL, JsonValue.of(1)));
        Arbitrary<RuntimeType> type = Arbitraries.of(RuntimeType.COMPONENT, RuntimeType.ATTACH, RuntimeType.ALIAS);
        return Combinators.combine(type, contents)
                .as(LocalMessage::of)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    /** Chunks of someone else come between the submissions, but not into one. */
    private static List<RuntimeBatch> read(List<List<DocumentMessage>> submissions) {
        Ops ops = new Ops();
        InboundBatches inbound = new InboundBatches(BatchLimits.DEFAULT);
        List<RuntimeBatch> batches = new ArrayList<>();
        int foreign = 1;
        for (List<DocumentMessage> submission : submissions) {
            inbound.accept(ops.op("other", Ops.chunk(foreign++, 1_000, "x", "")));
            for (DocumentMessage message : submission) {
                inbound.accept(ops.sequence("own", message)).ifPresent(batches::add);
            }
        }
        return batches;
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
