package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.Golden;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.loader.Kit.Member;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all clients agree on, and what a writer says to let them. */
class QuorumTest {
    private static final ContainerOptions READER = ContainerOptions.DEFAULTS.withMode(ConnectionMode.READ);

    private final Kit kit = Kit.atOnce();

    @Test
    void rt006_membersJoinAndLeave() {
        Member ada = kit.load();
        Member bob = kit.load();
        String bobsId = bob.clientId();
        assertThat(ada.on(() -> ada.container.quorum().members().keySet()).stream())
                .containsExactly(ada.clientId(), bobsId);
        assertThat(ada.on(() -> ada.container.quorum().members().get(bobsId)))
                .extracting(ProtocolState.Member::sequenceNumber)
                .isEqualTo(2L);
        bob.container.close();
        kit.time.settle();
        assertThat(ada.on(() -> ada.container.quorum().isMember(bobsId))).isFalse();
    }

    @Test
    void rt007_rt008_proposal_isAcceptedByWritersAndApprovedOnceAllHaveSeenIt() {
        Member ada = kit.load();
        Member bob = kit.load();
        Member reader = kit.load(READER, LoadRequest.latest(Kit.KEY), kit.driver);
        CompletableFuture<Long> promise = propose(ada, "color", "red");
        kit.time.settle();

        assertThat(promise).isCompletedWithValue(3L);
        assertThat(kit.types()).containsExactly("join", "join", "propose", "accept", "accept");
        for (Member one : List.of(ada, bob, reader)) {
            assertThat(one.events).endsWith("proposed color", "approved color");
            assertThat(one.on(() -> one.container.quorum().value("color"))).contains(JsonValue.of("red"));
        }
        JsonObject stored = ada.on(() -> approved(kit.log())).orElseThrow();
        assertThat(stored.number("sequenceNumber").orElseThrow().value()).isEqualTo(3);
        assertThat(stored.number("approvalSequenceNumber").orElseThrow().value())
                .isEqualTo(5);
        assertThat(stored.number("commitSequenceNumber").orElseThrow().value()).isEqualTo(-1);
    }

    @Test
    void rt009_twoProposalsForOneKey_theLaterWins() {
        Kit held = Kit.held();
        Member ada = held.load();
        Member bob = held.load();
        held.calm();
        CompletableFuture<Long> first = propose(ada, "color", "red");
        CompletableFuture<Long> second = propose(bob, "color", "blue");
        held.calm();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(ada.on(() -> ada.container.quorum().value("color"))).contains(JsonValue.of("blue"));
    }

    @Test
    void rt010_createdDocument_hasTheCodeAndZeros() {
        try (var document = kit.driver.open(Kit.KEY)) {
            ProtocolState created = document.storage().latest().orElseThrow().protocol();
            assertThat(created.sequenceNumber()).isZero();
            assertThat(created.minimumSequenceNumber()).isZero();
            assertThat(created.members()).isEmpty();
            assertThat(created.proposals()).isEmpty();
            assertThat(created.values()).containsOnlyKeys("code");
            assertThat(created.values().get("code"))
                    .hasToString("{\"key\":\"code\",\"value\":\"list\",\"approvalSequenceNumber\":0,"
                            + "\"commitSequenceNumber\":0,\"sequenceNumber\":0}");
        }
        Member ada = kit.load();
        assertThat(ada.on(() -> ada.container.quorum().value("code"))).contains(Kit.CODE);
    }

    @Test
    void proposalOnItsWayWhenTheConnectionEnds_isRejectedAndNotSentAgain() {
        Kit held = Kit.held();
        Member ada = held.load();
        held.calm();
        CompletableFuture<Long> promise = propose(ada, "color", "red");
        held.wire(0).cut();
        held.wire(0).lose();
        held.pass(Duration.ofSeconds(5));
        assertThat(promise).isCompletedExceptionally();
        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(held.types()).doesNotContain("propose");
    }

