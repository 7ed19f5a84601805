package dev.sluice.container.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.Golden;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdCompressorTest {
    private static final UUID FIRST = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID SECOND = UUID.fromString("abcdef01-2345-4678-9abc-def012345678");

    private final IdCompressor compressor = new IdCompressor();

    @Test
    void rt047_vectors_serializeByteForByteAfterEachStep() {
        IdCompressor running = new IdCompressor();
        for (JsonValue value : vectors().array("steps").orElseThrow().elements()) {
            JsonObject step = value.asObject().orElseThrow();
            step.object("range").flatMap(IdRange::parse).ifPresent(running::finalizeRange);
            if (step.has("serializedNoSession")) {
                String expected = step.string("serializedNoSession").orElseThrow();
                assertThat(running.serialize()).isEqualTo(expected);
                running = IdCompressor.parse(expected);
                assertThat(running.serialize()).isEqualTo(expected);
            }
        }
        IdCompressor last = running;
        vectors()
                .object("decompressFinalIds")
                .orElseThrow()
                .members()
                .forEach((id, uuid) -> assertThat(last.decompress(Long.parseLong(id)))
                        .contains(UUID.fromString(uuid.asString().orElseThrow())));
    }

    @Test
    void rt047_rangeOutOfOrder_isRefused() {
        compressor.finalizeRange(new IdRange(FIRST, 1, 2, 512));
        String before = compressor.serialize();

        assertThatThrownBy(() -> compressor.finalizeRange(new IdRange(FIRST, 2, 2, 512)))
                .isInstanceOf(IdCompressorException.class)
                .hasMessageContaining("from 2 on, expected 3");
        assertThatThrownBy(() -> compressor.finalizeRange(new IdRange(SECOND, 3, 2, 512)))
                .isInstanceOf(IdCompressorException.class)
                .hasMessageContaining("expected 1");
        assertThat(compressor.serialize()).isEqualTo(before);
    }

    @Test
    void decompress_idThatIsReservedButNotFinalized_isUnknown() {
        compressor.finalizeRange(new IdRange(FIRST, 1, 2, 512));

        assertThat(compressor.decompress(1)).contains(UUID.fromString("11111111-1111-4111-8111-111111111112"));
        assertThat(compressor.decompress(2)).isEmpty();
        assertThat(compressor.decompress(514)).isEmpty();
        assertThat(compressor.decompress(-1)).isEmpty();
    }

    @Test
    void decompress_carriesIntoTheBitsAboveVariantAndVersion() {
        UUID end = UUID.fromString("00000000-0000-4fff-bfff-ffffffffffff");
        compressor.finalizeRange(new IdRange(end, 1, 2, 1));

        assertThat(compressor.decompress(1)).contains(UUID.fromString("00000000-0001-4000-8000-000000000000"));
    }

    @Test
    void decompress_secondClusterOfASession_countsOn() {
        compressor.finalizeRange(new IdRange(FIRST, 1, 2, 1));
        compressor.finalizeRange(new IdRange(SECOND, 1, 1, 1));
        compressor.finalizeRange(new IdRange(FIRST, 3, 3, 1));

        assertThat(compressor.decompress(2)).contains(UUID.fromString("11111111-1111-4111-8111-111111111113"));
        assertThat(compressor.decompress(5)).contains(UUID.fromString("11111111-1111-4111-8111-111111111114"));
        assertThat(compressor.decompress(6)).contains(UUID.fromString("11111111-1111-4111-8111-111111111115"));
        assertThat(compressor.decompress(7)).isEmpty();
    }

    @Test
    void finalizeRange_sessionWhoseIdsRunIntoAnothers_isRefused() {
        compressor.finalizeRange(new IdRange(FIRST, 1, 2, 512));
        UUID near = UUID.fromString("11111111-1111-4111-8111-111111111110");
        UUID inside = UUID.fromString("11111111-1111-4111-8111-111111111112");

        assertThatThrownBy(() -> compressor.finalizeRange(new IdRange(near, 1, 1, 1)))
                .hasMessageContaining("collide");
        assertThatThrownBy(() -> compressor.finalizeRange(new IdRange(inside, 1, 1, 1)))
                .hasMessageContaining("collide");
    }

    @Test
    void finalizeRange_idsRunOut_isRefused() {
        compressor.finalizeRange(new IdRange(FIRST, 1, IdCompressor.MAX_ID - 10, 1));

        assertThatThrownBy(() -> compressor.finalizeRange(new IdRange(SECOND, 1, 100, 1)))
                .hasMessageContaining("no final ids left");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 1", "1, 0", "1, 1048577"})
    void range_countsThatMakeNoSense_areRefused(long count, long clusterSize) {
        assertThatThrownBy(() -> new IdRange(FIRST, 1, count, clusterSize)).isInstanceOf(IdCompressorException.class);
    }

    @Test
    void range_withoutIds_allocatesNothing() {
        assertThat(IdRange.parse(JsonObject.of("sessionId", JsonValue.of(FIRST.toString()))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sessionId\":\"x\"}",
                "{\"sessionId\":\"11111111-1111-1111-8111-111111111111\"}",
                "{\"sessionId\":\"11111111-1111-4111-8111-111111111111\",\"ids\":{\"firstGenCount\":1}}",
                "{\"sessionId\":\"11111111-1111-4111-8111-111111111111\",\"ids\":{\"firstGenCount\":1.5,\"count\":1,"
                        + "\"requestedClusterSize\":1}}"
            })
    void range_malformed_isRefused(String contents) {
        assertThatThrownBy(
                        () -> IdRange.parse(JsonValue.parse(contents).asObject().orElseThrow()))
                .isInstanceOf(IdCompressorException.class);
    }

    @Test
    void parse_whatNoSummaryHolds_isRefused() {
        assertRefused("?", "base64");
        assertRefused("AAAA", "3 bytes");
        assertRefused(stored(3, 0, 0, 0), "version 3");
        assertRefused(stored(2, 1, 0, 0), "own state");
        assertRefused(stored(2, 0, 0, 1), "0 words, expected 3");
        assertRefused(stored(2, 0, 1e9, 1e9), "words");
        assertRefused(stored(2, 0, 1, 1, 0, 0, 1, 1, 1), "names session 1");
        assertRefused(stored(2, 0, 1, 1, 0, 0, 0, 1, 2), "cluster 0 of 2 ids in room for 1");
        assertRefused(stored(2, 0, 1, 1, 0, 0, 0, Double.NaN, 2), "NaN");
        assertRefused(stored(2, 0, 1, 1, 0, -1, 0, 1, 1), "no UUID");
    }

    private static void assertRefused(String serialized, String why) {
        assertThatThrownBy(() -> IdCompressor.parse(serialized))
                .isInstanceOf(IdCompressorException.class)
                .hasMessageContaining(why);
    }

    private static String stored(double... words) {
        ByteBuffer out = ByteBuffer.allocate(words.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double word : words) {
            out.putDouble(word);
        }
        return Base64.getEncoder().encodeToString(out.array());
    }

    private static JsonObject vectors() {
        return Golden.vectors().object("idCompressor").orElseThrow();
    }
}
