package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The form that drivers really sent is the form that the replay sends. */
final class RestLessTest {

    @TestFactory
    Stream<DynamicTest> form_recordedMeaning_isTheRecordedText() {
        return Transcript.lines("restless-encoding").stream()
                .skip(1)
                .map(Json::parse)
                .map(row -> DynamicTest.dynamicTest(row.get("label").asText(), () -> check(row)));
    }

    private static void check(JsonNode row) {
        JsonNode meaning = row.get("meaning");
        List<String> headers = meaning.get("headers").properties().stream()
                .map(header -> header.getKey() + ": " + header.getValue().asText())
                .toList();
        String body = meaning.has("body") ? meaning.get("body").toString() : null;
        assertThat(RestLess.form(meaning.get("method").asText(), headers, body))
                .isEqualTo(row.get("wire").get("body").asText());
    }
}