    @Test
    void proposalOfAReader_isRejected() {
        Member reader = kit.load(READER, LoadRequest.latest(Kit.KEY), kit.driver);
        assertThat(propose(reader, "color", "red")).isCompletedExceptionally();
    }

    @Test
    void rt016_fiftyOpsOfOthers_areAnsweredByANoop() {
        Member ada = kit.load();
        Member bob = kit.load();
        for (int i = 1; i < 50; i++) {
            ada.edit("text " + i);
        }
        assertThat(noops()).isEmpty();
        ada.edit("text 50");
        assertThat(noops()).extracting(SequencedMessage::clientId).containsExactly(bob.clientId());
        assertThat(noops())
                .extracting(SequencedMessage::referenceSequenceNumber)
                .containsExactly(52L);
    }

    @Test
    void rt016_fewerOps_areAnsweredTwoSecondsAfterTheFirst_unlessSomethingIsSent() {
        Member ada = kit.load();
        Member bob = kit.load();
        ada.edit("one");
        kit.time.pass(Duration.ofMillis(1_500));
        ada.edit("two");
        kit.time.pass(Duration.ofMillis(499));
        assertThat(noops()).isEmpty();
        kit.time.pass(Duration.ofMillis(1));
        assertThat(noops()).extracting(SequencedMessage::clientId).containsExactly(bob.clientId());

        ada.edit("three");
        bob.edit("mine");
        ada.edit("four");
        bob.edit("mine too");
        kit.time.pass(Duration.ofMillis(1_999));
        assertThat(noops()).hasSize(1);
    }

    @Test
    void rt017_reader_sendsNoNoop() {
        Member ada = kit.load();
        kit.load(READER, LoadRequest.latest(Kit.KEY), kit.driver);
        for (int i = 0; i < 60; i++) {
            ada.edit("text " + i);
        }
        kit.time.pass(Duration.ofSeconds(10));
        assertThat(noops()).isEmpty();
    }

    /** Every op that the reference's own services and clients wrote keeps the rules of §2.2. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void recordedOps_breakNoRule(String scenario) {
        ProtocolState state = replay(scenario);
        assertThat(state.sequenceNumber()).isEqualTo(Golden.ops(scenario).size());
    }

    @Test
    void scenario15_endsWithTheRecordedQuorum() {
        String scenario = "v2.111.0/15-quorum-signals-readmode";
        JsonObject expected =
                Golden.json(scenario + "/state.json").object("quorum").orElseThrow();
        QuorumView quorum = new QuorumView(replay(scenario));
        JsonArray members = expected.array("members").orElseThrow();
        assertThat(quorum.members().keySet().stream().map(JsonValue::of))
                .containsExactlyElementsOf(members.elements().stream()
                        .map(id -> JsonValue.of(id.asString().orElseThrow()))
                        .toList());
        expected.object("values").orElseThrow().members().forEach((key, value) -> {
            if (!key.equals("code")) {
                assertThat(quorum.value(key)).contains(value);
            }
        });
    }

    static List<String> scenarios() {
        return Golden.scenarios();
    }

    private static ProtocolState replay(String scenario) {
        QuorumView quorum = new QuorumView(empty());
        InboundChecks checks = new InboundChecks();
        for (SequencedMessage op : Golden.ops(scenario)) {
            ProtocolState before = quorum.state();
            checks.check(op, before);
            quorum.apply(op);
            checks.applied(op, before, quorum.state());
        }
        return quorum.state();
    }

    private static ProtocolState empty() {
        return ProtocolState.created(0, "[]".getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<JsonObject> approved(List<SequencedMessage> log) {
        return JsonValue.parse(
                        Objects.requireNonNull(empty().applyAll(log).values().get("color")))
                .asObject();
    }

    private static CompletableFuture<Long> propose(Member member, String key, String value) {
        CompletionStage<Long> promise = member.on(() -> member.container.propose(key, JsonValue.of(value)));
        return promise.toCompletableFuture();
    }

    private List<SequencedMessage> noops() {
        return kit.log().stream()
                .filter(op -> op.type().equals(MessageType.NOOP))
                .toList();
    }
}
