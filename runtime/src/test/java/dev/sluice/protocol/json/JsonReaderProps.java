package dev.sluice.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The reader beside Jackson's, over JSON and over what is hardly any. */
class JsonReaderProps {
    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonReader reader = new JsonReader(Json.MAX_DEPTH);

    @Property(tries = 5_000)
    void text_isReadAsJacksonReadsIt_orRefusedLikewise(@ForAll("almostJson") String text) {
        assertThat(read(RawJson.of(text))).as(text).isEqualTo(jackson(text));
        assertThat(read(text)).as(text).isEqualTo(jackson(text));
    }

    @Property
    void contents_areReadOutOfTheStringTheyAreSentIn(@ForAll("almostJson") String text) {
        assertThat(read(RawJson.ofString(text).embedded())).isEqualTo(jackson(text));
    }

    @Property
    void contents_holdHalvesOfSurrogatePairs_howeverTheyAreWritten(@ForAll("javaScriptText") String text) {
        JsonValue expected = JsonArray.of(JsonValue.of(text));
        String escaped = expected.toJson();
        // As engines wrote them that knew no well-formed JSON.stringify.
        String plain = "[\"" + text + "\"]";

        assertThat(reader.read(escaped)).isEqualTo(expected);
        assertThat(reader.read(RawJson.ofString(escaped).embedded())).isEqualTo(expected);
        assertThat(reader.read(plain)).isEqualTo(expected);
        assertThat(reader.read(RawJson.ofString(plain).embedded())).isEqualTo(expected);
    }

    @Property
    void damagedBytes_areReadOrRefused_andNothingElseIsThrown(
            @ForAll("almostJson") String text, @ForAll int at, @ForAll byte damage) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        utf8[Math.floorMod(at, utf8.length)] = damage;

        Optional<JsonValue> found = read(RawJson.slice(utf8, 0, utf8.length));

