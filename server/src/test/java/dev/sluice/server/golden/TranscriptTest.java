package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.golden.AllowedDifference.InsertedNack;
import dev.sluice.server.golden.AllowedDifference.OtherAnswer;
import dev.sluice.server.golden.AllowedDifference.RefusedConnection;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The data the replay stands on: the recordings are read whole, and what is said of them is true. */
final class TranscriptTest {

    @Test
    void all_scenarios_areTheRecordedTimelines() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Transcript.class.getResource("/golden/service/"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl") && !name.startsWith("restless-encoding"))
                    .map(name -> name.replace(".jsonl", ""))
                    .toList();
            assertThat(Scenarios.ALL).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @TestFactory
    Stream<DynamicTest> read_everyScenario_hasRowsAndTheirTokens() {
        return Scenarios.ALL.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Transcript transcript = Transcript.read(name);
                    assertThat(transcript.rows()).isNotEmpty();
                    transcript
                            .rows(Row.HttpAnswer.class)
                            .forEach(answer -> assertThat(new Recording(transcript).request(answer.id()))
                                    .isNotNull());
                    String text = transcript.rows().toString();
                    transcript
                            .claims()
                            .keySet()
                            .forEach(token -> assertThat(text).contains(token));
                }));
    }

    @TestFactory
    Stream<DynamicTest> strict_everyAllowedDifference_isReasonedAndNamesWhatExists() {
        return AllowedDifferences.STRICT.stream()
                .map(allowed -> DynamicTest.dynamicTest(allowed.toString(), () -> check(allowed)));
    }

    private static void check(AllowedDifference allowed) {
        assertThat(allowed.reason()).matches(".*(§\\d|SVC-\\d\\d\\d).*");
        if (allowed instanceof OtherAnswer other) {
            assertThat(Transcript.read(other.scenario()).rows(Row.HttpAnswer.class))
                    .anyMatch(answer -> answer.id() == other.request());
        } else if (allowed instanceof RefusedConnection refused) {
            assertThat(Transcript.read(refused.scenario()).rows(Row.SocketText.class))
                    .anyMatch(text -> text.socket() == refused.socket()
                            && text.packet().event().equals("connect_document"));
        } else if (allowed instanceof InsertedNack nack) {
            assertThat(Transcript.read(nack.scenario()).rows(Row.SocketText.class))
                    .anyMatch(text ->
                            text.line() == nack.line() && text.packet().text().contains("\"type\":\"summarize\""));
        }
    }
}
