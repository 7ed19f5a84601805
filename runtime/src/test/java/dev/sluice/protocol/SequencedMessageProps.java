package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ops, as they are stored and as they are broadcast. */
final class SequencedMessageProps {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Provide
    Arbitrary<SequencedMessage> ops() {
        Arbitrary<RawJson> opaque = JsonProps.values().map(RawJson::of);
        Arbitrary<Long> numbers = Arbitraries.longs().greaterOrEqual(-1);
        return Combinators.combine(
                        JsonProps.javaScriptText().injectNull(0.2),
                        opaque.injectNull(0.2),
                        opaque.injectNull(0.5),
                        opaque.injectNull(0.5),
                        numbers.list().ofSize(5),
                        JsonProps.javaScriptText(),
                        JsonProps.javaScriptText().injectNull(0.5))
                .as((clientId, contents, metadata, compression, number, type, data) -> new SequencedMessage(
                        clientId,
                        number.get(0),
                        contents,
                        metadata,
                        compression,
                        number.get(1),
                        number.get(2),
                        Math.max(0, number.get(3)),
                        number.get(4),
                        type,
                        data));
    }

    @Property
    void op_writtenAndRead_isTheSame(@ForAll("ops") SequencedMessage op) {
        assertThat(SequencedMessage.parse(op.toBytes())).isEqualTo(op);
        byte[] padded = Arrays.copyOf(op.toBytes(), op.toBytes().length + 9);
        assertThat(SequencedMessage.parse(ByteBuffer.wrap(padded, 0, padded.length - 9)))
                .isEqualTo(op);
    }

    @Property
    void broadcastForm_isTheStoredFormWithoutTraces(@ForAll("ops") SequencedMessage op) throws IOException {
        byte[] stored = op.toBytes();
        byte[] broadcast = Arrays.copyOf(stored, stored.length - SequencedMessage.TRACES_BYTES);
        broadcast[broadcast.length - 1] = '}';

        ObjectNode expected = (ObjectNode) JACKSON.readTree(stored);
        assertThat(expected.remove("traces")).isEqualTo(JACKSON.createArrayNode());
        assertThat(JACKSON.readTree(broadcast)).isEqualTo(expected);
        assertThat(SequencedMessage.parse(broadcast)).isEqualTo(op);
    }

    @Example
    void op_ofAClient_hasItsFieldsInThisOrder() {
        SequencedMessage op = new SequencedMessage(
                "c-1",
                4,
                RawJson.ofString("{}"),
                RawJson.of("{\"batch\":true}"),
                RawJson.of("\"lz4\""),
                1,
                2,
                3,
                1_700_000_000_000L,
                "op",
                null);

        assertThat(op.isSystem()).isFalse();
        assertThat(new String(op.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"clientId\":\"c-1\",\"clientSequenceNumber\":4,\"contents\":\"{}\","
                        + "\"metadata\":{\"batch\":true},\"minimumSequenceNumber\":1,\"referenceSequenceNumber\":2,"
                        + "\"sequenceNumber\":3,\"timestamp\":1700000000000,\"type\":\"op\",\"compression\":\"lz4\","
                        + "\"traces\":[]}");
    }

    @Example
    void op_ofTheService_hasClientIdAndContentsThatAreNull() {
        SequencedMessage op = new SequencedMessage(null, -1, RawJson.NULL, null, null, 1, -1, 2, 3, "leave", "\"c-1\"");

        assertThat(op.isSystem()).isTrue();
        assertThat(new String(op.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"clientId\":null,\"clientSequenceNumber\":-1,\"contents\":null,"
                        + "\"minimumSequenceNumber\":1,\"referenceSequenceNumber\":-1,\"sequenceNumber\":2,"
                        + "\"timestamp\":3,\"type\":\"leave\",\"data\":\"\\\"c-1\\\"\",\"traces\":[]}");
    }

    @Example
    void jsonThatIsNoOp_isRefused() {
        for (String json : new String[] {
            "",
            " ",
            "null",
            "[]",
            "7",
            "{",
            "{}",
            "{\"type\":\"op\"}",
            "{\"sequenceNumber\":1}",
            "{\"type\":\"op\",\"sequenceNumber\":-1}",
            "{\"type\":\"op\",\"sequenceNumber\":\"1\"}",
            "{\"type\":null,\"sequenceNumber\":1}",
            "{\"type\":[],\"sequenceNumber\":1}",
            "{\"type\":\"op\",\"sequenceNumber\":1,\"clientId\":{}}",
            "{\"type\":\"op\",\"sequenceNumber\":1,\"data\":[1]}",
            "{\"type\":\"op\",\"sequenceNumber\":99999999999999999999}"
        }) {
            assertThatIllegalArgumentException()
                    .as(json)
                    .isThrownBy(() -> SequencedMessage.parse(json.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Property
    void damagedOp_isReadOrRefused(@ForAll("ops") SequencedMessage op, @ForAll int seed, @ForAll byte by) {
        byte[] json = op.toBytes();
        json[Math.floorMod(seed, json.length)] = by;
        for (byte[] damaged : new byte[][] {json, Arrays.copyOf(json, Math.floorMod(seed, json.length))}) {
            try {
                assertThat(SequencedMessage.parse(damaged).sequenceNumber()).isNotNegative();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("Exception");
            }
        }
    }
}
