package dev.sluice.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What JSON.stringify gives for the same values. */
class JsonTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1.0, 1",
        "-17, -17",
        "9007199254740993, 9007199254740992",
        "1e20, 100000000000000000000",
        "123456789012345680000, 123456789012345680000",
        "1e21, 1e+21",
        "-1.5e300, -1.5e+300",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "0.000001, 0.000001",
        "0.0000012345, 0.0000012345",
        "0.0000001, 1e-7",
        "1.25e-9, 1.25e-9",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2e-44, 2e-44",
        "1e-323, 1e-323",
        "2.0e-3, 0.002",
        "123.456, 123.456",
        "4.35, 4.35",
        "2.2250738585072014e-308, 2.2250738585072014e-308"
    })
    void numbers_areWrittenAsEcmaScriptDoes(String json, String expected) {
        assertThat(JsonValue.parse(json).toJson()).isEqualTo(expected);
    }

    @Test
    void numbersThatJsonCannotName_areNull() {
        assertThat(JsonArray.of(JsonValue.of(Double.NaN), JsonValue.of(Double.NEGATIVE_INFINITY))
                        .toJson())
                .isEqualTo("[null,null]");
    }

    @Test
    void strings_escapeWhatStringifyEscapes() {
        String text = "\"\\/\b\t\n\f\r\u0001\u001f\u007f\u2028é😀\ud800x\udc00";

        assertThat(JsonValue.of(text).toJson())
                .isEqualTo("\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001\\u001f\u007f\u2028é😀\\ud800x\\udc00\"");
        assertThat(JsonValue.parse(JsonValue.of(text).toJson())).isEqualTo(JsonValue.of(text));
    }

    @Test
    void loneSurrogates_surviveFromTextAndFromBytes() {
        String json = "{\"key\":\"\\ude00\\ud83d\"}";

        assertThat(JsonValue.parse(json).toJson()).isEqualTo(json);
        assertThat(JsonValue.parse(RawJson.of(json)).toJson()).isEqualTo(json);
    }

    @Test
    void members_areInTheOrderOfEcmaScript() {
        assertThat(JsonValue.parse(
                                "{\"b\":1,\"10\":2,\"a\":3,\"2\":4,\"01\":5,\"4294967295\":6,\"4294967294\":7,\"b\":8}")
                        .toJson())
                .isEqualTo("{\"2\":4,\"10\":2,\"4294967294\":7,\"b\":8,\"a\":3,\"01\":5,\"4294967295\":6}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "[1] 2", "nul", "{\"a\":}", "{a:1}", "'x'", "01", "NaN", "\"\n\""})
    void whatIsNoJson_isRefused(String text) {
        assertThatThrownBy(() -> JsonValue.parse(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void nestingOverTheLimit_isRefused() {
        assertThatThrownBy(() -> JsonValue.parse("[".repeat(100_000))).isInstanceOf(JsonException.class);
    }

    @Test
    void handles_areFoundAtAnyDepthAndCanBeMoved() {
        JsonValue value = JsonValue.parse("""
                {"a":[{"type":"__fluid_handle__","url":"channel","payloadPending":true}],"b":{"c":{"type":"__fluid_handle__","url":"/s"}},
                "no":{"type":"__fluid_handle__"},"also no":{"type":"x","url":"/y"}}""");
        List<String> urls = new ArrayList<>();

        JsonHandle.forEach(value, urls::add);
        JsonValue moved = JsonHandle.mapUrls(value, url -> url.startsWith("/") ? url : "/store/" + url);

        assertThat(urls).containsExactly("channel", "/s");
        assertThat(moved.toJson())
                .startsWith(
                        "{\"a\":[{\"type\":\"__fluid_handle__\",\"url\":\"/store/channel\",\"payloadPending\":true}],");
    }

    @Test
    void equality_isOfContent() {
        assertThat(JsonValue.parse("{\"a\":[1,null],\"b\":{}}"))
                .isEqualTo(JsonValue.parse("{ \"b\": {}, \"a\": [1.0, null] }"))
                .hasSameHashCodeAs(JsonValue.parse("{ \"b\": {}, \"a\": [1.0, null] }"))
                .isNotEqualTo(JsonValue.parse("{\"a\":[1],\"b\":{}}"));
    }
}
