package dev.sluice.container.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.Golden;
import dev.sluice.container.id.IdCompressor;
import dev.sluice.container.id.IdRange;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Feeds the op logs that the reference runtime wrote. */
class GoldenBatchesTest {
    static Stream<String> scenarios() {
        return Golden.scenarios().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyLog_isReadToItsEnd(String scenario) {
        InboundBatches inbound = new InboundBatches(BatchLimits.DEFAULT);
        long lastSequenceNumber = 0;
        for (SequencedMessage op : Golden.ops(scenario)) {
            Optional<RuntimeBatch> batch = inbound.accept(op);
            batch.ifPresent(complete -> assertShape(complete, op));
            assertThat(batch.map(RuntimeBatch::firstSequenceNumber).orElse(Long.MAX_VALUE))
                    .isGreaterThan(lastSequenceNumber);
            lastSequenceNumber = batch.map(RuntimeBatch::lastSequenceNumber).orElse(lastSequenceNumber);
        }
        assertThat(inbound.isBatchOpen()).isFalse();
        assertThat(inbound.partialChunks().elements()).isEmpty();
    }

    /** The values were compressed, grouped, in chunks and in batches of the old generation; what is in maps at the end tells. */
    @ParameterizedTest
    @CsvSource({
        "v2.111.0/09-batches-compression-chunking-small, 12",
        "v3.0.2/09-batches-compression-chunking-small, 12",
        "v2.111.0/09b-big-op-default-limits, 21",
        "v2.111.0/09c-ungrouped-batches, 5",
        "v2.0.0-internal.3.4.5/01-ungrouped, 10",
        "v2.0.0-internal.3.4.5/02-grouped-option, 10"
    })
    void rt061_valuesOfMaps_areThoseOfTheState(String scenario, int atLeast) throws Exception {
        Map<String, Map<String, JsonValue>> maps = new HashMap<>();
        for (RuntimeBatch batch : batches(scenario)) {
            batch.messages().forEach(message -> apply(message, maps));
        }
        int compared = 0;
        for (Map.Entry<String, JsonValue> channel :
                Golden.json(scenario + "/state.json").members().entrySet()) {
            Map<String, JsonValue> values = maps.getOrDefault(channel.getKey(), Map.of());
            for (JsonValue entry : entries(channel.getValue()).elements()) {
                if (entry instanceof JsonArray pair && pair.get(0) instanceof JsonString key) {
                    JsonValue value = values.get(key.value());
                    if (value != null) {
                        assertThat(inConventionsOfState(value, pair.get(1))).isEqualTo(pair.get(1));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(atLeast);
    }

    /** A summary's id compressor is what the ranges of all ops before it make. */
    @ParameterizedTest
    @CsvSource({
        "v2.111.0/01-fluid-static, summary-1-upload.json",
        "v2.111.0/10-shared-tree, summary-1-upload.json",
        "v2.111.0/10-shared-tree, summary-2-upload.json",
        "v3.0.2/10-shared-tree, summary-2-upload.json"
    })
    void rt047_idAllocationsOfALog_makeTheCompressorOfTheSummary(String scenario, String file) {
        JsonObject upload = Golden.json(scenario + "/" + file);
        long upTo = Golden.referenceSequenceNumber(upload);
        IdCompressor compressor = Golden.summaryBlob(Golden.json(scenario + "/attach-summary.json"), ".idCompressor")
                .map(blob -> IdCompressor.parse(JsonValue.parse(blob).asString().orElseThrow()))
                .orElseGet(IdCompressor::new);
        for (RuntimeBatch batch : batches(scenario)) {
            batch.messages().stream()
                    .filter(message -> message.sequenceNumber() <= upTo && message.type() == RuntimeType.ID_ALLOCATION)
                    .flatMap(message -> message.contents() instanceof JsonObject contents
                            ? IdRange.parse(contents).stream()
                            : Stream.empty())
                    .forEach(compressor::finalizeRange);
        }

        assertThat(JsonValue.of(compressor.serialize()).toJson())
                .isEqualTo(Golden.summaryBlob(upload, ".idCompressor").orElseThrow());
    }

    private static List<RuntimeBatch> batches(String scenario) {
        InboundBatches inbound = new InboundBatches(BatchLimits.DEFAULT);
        List<RuntimeBatch> batches = new ArrayList<>();
        Golden.ops(scenario).forEach(op -> inbound.accept(op).ifPresent(batches::add));
        return batches;
    }

    /** What the sender says about the group, which is ignored otherwise, must be what was found. */
    private static void assertShape(RuntimeBatch batch, SequencedMessage op) {
        assertThat(batch.lastSequenceNumber()).isEqualTo(op.sequenceNumber());
        assertThat(batch.clientId()).isEqualTo(op.clientId());
        if (op.metadata() != null) {
            JsonValue.parse(op.metadata())
                    .asObject()
                    .flatMap(metadata -> metadata.number("groupedOpCount"))
                    .ifPresent(count -> {
                        assertThat(batch.messages()).hasSize((int) count.value());
                        assertThat(batch.messages())
                                .extracting(RuntimeMessage::sequenceNumber)
                                .containsOnly(op.sequenceNumber());
                    });
        }
    }

    private static JsonArray entries(JsonValue channel) {
        return channel.asArray()
                .or(() -> channel.asObject().flatMap(object -> object.array("entries")))
                .orElse(JsonArray.EMPTY);
    }

    private static void apply(RuntimeMessage message, Map<String, Map<String, JsonValue>> maps) {
        if (message.type() != RuntimeType.COMPONENT || !(message.contents() instanceof JsonObject contents)) {
            return;
        }
        JsonObject channelOp = contents.object("contents")
                .flatMap(store -> store.object("content"))
                .orElseThrow();
        JsonObject op = channelOp.object("contents").orElse(JsonObject.EMPTY);
        String key = op.string("key").orElse("");
        Map<String, JsonValue> values =
                maps.computeIfAbsent(channelOp.string("address").orElse(""), channel -> new HashMap<>());
        switch (op.string("type").orElse("")) {
            case "set" ->
                op.object("value").map(value -> value.get("value")).ifPresent(value -> values.put(key, value));
            case "delete" -> values.remove(key);
            case "clear" -> values.clear();
            default -> {}
        }
    }

    private static JsonValue inConventionsOfState(JsonValue value, JsonValue expected) throws Exception {
        JsonObject form = expected.asObject().orElse(JsonObject.EMPTY);
        if (form.has("$sha256")) {
            String text = value.asString().orElseThrow();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return JsonObject.builder()
                    .put("$sha256", HexFormat.of().formatHex(hash))
                    .put("$length", text.length())
                    .build();
        }
        return form.has("$handle")
                ? JsonObject.of(
                        "$handle",
                        JsonValue.of(
                                value.asObject().orElseThrow().string("url").orElseThrow()))
                : value;
    }
}
