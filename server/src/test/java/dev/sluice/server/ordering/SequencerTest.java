package dev.sluice.server.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.NackType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of SVC §4.2 to §4.5, one by one. */
class SequencerTest {
    private SequencerDriver document;

    @BeforeEach
    void begin() {
        document = new SequencerDriver();
    }

    @Test
    void svc056_opWithTheNextCount_getsTheNextSequenceNumber() {
        document.join("a").op("a", 1).op("a", 1);

        assertThat(document.ops)
                .extracting(SequencedMessage::sequenceNumber, SequencedMessage::type)
                .containsExactly(tuple(1L, "join"), tuple(2L, "op"), tuple(3L, "op"));
    }

    @Test
    void svc057_gapInTheCount_isNackedAndTheRightCountAcceptedAfterwards() {
        document.join("a").numbered("a", "op", 3, 1);

        assertThat(document.nacks).singleElement().satisfies(nack -> {
            assertThat(nack.code()).isEqualTo(400);
            assertThat(nack.type()).isEqualTo(NackType.BAD_REQUEST);
            assertThat(nack.message()).isEqualTo("Gap detected in incoming op");
            assertThat(nack.operation()).isNotNull();
        });
        document.numbered("a", "op", 1, 1);
        assertThat(document.last().clientSequenceNumber()).isEqualTo(1);
    }

    @Test
    void svc058_countUsedBefore_isDroppedWithoutAnswer() {
        document.join("a").op("a", 1);
        int ops = document.ops.size();

        document.numbered("a", "op", 1, 1).numbered("a", "op", DocumentMessage.NO_CLIENT_SEQUENCE_NUMBER, 1);

        assertThat(document.ops).hasSize(ops);
        assertThat(document.nacks).isEmpty();
    }

    @Test
    void svc059_referenceBelowTheMinimum_nacksThisAndLaterOps() {
        document.join("a").join("b").op("a", 2).op("b", 3);
        document.op("b", 4).op("a", 4).op("b", 5).op("a", 6).op("b", 6);
        assertThat(document.sequencer.minimumSequenceNumber()).isEqualTo(6);

        document.op("a", 3);
        document.numbered("a", "op", 5, 8);

        assertThat(document.nacks)
                .extracting(nack -> nack.code() + " " + nack.message())
                .containsExactly("400 Refseq 3 < 6", "400 Nonexistent client");
    }

    @Test
    void reference_aboveTheSequenceNumber_isNackedAndMovesNothing() {
        document.join("a").op("a", 99);

        assertThat(document.nacks)
                .singleElement()
                .satisfies(nack -> assertThat(nack.message()).isEqualTo("Refseq 99 > 1"));
        assertThat(document.sequencer.minimumSequenceNumber()).isZero();
        document.numbered("a", "op", 1, 1);
        assertThat(document.last().type()).isEqualTo("op");
    }

    @Test
    void svc060_referenceMinusOne_isReplacedByTheOpsOwnNumber() {
        document.join("a").op("a", -1);

        assertThat(document.last().referenceSequenceNumber()).isEqualTo(2);
        assertThat(document.last().minimumSequenceNumber()).isLessThan(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "leave", "noClient", "control", "summaryAck", "summaryNack"})
    void svc061_typesOfTheService_areNackedFromClients(String type) {
        document.join("a").typed("a", type, 1);

        assertThat(document.nacks).singleElement().satisfies(nack -> {
            assertThat(nack.code()).isEqualTo(400);
            assertThat(nack.message()).isEqualTo("Op not allowed");
        });
        document.numbered("a", "op", 1, 1);
        assertThat(document.last().type()).isEqualTo("op");
    }

    @Test
    void clientThatNeverJoined_isNacked() {
        document.join("a").numbered("stranger", "op", 1, 1);

        assertThat(document.nackedClients).containsExactly("stranger");
        assertThat(document.nacks)
                .singleElement()
                .satisfies(nack -> assertThat(nack.message()).isEqualTo("Nonexistent client"));
    }

    @Test
    void svc064_messagesAroundAGap_areJudgedOnTheirOwn() {
        document.join("a").numbered("a", "op", 1, 1).numbered("a", "op", 5, 1).numbered("a", "op", 2, 1);

        assertThat(document.ops)
                .extracting(SequencedMessage::clientSequenceNumber)
                .containsExactly(-1L, 1L, 2L);
        assertThat(document.nacks).hasSize(1);
    }

