package dev.sluice.server.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCheckTest {
    private final JsonCheck json = new JsonCheck(10);

    private Optional<JsonCheck.Finding> read(String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        return json.read(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"a\"]              | ARRAY_OF_NAME   | a",
                "[\"\\u0061b\",{},[]] | ARRAY_OF_NAME   | ab",
                "[1,\"a\"]            | ARRAY_OF_NUMBER | ''",
                "[]                   | ARRAY_OTHER     | ''",
                "[null]               | ARRAY_OTHER     | ''",
                "[[\"a\"]]            | ARRAY_OTHER     | ''",
                "{\"a\":[1]}          | OBJECT          | ''",
                "\"a\"                | OTHER           | ''",
                "1                    | OTHER           | ''"
            })
    void read_wellFormedText_tellsItsShape(String text, JsonCheck.Shape shape, String name) {
        JsonCheck.Finding finding = read(text, StandardCharsets.UTF_8).orElseThrow();
        assertThat(finding.shape()).isEqualTo(shape);
        assertThat(finding.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[\"a\"",
                "[\"a\"]]",
                "[\"a\"][",
                "[\"a\"]1",
                "{}{}",
                "[\"a\",]",
                "[01]",
                "[NaN]",
                "['a']",
                "[\"\\x\"]",
                "[\"\n\"]",
                "[\"a\" \"b\"]",
                "[/**/]",
                "tru"
            })
    void read_malformed_isEmpty(String text) {
        assertThat(read(text, StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void read_nestedDeeperThanTheLimit_isTooDeep() {
        assertThat(read("[".repeat(10) + "]".repeat(10), StandardCharsets.UTF_8).map(JsonCheck.Finding::shape))
                .contains(JsonCheck.Shape.ARRAY_OTHER);
        assertThat(read("[".repeat(11) + "]".repeat(11), StandardCharsets.UTF_8).map(JsonCheck.Finding::shape))
                .contains(JsonCheck.Shape.TOO_DEEP);
    }

    @Test
    void read_otherEncodings_isEmpty() {
        assertThat(read("[\"a\"]", StandardCharsets.UTF_16LE)).isEmpty();
        assertThat(read("[\"a\"]", StandardCharsets.UTF_16BE)).isEmpty();
        assertThat(read("[\"a\"]", Charset.forName("UTF-32BE"))).isEmpty();
    }

    @Test
    void read_manyNamesThatCollide_neverThrows() {
        StringBuilder object = new StringBuilder("[\"a\",{");
        for (int i = 0; i < 20_000; i++) {
            object.append(i == 0 ? "" : ",")
                    .append("\"")
                    .append("k".repeat(i % 7))
                    .append(i)
                    .append("\":0");
        }
        assertThat(read(object.append("}]").toString(), StandardCharsets.UTF_8)).isPresent();
    }
}
