package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.SummarizerElection.Candidate;
import dev.sluice.agent.SummarizerElection.Kind;
import dev.sluice.protocol.RawJson;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is expected to summarize (runtime-formats §7.7). */
class SummarizerElectionTest {
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