        // Texts are compared, for a number may be too large for a double, which is written as null.
        found.map(JsonValue::toJson)
                .ifPresent(json -> assertThat(JsonValue.parse(json).toJson()).isEqualTo(json));
    }

    @Example
    void utf8_thatIsMalformed_isRefused() {
        for (int[] bytes : new int[][] {
            {0x80},
            {0xc3},
            {0xc0, 0x80},
            {0xe0, 0x80, 0x80},
            {0xe2, 0x82},
            {0xf0, 0x80, 0x80, 0x80},
            {0xf4, 0x90, 0x80, 0x80},
            {0xf8, 0x88, 0x80, 0x80},
            {0xff}
        }) {
            byte[] json = new byte[bytes.length + 2];
            json[0] = '"';
            for (int i = 0; i < bytes.length; i++) {
                json[i + 1] = (byte) bytes[i];
            }
            json[json.length - 1] = '"';

            assertThat(read(RawJson.slice(json, 0, json.length)))
                    .as(Arrays.toString(bytes))
                    .isEmpty();
        }
        assertThat(reader.read("\"\ufffd\u20ac\ud83d\ude00\"")).isEqualTo(JsonValue.of("\ufffd\u20ac\ud83d\ude00"));
    }

    @Example
    void blob_withWhatIsNoUtf8_isReadAllTheSame() {
        byte[] halfOfAPair = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0xff, '"'};

        assertThat(JsonValue.parse(halfOfAPair).toJson()).matches("\"\ufffd+\"");
        assertThat(JsonValue.parse("[\"é\"]".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(JsonArray.of(JsonValue.of("é")));
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonValue.parse(new byte[0]));
    }

    @Example
    void names_ofManyMembersOrTwiceOrIndices_haveTheirPlaces() {
        String many = "{\"j\":0,\"i\":0,\"h\":0,\"g\":0,\"f\":0,\"e\":0,\"d\":0,\"c\":0,\"b\":0,\"j\":1}";

        assertThat(reader.read(many).toJson())
                .isEqualTo("{\"j\":1,\"i\":0,\"h\":0,\"g\":0,\"f\":0,\"e\":0,\"d\":0,\"c\":0,\"b\":0}");
        assertThat(reader.read("{\"a\":1,\"2\":{\"b\":[]},\"1\":3,\"a\":4}").toJson())
                .isEqualTo("{\"1\":3,\"2\":{\"b\":[]},\"a\":4}");
    }

    @Example
    void input_overALimit_isRefused() {
        String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);

        assertThat(read(deepest)).isPresent();
        assertThatExceptionOfType(JsonNestingException.class).isThrownBy(() -> reader.read("[" + deepest + "]"));
        assertThat(read(deepest)).as("after one that was refused").isPresent();
        assertThat(read("1".repeat(100))).isPresent();
        assertThat(read("1".repeat(101))).isEmpty();
        assertThat(read("{\"" + "n".repeat(10_000) + "\":1}")).isPresent();
        assertThat(read("{\"" + "n".repeat(10_001) + "\":1}")).isEmpty();
        for (int depth : new int[] {0, Json.MAX_ALLOWED_DEPTH + 1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new JsonReader(depth));
        }
    }

    @Example
    void embedded_inNoString_isRefused() {
        for (String json :
                List.of("1", "null", "{}", "\"\"", "\"open", "\"\\x\"", "\"\\u12\"", "\"a\"b\"", "\"a\nb\"")) {
            assertThatIllegalStateException()
                    .as(json)
                    .isThrownBy(() -> RawJson.of(json).embedded());
        }
    }

    private Optional<JsonValue> read(RawJson json) {
        try {
            return Optional.of(reader.read(json));
        } catch (JsonException refused) {
            return Optional.empty();
        }
    }

    private Optional<JsonValue> read(String json) {
        try {
            return Optional.of(reader.read(json));
        } catch (JsonException refused) {
            return Optional.empty();
        }
    }

    private static Optional<JsonValue> jackson(String json) {
        try {
            JsonNode found = JACKSON.readTree(json);
            return found.isMissingNode() ? Optional.empty() : Optional.of(valueOf(found));
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    private static JsonValue valueOf(JsonNode node) {
        switch (node.getNodeType()) {
            case ARRAY -> {
                JsonValue[] elements = new JsonValue[node.size()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = valueOf(node.get(i));
                }
                return JsonArray.of(elements);
            }
            case OBJECT -> {
                JsonObject.Builder object = JsonObject.builder();
                node.properties().forEach(member -> object.put(member.getKey(), valueOf(member.getValue())));
                return object.build();
            }
            case STRING -> {
                return JsonValue.of(node.textValue());
            }
            case NUMBER -> {
                return JsonValue.of(node.doubleValue());
            }
            case BOOLEAN -> {
                return JsonValue.of(node.booleanValue());
            }
            default -> {
                return JsonNull.NULL;
            }
        }
    }

    /** Pieces of JSON in a row: now and then a whole value. */
    @Provide
    static Arbitrary<String> almostJson() {
        Arbitrary<String> piece = Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"a\"",
                "\"a\":",
                "\"\\u00e9\\n\"",
                "\"é€😀\"",
                "\"1\":",
                "\"open",
                " ",
                "\t\n",
                "0",
                "-1",
                "01",
                "1.",
                "1.5e+3",
                "-0.0",
                "12345678901234567890",
                "1e400",
                "-",
                "+1",
                ".5",
                "NaN",
                "true",
                "false",
                "null",
                "nul",
                "\u0001",
                "\"\u0001\"",
                "'a'",
                "/**/",
                "\\");
        Arbitrary<String> pieces = piece.list().ofMinSize(1).ofMaxSize(6).map(found -> String.join("", found));
        Arbitrary<String> value = JsonProps.values().map(JsonValue::toJson);
        Arbitrary<String> spaced = Combinators.combine(value, value)
                .as((first, second) -> " [ " + first + " ,\n{ \"a\" : " + second + " } ] ");
        return Arbitraries.oneOf(pieces, value, spaced);
    }

    /** Text as JavaScript has it, of characters that may stand in a JSON string as they are. */
    @Provide
    static Arbitrary<String> javaScriptText() {
        return Arbitraries.chars()
                .with('a', '\u007f', 'é', '\u2028', '\ufffd')
                .range('\ud7fe', '\ue001')
                .range('\udbfe', '\udc01')
                .list()
                .ofMaxSize(12)
                .map(units -> {
                    StringBuilder text = new StringBuilder();
                    units.forEach(text::append);
                    return text.toString();
                });
    }
}
