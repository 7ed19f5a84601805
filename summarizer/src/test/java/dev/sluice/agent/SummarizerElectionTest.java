package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.SummarizerElection.Candidate;
import dev.sluice.agent.SummarizerElection.Kind;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is expected to summarize (runtime-formats §7.7). */
class SummarizerElectionTest {
    private static final Map<Character, Kind> KINDS =
            Map.of('i', Kind.INTERACTIVE, 's', Kind.SUMMARIZER, 'h', Kind.HEADLESS);

    private final SummarizerElection election = new SummarizerElection();

    private SummarizerElectionTest join(String id, Kind kind) {
        election.joined(new Candidate(id, kind));
        return this;
    }

    private void assertElected(String elected, String parent) {
        assertThat(election.electedId().orElse("none")).isEqualTo(elected);
        assertThat(election.parentId().orElse("none")).isEqualTo(parent);
    }

    @Test
    void eldestInteractiveClient_isParentAndElected() {
        join("h", Kind.HEADLESS).join("a", Kind.INTERACTIVE).join("b", Kind.INTERACTIVE);
        assertElected("a", "a");
    }

    @Test
    void summarizerThatJoins_isElectedBesideItsParent() {
        join("a", Kind.INTERACTIVE).join("s", Kind.SUMMARIZER).join("t", Kind.SUMMARIZER);
        assertElected("s", "a");
        election.left("s");
        assertElected("a", "a");
    }

    @Test
    void parentLeaves_theNextYoungerFollows() {
        join("a", Kind.INTERACTIVE)
                .join("s", Kind.SUMMARIZER)
                .join("h", Kind.HEADLESS)
                .join("b", Kind.INTERACTIVE);
        election.left("a");
        assertElected("s", "b");
        election.left("s");
        assertElected("b", "b");
    }

    @Test
    void onlyASummarizer_isElectedWithoutParent() {
        join("s", Kind.SUMMARIZER);
        assertElected("s", "none");
        join("a", Kind.INTERACTIVE);
        assertElected("s", "a");
    }

    @Test
    void lastOneLeaves_nobodyIsElectedUntilSomebodyComes() {
        join("a", Kind.INTERACTIVE);
        election.left("a");
        assertElected("none", "none");
        election.sequenced();
        assertElected("none", "none");
        join("b", Kind.INTERACTIVE);
        assertElected("b", "b");
    }

    @Test
    void update_takesJoinsAndLeavesOfAQuorum() {
        election.update(List.of(new Candidate("a", Kind.INTERACTIVE), new Candidate("b", Kind.INTERACTIVE)));
        election.update(List.of(new Candidate("b", Kind.INTERACTIVE), new Candidate("c", Kind.INTERACTIVE)));
        assertElected("b", "b");
    }

    @Test
    void rt081_headlessClients_areNeverElected() {
        join("h", Kind.HEADLESS);
        assertElected("none", "none");
    }

    /** Random sequences, with what the reference's own election made of them, see {@code elections.mjs} of the server's suite. */
    static Stream<String> recordedElections() throws IOException {
        URL file = SummarizerElectionTest.class.getResource("/elections.jsonl");
        try (InputStream in = Objects.requireNonNull(file).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("recordedElections")
    void rt083_joinsAndLeavesOfAllKinds_electWhomTheReferenceElects(String recorded) {
        Map<String, Candidate> quorum = new LinkedHashMap<>();
        StringBuilder history = new StringBuilder();
        for (JsonValue step : JsonValue.parse(recorded).asArray().orElseThrow().elements()) {
            List<String> parts = ((JsonArray) step)
                    .elements().stream()
                            .map(part -> part.asString().orElse("none"))
                            .toList();
            String id = parts.get(0).substring(1);
            history.append(' ').append(parts.get(0));
            if (parts.get(0).startsWith("+")) {
                Candidate candidate = new Candidate(id, Objects.requireNonNull(KINDS.get(id.charAt(0))));
                quorum.put(id, candidate);
                election.joined(candidate);
            } else {
                quorum.remove(id);
                election.left(id);
            }
            assertThat(elected(election)).as("after%s", history).isEqualTo(parts.subList(1, 3));
            SummarizerElection late = new SummarizerElection();
            late.update(quorum.values());
            assertThat(elected(late)).as("opened after%s", history).isEqualTo(parts.subList(3, 5));
        }
    }

    private static List<String> elected(SummarizerElection election) {
        return List.of(election.electedId().orElse("none"), election.parentId().orElse("none"));
    }

    @Test
    void kinds_areReadFromDetails() {
        assertThat(QuorumCandidates.kind(RawJson.of("{}"))).isEqualTo(Kind.INTERACTIVE);
        assertThat(QuorumCandidates.kind(RawJson.of("{\"details\":{\"capabilities\":{\"interactive\":true}}}")))
                .isEqualTo(Kind.INTERACTIVE);
        assertThat(QuorumCandidates.kind(RawJson.of("{\"details\":{\"capabilities\":{\"interactive\":false}}}")))
                .isEqualTo(Kind.HEADLESS);
        assertThat(QuorumCandidates.kind(
                        RawJson.of("{\"details\":{\"type\":\"summarizer\",\"capabilities\":{\"interactive\":false}}}")))
                .isEqualTo(Kind.SUMMARIZER);
    }
}
