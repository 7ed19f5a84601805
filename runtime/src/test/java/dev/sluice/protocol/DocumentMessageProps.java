package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Messages as clients submit them, and their refusals. */
final class DocumentMessageProps {
    @Provide
    static Arbitrary<DocumentMessage> messages() {
        Arbitrary<RawJson> opaque = JsonProps.values().map(RawJson::of);
        Arbitrary<Long> counts = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, Arbitraries.longs()),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(DocumentMessage.NO_CLIENT_SEQUENCE_NUMBER)));
        return Combinators.combine(
                        JsonProps.javaScriptText(),
                        counts,
                        Arbitraries.longs(),
                        opaque.injectNull(0.3),
                        opaque.injectNull(0.5),
                        opaque.injectNull(0.5))
                .as((type, count, reference, contents, metadata, compression) ->
                        new DocumentMessage(type, count, reference, contents, metadata, compression, false));
    }

    @Property
    void message_writtenAndRead_isTheSame(@ForAll("messages") DocumentMessage message) throws IOException {
        JsonWriter out = new JsonWriter(64);
        message.write(out);

        assertThat(read(out.toRawJson().toString())).isEqualTo(message);
    }

    @Example
    void message_keepsWhatTheServiceKeepsAndNothingElse() throws IOException {
        String json = "{\"sequenceNumber\":9,\"type\":\"op\",\"clientSequenceNumber\":3,\"referenceSequenceNumber\":-1,"
                + "\"contents\":\"{\\\"a\\\": 1.0}\",\"metadata\":{ \"batch\":true},\"compression\":\"lz4\","
                + "\"data\":{},\"serverMetadata\":[1],\"traces\":[{}]}";

        assertThat(read(json))
                .isEqualTo(new DocumentMessage(
                        "op",
                        3,
                        -1,
                        RawJson.of("\"{\\\"a\\\": 1.0}\""),
                        RawJson.of("{ \"batch\":true}"),
                        RawJson.of("\"lz4\""),
                        true));
    }

    @Example
    void absent_isNotTheSameAsNull() throws IOException {
        DocumentMessage absent = Objects.requireNonNull(read("{\"type\":\"noop\"}"));
        DocumentMessage isNull = Objects.requireNonNull(read("{\"type\":\"noop\",\"contents\":null}"));

        assertThat(absent).isEqualTo(DocumentMessage.of("noop", DocumentMessage.NO_CLIENT_SEQUENCE_NUMBER, -1, null));
        assertThat(isNull.contents()).isEqualTo(RawJson.NULL);
    }

    @Example
    void jsonThatIsNoMessage_isReadOverAndNoMessage() throws IOException {
        for (String json : new String[] {
            "null",
            "7",
            "\"op\"",
            "[{\"type\":\"op\"}]",
            "{}",
            "{\"type\":null}",
            "{\"type\":{\"a\":[]}}",
            "{\"type\":\"op\",\"clientSequenceNumber\":\"1\"}",
            "{\"type\":\"op\",\"clientSequenceNumber\":1.5}",
            "{\"type\":\"op\",\"referenceSequenceNumber\":null}",
            "{\"type\":\"op\",\"referenceSequenceNumber\":[0]}"
        }) {
            assertThat(read(json)).as(json).isNull();
        }
    }

    /** Bytes that somebody damaged are a message, no message, or malformed JSON; nothing else is thrown. */
    @Property
    void damagedMessage_isReadOrRefused(
            @ForAll("messages") DocumentMessage message, @ForAll int seed, @ForAll byte by) {
        JsonWriter out = new JsonWriter(64);
        message.write(out);
        byte[] json = out.toBytes();
        json[Math.floorMod(seed, json.length)] = by;

        for (byte[] damaged : new byte[][] {json, Arrays.copyOf(json, Math.floorMod(seed, json.length))}) {
            try (JsonParser parser = Json.parser(damaged, 0, damaged.length)) {
                if (parser.nextToken() != null) {
                    DocumentMessage.read(parser, damaged, 0);
                }
            } catch (IOException refused) {
                assertThat(refused).hasMessageNotContaining("Exception");
            }
        }
    }

    @Property
    void nack_namesTheMessageItRefuses(@ForAll("messages") DocumentMessage message) {
        JsonWriter operation = new JsonWriter(64);
        message.write(operation);
        Nack nack =
                new Nack(message, 7, 400, NackType.BAD_REQUEST, "Gap \"here\"", java.util.Optional.<Duration>empty());

        assertThat(json(nack))
                .isEqualTo(
                        "{\"operation\":" + operation.toRawJson() + ",\"sequenceNumber\":7,\"content\":{\"code\":400,"
                                + "\"type\":\"BadRequestError\",\"message\":\"Gap \\\"here\\\"\"}}");
    }

    @Example
    void nacks_ofTheFrontEnd_nameNoMessage() {
        assertThat(json(Nack.badRequest("b")))
                .isEqualTo("{\"sequenceNumber\":-1,\"content\":{\"code\":400,\"type\":\"BadRequestError\","
                        + "\"message\":\"b\"}}");
        assertThat(json(Nack.invalidScope("s")))
                .isEqualTo("{\"sequenceNumber\":-1,\"content\":{\"code\":403,\"type\":\"InvalidScopeError\","
                        + "\"message\":\"s\"}}");
        assertThat(json(Nack.tooLarge("l")))
                .isEqualTo("{\"sequenceNumber\":-1,\"content\":{\"code\":413,\"type\":\"BadRequestError\","
                        + "\"message\":\"l\"}}");
    }

    @Example
    void retryAfter_isWholeSecondsAndNeverTooFew() {
        long[][] sent = {{0, 1}, {1, 1}, {1000, 1}, {1001, 2}, {2500, 3}};
        for (long[] wait : sent) {
            assertThat(json(Nack.throttled("t", Duration.ofMillis(wait[0]))))
                    .isEqualTo("{\"sequenceNumber\":-1,\"content\":{\"code\":429,\"type\":\"ThrottlingError\","
                            + "\"message\":\"t\",\"retryAfter\":" + wait[1] + "}}");
        }
    }

    private static String json(Nack nack) {
        JsonWriter out = new JsonWriter(16);
        nack.write(out);
        return out.toRawJson().toString();
    }

    private static @Nullable DocumentMessage read(String json) throws IOException {
        byte[] utf8 = (" " + json + " 1").getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = Json.parser(utf8, 1, utf8.length - 1)) {
            parser.nextToken();
            DocumentMessage message = DocumentMessage.read(parser, utf8, 1);
            assertThat(parser.nextToken()).as("what follows the value").isNotNull();
            assertThat(parser.getIntValue()).isEqualTo(1);
            return message;
        }
    }
}
