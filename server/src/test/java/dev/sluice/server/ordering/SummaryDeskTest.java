package dev.sluice.server.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every row of SVC §4.8, and the service's own versions of §4.9. */
@Timeout(60)
class SummaryDeskTest {
    private static final String NOWHERE = "dddddddddddddddddddddddddddddddddddddddd";

    private final DocumentFixture fixture = new DocumentFixture();
    private RecordingSubscriber summarizer = new RecordingSubscriber();

    @BeforeEach
    void connect() {
        summarizer = fixture.connectSummarizer("s");
        fixture.submit("s", "op", 1, RawJson.ofString("edit"));
        fixture.runUntilOps(summarizer, 2);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void svc079_svc080_svc081_validSummary_isAckedWithACommitOfTheAppTreeAndProtocol() {
        GitId tree = fixture.upload("second");
        String first = fixture.firstVersion.toHex();

        SequencedMessage answer = propose(DocumentFixture.proposal(tree.toHex(), first, List.of(first)), 2);

        assertThat(answer.type()).isEqualTo("summaryAck");
        GitId version = fixture.head();
        assertThat(answer.data())
                .isEqualTo("{\"handle\":\"" + version + "\",\"summaryProposal\":{\"summarySequenceNumber\":3}}");
        assertThat(fixture.blobAt(version, "content")).isEqualTo("second");
        assertThat(fixture.blobAt(version, ".protocol", "attributes"))
                .isEqualTo("{\"minimumSequenceNumber\":1,\"sequenceNumber\":2}");
        assertThat(fixture.blobAt(version, ".protocol", "quorumMembers")).startsWith("[[\"s\",{\"client\":");
        GitCommit commit = fixture.commit(version);
        assertThat(commit.message()).isEqualTo("Summary\n");
        assertThat(commit.parents()).containsExactly(fixture.firstVersion);
        assertThat(commit.author().email()).isEqualTo("praguertdev@microsoft.com");
    }

    @Test
    void svc082_logTail_holdsTheOpsAfterTheSummarysReference() {
        GitId tree = fixture.upload("second");
        fixture.submit("s", "op", 2, RawJson.ofString("later"));
        fixture.runUntilOps(summarizer, 3);
        String first = fixture.firstVersion.toHex();

        propose(DocumentFixture.proposal(tree.toHex(), first, List.of(first)), 2);

        assertThat(fixture.blobAt(fixture.head(), ".logTail", "logTail"))
                .startsWith("[{\"clientId\":\"s\"")
                .contains("\"sequenceNumber\":3", "\"sequenceNumber\":4")
                .doesNotContain("\"sequenceNumber\":2,", "\"sequenceNumber\":5");
    }

    @Test
    void svc083_wrongHead_emptyHead_unknownParent_areNacked() {
        String tree = fixture.upload("second").toHex();
        String first = fixture.firstVersion.toHex();

        assertThat(propose(DocumentFixture.proposal(tree, NOWHERE, List.of(first)), 2)
                        .data())
                .startsWith("{\"message\":\"Proposed parent summary \\\"" + NOWHERE
                        + "\\\" does not match actual parent summary \\\"" + first + "\\\".\"");
        assertThat(propose(DocumentFixture.proposal(tree, "", List.of(first)), 3)
                        .type())
                .isEqualTo("summaryNack");
        assertThat(propose(DocumentFixture.proposal(tree, first, List.of(NOWHERE)), 4)
                        .data())
                .startsWith("{\"message\":\"One or more parent summaries are invalid\"");
        assertThat(fixture.head()).isEqualTo(fixture.firstVersion);
    }

    @Test
    void svc084_summaryWithoutProgress_isNackedAndTheDocumentGoesOn() {
        String tree = fixture.upload("second").toHex();
        String first = fixture.firstVersion.toHex();
        propose(DocumentFixture.proposal(tree, first, List.of(first)), 2);
        String second = fixture.head().toHex();

        assertThat(propose(DocumentFixture.proposal(tree, second, List.of(second)), 2)
                        .type())
                .isEqualTo("summaryNack");
        assertThat(propose(DocumentFixture.proposal(tree, second, List.of(second)), 6)
                        .type())
                .isEqualTo("summaryAck");
    }

    @Test
    void svc085_unknownHandle_andContentsThatAreNoProposal_areNackedAndLaterSummariesWork() {
        String tree = fixture.upload("second").toHex();
        String first = fixture.firstVersion.toHex();
        List<RawJson> bad = List.of(
                DocumentFixture.proposal(NOWHERE, first, List.of(first)),
                DocumentFixture.proposal("not a sha", first, List.of(first)),
                RawJson.ofString("not json"),
                RawJson.ofString("[1,2]"),
                RawJson.ofString("{\"handle\":1}"),
                RawJson.NULL,
                RawJson.of("{\"deep\":[[[[]]]]}"));
        long reference = 2;
        for (RawJson contents : bad) {
            assertThat(propose(contents, reference).type())
                    .as(contents.toString())
                    .isEqualTo("summaryNack");
            reference++;
        }

        fixture.submit("s", "op", reference, RawJson.ofString("not json either"));
        SequencedMessage answer = propose(DocumentFixture.proposal(tree, first, List.of(first)), reference);

        assertThat(answer.type()).isEqualTo("summaryAck");
    }

    @Test
    void summary_thatNamesABlobNobodyUploaded_isNacked() {
        var entry = new dev.sluice.protocol.git.GitTreeEntry(
                "content", dev.sluice.protocol.git.GitObjectType.BLOB, GitId.parse(NOWHERE));
        var into = dev.sluice.server.storage.Transaction.builder();
        GitId tree = new dev.sluice.server.summary.ObjectWriter(DocumentFixture.KEY.tenant(), into)
                .tree(dev.sluice.protocol.git.GitTree.of(List.of(entry)));
        fixture.store.write(into.build()).join();
        String first = fixture.firstVersion.toHex();

        SequencedMessage answer = propose(DocumentFixture.proposal(tree.toHex(), first, List.of(first)), 2);

        assertThat(answer.type()).isEqualTo("summaryNack");
        assertThat(answer.data()).contains("was not uploaded");
    }

    @Test
    void svc086_answers_carryThePayloadInDataAndContents() {
        SequencedMessage answer = propose(RawJson.ofString("not json"), 2);

        assertThat(answer.clientId()).isNull();
        assertThat(answer.contents()).isEqualTo(RawJson.of(String.valueOf(answer.data())));
    }

    @Test
    void svc088_secondSummary_thatReusesTheFirst_isAcked() {
        String tree = fixture.upload("second").toHex();
        String first = fixture.firstVersion.toHex();
        propose(DocumentFixture.proposal(tree, first, List.of(first)), 2);
        String second = fixture.head().toHex();

        assertThat(propose(DocumentFixture.proposal(tree, second, List.of(second)), 4)
                        .type())
                .isEqualTo("summaryAck");
    }

    @Test
    void serviceSummary_isWrittenWhenTheLastMemberLeftAndMayBeFollowed() {
        fixture.disconnect("s");
        fixture.thread.runUntil(() -> !fixture.head().equals(fixture.firstVersion));

        GitId service = fixture.head();
        assertThat(fixture.commit(service).message()).isEqualTo("Service Summary @4\n");
        assertThat(fixture.commit(service).parents()).containsExactly(fixture.firstVersion);
        assertThat(fixture.blobAt(service, "content")).isEqualTo("first");
        assertThat(fixture.blobAt(service, ".logTail", "logTail")).contains("\"sequenceNumber\":4");
        assertThat(fixture.blobAt(service, ".protocol", "attributes"))
                .isEqualTo("{\"minimumSequenceNumber\":0,\"sequenceNumber\":0}");
        summarizer = fixture.connectSummarizer("t");
        String first = fixture.firstVersion.toHex();
        fixture.submit(
                "t",
                "summarize",
                5,
                DocumentFixture.proposal(fixture.upload("second").toHex(), first, List.of(first)));
        fixture.thread.runUntil(() -> summarizer.last().type().startsWith("summary"));
        assertThat(summarizer.last().type())
                .as("a version since the last client summary")
                .isEqualTo("summaryAck");
    }

    @Test
    void proposal_unansweredAtACrash_isAnsweredWhenTheDocumentReopens() {
        RawJson contents =
                DocumentFixture.proposal(fixture.upload("second").toHex(), fixture.firstVersion.toHex(), List.of());
        var op = new SequencedMessage("s", 2, contents, null, null, 1, 2, 3, 1_700_000_000_000L, "summarize", null);
        fixture.store
                .write(dev.sluice.server.storage.Transaction.of(new dev.sluice.server.storage.Mutation.AppendOps(
                        DocumentFixture.KEY, 3, List.of(op.toBytes()))))
                .join();
        fixture.crash();

        RecordingSubscriber reader = fixture.connectReader("r");
        fixture.thread.runUntil(() -> reader.types().contains("summaryAck"));

        assertThat(fixture.blobAt(fixture.head(), "content")).isEqualTo("second");
    }

    @Test
    void summaries_survivingACrash_areStillTheHead() {
        String tree = fixture.upload("second").toHex();
        String first = fixture.firstVersion.toHex();
        propose(DocumentFixture.proposal(tree, first, List.of(first)), 2);
        String second = fixture.head().toHex();
        fixture.crash();
        summarizer = fixture.connectSummarizer("t");

        fixture.submit(
                "t",
                "summarize",
                summarizer.last().sequenceNumber(),
                DocumentFixture.proposal(tree, second, List.of(second)));
        fixture.thread.runUntil(() -> summarizer.last().type().startsWith("summary"));

        assertThat(summarizer.last().type()).isEqualTo("summaryAck");
    }

    private SequencedMessage propose(RawJson contents, long reference) {
        long answersBefore = answers();
        fixture.submit("s", "summarize", reference, contents);
        fixture.thread.runUntil(() -> answers() > answersBefore);
        return summarizer.last();
    }

    private long answers() {
        return summarizer.types().stream()
                .filter(type -> type.equals("summaryAck") || type.equals("summaryNack"))
                .count();
    }
}