    @Test
    void svc066_unknownType_isSequenced() {
        document.join("a").typed("a", "whatever", 1);

        assertThat(document.last().type()).isEqualTo("whatever");
    }

    @Test
    void svc067_minimum_isTheLowestReferenceOfWritersAndWithNoneTheSequenceNumber() {
        document.join("a").join("b").op("a", 2).op("b", 1);
        assertThat(document.last().minimumSequenceNumber()).isEqualTo(1);
        document.op("b", 3);
        assertThat(document.last().minimumSequenceNumber()).isEqualTo(2);

        document.leave("a").leave("b");

        assertThat(document.last().minimumSequenceNumber())
                .isEqualTo(document.last().sequenceNumber());
    }

    @Test
    void svc069_noopWithNullContents_isHeldAndOneServerNoopFollows() {
        document.join("a").join("b").op("a", 2).op("b", 3);
        int ops = document.ops.size();

        document.noopHeld("a", 4).noopHeld("b", 4);
        assertThat(document.ops).hasSize(ops);
        document.pass(249);
        assertThat(document.ops).hasSize(ops);
        document.pass(1);

        assertThat(document.ops).hasSize(ops + 1);
        assertThat(document.last()).satisfies(op -> {
            assertThat(op.type()).isEqualTo("noop");
            assertThat(op.clientId()).isNull();
            assertThat(op.referenceSequenceNumber()).isEqualTo(-1);
            assertThat(op.minimumSequenceNumber()).isEqualTo(4);
            assertThat(op.contents()).isEqualTo(RawJson.NULL);
        });
    }

    @Test
    void heldNoop_anotherHeldNoopRestartsTheWait_andASequencedOpEndsIt() {
        document.join("a").join("b").op("a", 2).op("b", 3);
        int ops = document.ops.size();
        document.noopHeld("a", 4).pass(200).noopHeld("b", 4).pass(200);
        assertThat(document.ops).hasSize(ops);

        document.op("a", 4);
        document.pass(1000);

        assertThat(document.ops).hasSize(ops + 1);
    }

    @Test
    void svc070_noopWithoutContents_isSequencedOnlyIfTheMinimumMoves() {
        document.join("a").join("b").op("a", 2).op("b", 3);
        int ops = document.ops.size();

        document.noopEmpty("a", 4);
        assertThat(document.ops).hasSize(ops + 1);
        assertThat(document.last().minimumSequenceNumber()).isEqualTo(3);
        document.noopAbsent("a", 5);
        assertThat(document.ops).as("the minimum is held by b").hasSize(ops + 1);
        document.noopAbsent("b", 5);

        assertThat(document.ops).hasSize(ops + 2);
        assertThat(document.last()).satisfies(op -> {
            assertThat(op.clientId()).isEqualTo("b");
            assertThat(op.contents()).isNull();
            assertThat(op.minimumSequenceNumber()).isEqualTo(5);
        });
    }

    @Test
    void heldNoop_usesUpItsCount() {
        document.join("a").noopHeld("a", 1).op("a", 1);

        assertThat(document.last().clientSequenceNumber()).isEqualTo(2);
    }

    @Test
    void svc072_silentWriter_leavesWhileOthersWriteAndIsNackedNextTime() {
        document.join("silent").join("busy").op("silent", 2).op("busy", 3);
        for (int minute = 1; minute <= 5; minute++) {
            document.pass(59_000).op("busy", document.sequencer.sequenceNumber());
        }
        assertThat(document.types()).doesNotContain("leave");

        document.pass(10_000).op("busy", document.sequencer.sequenceNumber());

        assertThat(document.last().type()).isEqualTo("leave");
        assertThat(document.last().data()).isEqualTo("\"silent\"");
        document.numbered("silent", "op", 2, document.sequencer.sequenceNumber());
        assertThat(document.nacks)
                .singleElement()
                .satisfies(nack -> assertThat(nack.message()).isEqualTo("Nonexistent client"));
    }

