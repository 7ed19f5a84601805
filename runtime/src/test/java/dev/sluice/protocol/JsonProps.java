package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Values that stay bytes: {@link RawJson}, {@link Json} and {@link JsonWriter}. */
final class JsonProps {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final int REFUSED = -1;

    /** Text as JavaScript has it: any sequence of 16-bit units. */
    @Provide
    static Arbitrary<String> javaScriptText() {
        return Arbitraries.chars()
                .with('"', '\\', '/', 'a', '\n', '\u007f', '\u2028', 'é', '\ufeff')
                .range('\0', '\u001f')
                .range('\ud7fe', '\ue001')
                .range('\udbfe', '\udc01')
                .list()
                .ofMaxSize(12)
                .map(JsonProps::join);
    }

    @Provide
    static Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "true",
                "false",
                "0",
                "-1.50",
                "1E+2",
                "12345678901234567890",
                "\"\"",
                "\"a\\ud800\"",
                "\"é\u2028\"",
                "\"null\"",
                "[]",
                "{}",
                "[1,[2,{\"a\":\"]\"}]]",
                "{ \"a\" : 1.0 , \"a\":{} }",
                "\"\\\"\\\\\"");
    }

    @Property
    void stringHash_isThatOfTheContent_howeverItIsEscaped(@ForAll("javaScriptText") String text) {
        StringBuilder escaped = new StringBuilder("\"");
        text.chars().forEach(unit -> escaped.append(String.format("\\u%04X", unit)));
        RawJson written = RawJson.of(new String(new JsonWriter(0).string(text).toBytes(), StandardCharsets.UTF_8));

        assertThat(written.stringHash()).isEqualTo(text.hashCode());
        assertThat(RawJson.of(escaped.append('"').toString()).stringHash()).isEqualTo(text.hashCode());
    }

    @Example
    void stringHash_knowsEveryEscapeAndLength() {
        RawJson json = RawJson.of("\"\\b\\f\\n\\r\\t\\/\\\\\\\"a\u00e9\u20ac\ud83d\ude00\"");

        assertThat(json.stringHash()).isEqualTo(json.stringValue().hashCode());
    }

    @Property
    void string_isReadAsItWasWritten_alsoWithUnpairedSurrogates(@ForAll("javaScriptText") String text)
            throws IOException {
        byte[] json = new JsonWriter(0).string(text).toBytes();

        assertThat(JACKSON.readTree(json).textValue()).isEqualTo(text);
        assertThat(new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                .as("well-formed UTF-8")
                .isEqualTo(json);
        RawJson value = RawJson.ofString(text);
        assertThat(value.toBytes()).isEqualTo(json);
        assertThat(value.stringValue()).isEqualTo(text);
        assertThat(value.isString()).isTrue();
        assertThat(value.isEmptyString()).isEqualTo(text.isEmpty());
    }

    @Property
    void slice_ofAnyValueAnywhere_isItsBytes(
            @ForAll @Size(min = 1, max = 6) List<@From("values") String> values,
            @ForAll @IntRange(max = 5) int blanks,
            @ForAll @IntRange(max = 40) int offset)
            throws IOException {
        String blank = " ".repeat(blanks);
        String array = "[" + blank + String.join(blank + "," + blank, values) + blank + "]";
        byte[] padded = ("x".repeat(offset) + array + "garbage").getBytes(StandardCharsets.UTF_8);
        int length = array.getBytes(StandardCharsets.UTF_8).length;
        List<String> slices = new ArrayList<>();

        try (JsonParser parser = Json.parser(padded, offset, length)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                slices.add(Json.slice(parser, padded, offset).toString());
            }
        }

        assertThat(slices).isEqualTo(values);
    }

    @Property
    void value_equalsItsBytesWhereverTheyLie(@ForAll("values") String json, @ForAll("values") String other) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        byte[] within = ("{" + json + "}").getBytes(StandardCharsets.UTF_8);
        RawJson slice = RawJson.slice(within, 1, utf8.length);

        assertThat(slice).isEqualTo(RawJson.of(json)).hasSameHashCodeAs(RawJson.of(json));
        assertThat(slice.equals(RawJson.of(other))).isEqualTo(json.equals(other));
        assertThat(slice.size()).isEqualTo(utf8.length);
        assertThat(slice.toBytes()).isEqualTo(utf8);
        assertThat(slice).hasToString(json);
        assertThat(slice.isNull()).isEqualTo(json.equals("null"));
        assertThat(slice.isObject()).isEqualTo(json.startsWith("{"));
        assertThat(new JsonWriter(1).value(slice).toRawJson()).isEqualTo(slice);
    }

    @Property
    void writer_growsAsNeeded(@ForAll @Size(max = 30) List<@IntRange(max = 300) Integer> sizes) throws IOException {
        JsonWriter out = new JsonWriter(0).ascii("[0");
        sizes.forEach(size -> out.ascii(",").string("x".repeat(size)).ascii(",").number(size - 150L));
        byte[] json = out.raw(new byte[] {'x', ']', 'x'}, 1, 1).toBytes();

        JsonNode array = JACKSON.readTree(json);

        assertThat(json).hasSize(out.size());
        for (int i = 0; i < sizes.size(); i++) {
            assertThat(array.get(1 + 2 * i).textValue()).hasSize(sizes.get(i));
            assertThat(array.get(2 + 2 * i).longValue()).isEqualTo(sizes.get(i) - 150L);
        }
    }

    @Example
    void slice_outsideItsArray_isRefused() {
        byte[] four = new byte[4];
        int[][] outside = {{-1, 2}, {0, 0}, {0, -1}, {0, 5}, {4, 1}, {3, 2}, {1, Integer.MAX_VALUE}};
        for (int[] slice : outside) {
            assertThatIllegalArgumentException().isThrownBy(() -> RawJson.slice(four, slice[0], slice[1]));
        }
    }

    @Example
    void stringValue_ofNoString_isRefused() {
        for (String json : List.of("1", "null", "{}", "\"open", "\"\\x\"")) {
            assertThatIllegalStateException()
                    .as(json)
                    .isThrownBy(() -> RawJson.of(json).stringValue());
        }
    }

    @Example
    void input_overALimit_isRefused() {
        String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertThat(tokens(deepest)).isEqualTo(2 * Json.MAX_DEPTH);
        for (String over : List.of("[" + deepest + "]", "1".repeat(101), "{\"" + "n".repeat(10_001) + "\":1}")) {
            assertThat(tokens(over)).isEqualTo(REFUSED);
        }
    }

    private static int tokens(String json) {
        int tokens = 0;
        try (JsonParser parser = RawJson.of(json).parser()) {
            while (parser.nextToken() != null) {
                tokens++;
            }
            return tokens;
        } catch (IOException refused) {
            return REFUSED;
        }
    }

    private static String join(List<Character> units) {
        StringBuilder text = new StringBuilder();
        units.forEach(text::append);
        return text.toString();
    }
}
