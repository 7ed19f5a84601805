package dev.sluice.container.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.batch.OutboundBatches.Submissions;
import dev.sluice.container.batch.OutboundBatches.TooLarge;
import dev.sluice.container.batch.OutboundRules.Compression;
import dev.sluice.container.batch.OutboundRules.Grouping;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboundBatchesTest {
    private static final LocalMessage ONE = LocalMessage.of(RuntimeType.ALIAS, JsonValue.of(1));
    private static final LocalMessage TWO = LocalMessage.of(RuntimeType.ALIAS, JsonValue.of(2));
    private static final LocalMessage THREE = LocalMessage.of(RuntimeType.ALIAS, JsonValue.of(3));

    private final OutboundBatches plain = new OutboundBatches(OutboundRules.of(Grouping.FORBIDDEN, Compression.NONE));
    private final OutboundBatches modern = new OutboundBatches(OutboundRules.of(Grouping.ALLOWED, Compression.LZ4));

    @Test
    void singleMessage_isSentAsItIs() {
        assertThat(modern.encode(List.of(ONE), 9, 4, null))
                .isEqualTo(new Submissions(List.of(List.of(new DocumentMessage(
                        "op", 4, 9, RawJson.ofString("{\"type\":\"alias\",\"contents\":1}"), null, null, false)))));
    }

    @Test
    void rt052_batch_isOneSubmissionWithOneReferenceSequenceNumber() {
        List<List<DocumentMessage>> sent = submissions(plain, List.of(ONE, TWO, THREE), "x_[1]");

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0))
                .extracting(message -> String.valueOf(message.metadata()))
                .containsExactly("{\"batch\":true,\"batchId\":\"x_[1]\"}", "null", "{\"batch\":false}");
        assertThat(sent.get(0))
                .extracting(DocumentMessage::clientSequenceNumber)
                .containsExactly(4L, 5L, 6L);
        assertThat(sent.get(0))
                .extracting(DocumentMessage::referenceSequenceNumber)
                .containsOnly(9L);
    }

    @Test
    void rt095_groupsAreSentOnlyIfTheSchemaAllows() {
        List<List<DocumentMessage>> sent = submissions(modern, List.of(ONE, TWO), null);

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0)).hasSize(1);
        assertThat(contents(sent.get(0).get(0)))
                .isEqualTo(
                        "{\"type\":\"groupedBatch\",\"contents\":[{\"contents\":{\"type\":\"alias\",\"contents\":1}},"
                                + "{\"contents\":{\"type\":\"alias\",\"contents\":2}}]}");
        assertThat(submissions(plain, List.of(ONE, TWO), null).get(0)).hasSize(2);
    }

    @Test
    void messagesWithMetadata_areNotGrouped() {
        LocalMessage blob = new LocalMessage(RuntimeType.BLOB_ATTACH, null, JsonObject.of("blobId", JsonValue.of("b")));

        assertThat(submissions(modern, List.of(blob, ONE), null).get(0)).hasSize(2);
        DocumentMessage alone = submissions(modern, List.of(blob), null).get(0).get(0);
        assertThat(contents(alone)).isEqualTo("{\"type\":\"blobAttach\"}");
        assertThat(alone.metadata()).isEqualTo(RawJson.of("{\"blobId\":\"b\"}"));
    }

    @Test
    void rt061_valueOf1200000Characters_isReadBackFromEachForm() {
        LocalMessage large =
                LocalMessage.of(RuntimeType.COMPONENT, JsonObject.of("address", JsonValue.of(random(1_200_000))));
        for (Grouping grouping : Grouping.values()) {
            for (Compression compression : Compression.values()) {
                List<List<DocumentMessage>> sent =
                        submissions(new OutboundBatches(OutboundRules.of(grouping, compression)), List.of(large), null);
                InboundBatches inbound = new InboundBatches(BatchLimits.DEFAULT);
                Ops ops = new Ops();

                assertThat(sent).hasSizeBetween(5, 8);
                List<RuntimeBatch> read = sent.stream()
                        .flatMap(messages -> messages.stream())
                        .flatMap(message -> inbound.accept(ops.sequence("a", message)).stream())
                        .toList();
                assertThat(read).hasSize(1);
                assertThat(read.get(0).messages().get(0).contents()).isEqualTo(large.contents());
                assertThat(read.get(0).startClientSequenceNumber()).isEqualTo(sent.size());
            }
        }
    }

    /** The TypeScript client reads an uncompressed op in chunks if it is a group, and one of generation 1 if its type is beside. */
    @Test
    void rt062_uncompressedChunks_areOfAGroupOrHaveTheirTypeBeside() {
        LocalMessage large =
                LocalMessage.of(RuntimeType.COMPONENT, JsonObject.of("address", JsonValue.of("x".repeat(700_000))));
        OutboundBatches grouping = new OutboundBatches(OutboundRules.of(Grouping.ALLOWED, Compression.NONE));

        assertThat(contents(submissions(grouping, List.of(large), null).get(0).get(0)))
                .contains("{\\\"type\\\":\\\"groupedBatch\\\"");
        List<List<DocumentMessage>> beside = submissions(plain, List.of(large), null);
        assertThat(contents(beside.get(0).get(0))).contains("\"{\\\"address\\\":");
        assertThat(contents(beside.get(beside.size() - 1).get(0))).contains("\"originalType\":\"component\"");
    }

    @Test
    void whatCannotBeSent_isTooLarge() {
        LocalMessage half = LocalMessage.of(RuntimeType.ALIAS, JsonValue.of("x".repeat(400_000)));

        assertThat(plain.encode(List.of(half, half), 9, 4, null)).isInstanceOf(TooLarge.class);
        assertThat(modern.encode(List.of(half, half), 9, 4, null)).isInstanceOf(Submissions.class);
        assertThat(modern.encode(Collections.nCopies(100_001, ONE), 9, 4, null))
                .isEqualTo(new TooLarge(100_001, 100_000));
        BatchLimits small = new BatchLimits(900_000, 256, 1_000, 900_000, 10, 200);
        OutboundBatches limited =
                new OutboundBatches(new OutboundRules(Grouping.ALLOWED, Compression.LZ4, 1_000, 500, 1_000, small));
        LocalMessage huge = LocalMessage.of(RuntimeType.ALIAS, JsonValue.of("語".repeat(300_000)));
        assertThat(limited.encode(List.of(huge), 9, 4, null)).isEqualTo(new TooLarge(900_030, 900_000));
    }

    @Test
    void rt051_emptyBatch_hasAPlaceholder() {
        DocumentMessage empty = modern.encodeEmpty(9, 4, "a_[1]");

        RuntimeBatch read = new InboundBatches(BatchLimits.DEFAULT)
                .accept(new Ops().sequence("b", empty))
                .orElseThrow();
        assertThat(read.messages()).isEmpty();
        assertThat(read.effectiveId()).isEqualTo("a_[1]");
        assertThatThrownBy(() -> plain.encodeEmpty(9, 4, "a_[1]")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> plain.encode(List.of(), 9, 4, null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<List<DocumentMessage>> submissions(
            OutboundBatches outbound, List<LocalMessage> batch, @Nullable String batchId) {
        return ((Submissions) outbound.encode(batch, 9, 4, batchId)).each();
    }

    private static String contents(DocumentMessage message) {
        RawJson contents = message.contents();
        return contents == null ? "" : contents.stringValue();
    }

    private static String random(int length) {
        return new Random(1)
                .ints(length, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