    @Test
    void clientThatLagsTooFar_leavesThoughItIsNotSilent() {
        SequencerOptions options =
                new SequencerOptions(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMillis(250), 10);
        SequencerDriver lagging = new SequencerDriver(options).join("slow").join("busy");
        for (int i = 0; i < 9; i++) {
            lagging.noopHeld("slow", 2).op("busy", lagging.sequencer.sequenceNumber());
        }
        assertThat(lagging.types()).doesNotContain("leave");
        assertThat(lagging.sequencer.minimumSequenceNumber()).isEqualTo(2);

        lagging.op("busy", lagging.sequencer.sequenceNumber()).op("busy", lagging.sequencer.sequenceNumber());

        assertThat(lagging.types()).containsOnlyOnce("leave");
        assertThat(lagging.laggedClients).containsExactly("slow");
        assertThat(lagging.sequencer.minimumSequenceNumber()).isGreaterThan(10);
        assertThat(lagging.noopHeld("slow", 2).nacks)
                .singleElement()
                .satisfies(nack -> assertThat(nack.message()).isEqualTo("Nonexistent client"));
    }

    @Test
    void proposal_quorumIsFull_isNackedAndChangesNothing() {
        document.join("a").typed("a", "propose", 1);
        document.quorumHasRoom = false;
        long before = document.sequencer.sequenceNumber();
        document.numbered("a", "propose", 2, 1);

        assertThat(document.nacks).singleElement().satisfies(nack -> {
            assertThat(nack.code()).isEqualTo(400);
            assertThat(nack.message()).isEqualTo("The quorum is full");
        });
        assertThat(document.sequencer.sequenceNumber()).isEqualTo(before);
        assertThat(document.numbered("a", "op", 2, 1).types()).endsWith("op");
    }

    @Test
    void activityTimeout_expelsTheSilentWithoutAnyTraffic() {
        document.join("a").op("a", 1);

        document.pass(6 * 60_000);

        assertThat(document.types()).endsWith("leave", "noClient");
    }

    @Test
    void svc073_lastLeave_isFollowedByNoClientThatRefersToItself() {
        document.join("a").op("a", 1).leave("a");

        assertThat(document.types()).endsWith("leave", "noClient");
        SequencedMessage noClient = document.last();
        assertThat(noClient.referenceSequenceNumber()).isEqualTo(noClient.sequenceNumber());
        assertThat(noClient.minimumSequenceNumber()).isEqualTo(noClient.sequenceNumber());
    }

    @Test
    void leaveTwice_andJoinTwice_haveNoEffect() {
        document.join("a").join("b").join("b").leave("a").leave("a");

        assertThat(document.types()).containsExactly("join", "join", "leave");
    }

    @Test
    void svc087_summarizeWithoutTheScope_isNacked403AndTheCountNotUsedUp() {
        document.join("a").typed("a", "summarize", 1);

        assertThat(document.nacks).singleElement().satisfies(nack -> {
            assertThat(nack.code()).isEqualTo(403);
            assertThat(nack.type()).isEqualTo(NackType.INVALID_SCOPE);
            assertThat(nack.message()).isEqualTo("Client a does not have summary permission");
        });
        document.numbered("a", "op", 1, 1);
        assertThat(document.last().type()).isEqualTo("op");
    }

    @Test
    void summarizeWithTheScope_isSequenced() {
        document.joinSummarizer("s").typed("s", "summarize", 1);

        assertThat(document.last().type()).isEqualTo("summarize");
    }

    @Test
    void clockThatGoesBack_doesNotTakeTimestampsAlong() {
        document.join("a").op("a", 1);
        long before = document.last().timestampMs();

        document.nowMs -= 10_000;
        document.op("a", 1);

        assertThat(document.last().timestampMs()).isEqualTo(before);
    }

    @Test
    void replay_ofAllOps_givesTheSameState() {
        document.join("a")
                .joinSummarizer("b")
                .op("a", 2)
                .op("b", 3)
                .noopEmpty("a", 4)
                .leave("b")
                .op("a", 5);
        Sequencer replayed = new Sequencer(SequencerOptions.DEFAULT, 0, 0, 0, document.nowMs);

        document.ops.forEach(replayed::replay);

        assertThat(replayed.sequenceNumber()).isEqualTo(document.sequencer.sequenceNumber());
        assertThat(replayed.minimumSequenceNumber()).isEqualTo(document.sequencer.minimumSequenceNumber());
        assertThat(replayed.clients()).extracting(client -> client.clientId).containsExactly("a");
    }
}
