package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.local.LocalConnection;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.Kit.Member;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.NackType;
import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a container connects, sends, and connects again. */
class ConnectionTest {
    private static final ContainerOptions READER = ContainerOptions.DEFAULTS.withMode(ConnectionMode.READ);

    private final Kit kit = Kit.held();

    @Test
    void rt018_connected_onlyAfterOwnJoinAndCheckpoint() {
        Member ada = connected();
        ada.edit("one");
        kit.calm();
        Member bob = kit.load();
        LocalConnection wire = kit.wire(1);
        wire.take(1);
        wire.deliver(2);
        assertThat(bob.state()).isEqualTo(ConnectionState.CATCHING_UP);
        assertThat(bob.events).isEmpty();
        wire.deliver(1);
        assertThat(bob.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(bob.list().sequenced).containsExactly("one");
        assertThat(bob.number()).isEqualTo(3);
    }

    @Test
    void rt018_reader_isConnectedAtTheCheckpointAndWithItsSignal() {
        Member ada = connected();
        ada.edit("one");
        kit.calm();
        Member bob = kit.load(READER, LoadRequest.latest(Kit.KEY), kit.driver);
        LocalConnection wire = kit.wire(1);
        wire.take(1);
        wire.deliver(1);
        assertThat(bob.state()).isEqualTo(ConnectionState.CATCHING_UP);
        wire.deliver(1);
        assertThat(bob.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(bob.list().sequenced).containsExactly("one");
    }

    @Test
    void rt019_olderOpsUnderWay_holdEverythingBack_andLostOnesAreSentAgain() {
        Member ada = connected();
        LocalConnection old = kit.wire(0);
        ada.edit("lost");
        old.cut();
        old.lose();
        LocalConnection fresh = reconnected(ada);
        ada.edit("later");
        assertThat(ada.state()).isEqualTo(ConnectionState.CATCHING_UP);
        assertThat(fresh.unsent()).isZero();

        kit.calm();
        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(ada.list().sequenced).containsExactly("lost", "later");
        assertThat(kit.types()).containsExactly("join", "join", "leave", "op", "op");
    }

    @Test
    void rt020_rt065_olderOpsSequenced_connectedAtOnceAndNothingIsSentAgain() {
        Member ada = connected();
        LocalConnection old = kit.wire(0);
        ada.edit("sequenced");
        old.cut();
        LocalConnection fresh = reconnected(ada);
        old.take(1);
        fresh.deliver(1);
        kit.time.settle();

        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(kit.types()).containsExactly("join", "join", "op");
        kit.calm();
        assertThat(kit.types()).containsExactly("join", "join", "op", "leave");
        assertThat(ada.list().sequenced).containsExactly("sequenced");
    }

    @Test
    void oldClientThatNeverLeaves_isGivenUpAfterFiveMinutes() {
        Member ada = connected();
        ada.edit("lost");
        kit.wire(0).cut();
        kit.wire(0).lose();
        LocalConnection fresh = reconnected(ada);
        kit.time.pass(Duration.ofSeconds(299));
        assertThat(ada.state()).isEqualTo(ConnectionState.CATCHING_UP);
        kit.time.pass(Duration.ofSeconds(1));
        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(ada.warnings).hasSize(1);
        assertThat(fresh.unsent()).isEqualTo(1);
    }

    @Test
    void rt021_clientSequenceNumbers_beginAtOneAndCountEverything() {
        Member ada = connected();
        Member bob = connected();
        bob.run(() -> bob.container.propose("key", Kit.CODE));
        kit.calm();
        ada.edit("one");
        kit.calm();
        kit.wire(0).cut();
        kit.pass(Duration.ofSeconds(1));
        ada.edit("two");
        kit.calm();

        String second = ada.clientId();
        assertThat(numbers(clientOf("one"))).containsExactly("accept 1", "op 2");
        assertThat(numbers(second)).containsExactly("op 1");
        assertThat(clientOf("one")).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 429})
    void rt022_nack_reconnectsAfterTheTimeAsked(int code) {
        Member ada = connected();
        String first = ada.clientId();
        kit.pass(Duration.ofSeconds(2));
        kit.wire(0).nackNext(nack(code, Optional.of(Duration.ofSeconds(7))));
        ada.edit("refused");
        kit.calm();
        kit.pass(Duration.ofMillis(6_900));
        assertThat(ada.state()).isEqualTo(ConnectionState.DISCONNECTED);
        kit.pass(Duration.ofMillis(100));

        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(ada.clientId()).isNotEqualTo(first);
        assertThat(ada.list().sequenced).containsExactly("refused");
        assertThat(ada.events).containsExactly("connected", "dirty", "disconnected", "connected", "saved");
    }

    @Test
    void rt022_nack403_closes() {
        Member ada = connected();
        kit.wire(0).nackNext(nack(403, Optional.empty()));
        ada.edit("forbidden");
        kit.calm();
        assertThat(ada.cause).get().extracting(ContainerException::kind).isEqualTo(Kind.FORBIDDEN);
        assertThat(ada.events).containsExactly("connected", "dirty", "disconnected", "closed");
        assertThat(ada.list().calls).endsWith("disconnected", "closed");
    }

    @Test
    void rt023_ownLeave_reconnectsAndSendsAgain() {
        Member ada = connected();
        Member bob = connected();
        kit.wire(0).expire();
        ada.edit("late");
        kit.pass(Duration.ofSeconds(2));

        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(bob.list().sequenced).containsExactly("late");
    }

    @Test
    void rt024_readerEdits_becomesAWriterAndTheEditArrivesOnce() {
        Member ada = kit.load(READER, LoadRequest.latest(Kit.KEY), kit.driver);
        kit.calm();
        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(kit.types()).isEmpty();
        ada.edit("first");
        kit.calm();

        assertThat(kit.types()).containsExactly("join", "op");
        assertThat(ada.list().sequenced).containsExactly("first");
        assertThat(ada.events).containsExactly("connected", "dirty", "disconnected", "connected", "saved");
    }

    @Test
    void rt025_tokenWithoutWriting_isReadonlyAndEditsAreRefused() {
        Member eve = kit.load(
                ContainerOptions.DEFAULTS, LoadRequest.latest(Kit.KEY), kit.service.driver(LocalUser.reader("eve")));
        kit.calm();
        assertThat(eve.events).containsExactly("readonly true", "connected");
        assertThat(eve.list().calls).doesNotContain("connected");
        assertThatThrownBy(() -> eve.edit("no"))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(kit.types()).isEmpty();
    }

    @Test
    void forbiddenEdits_makeAReader_andAllowedOnesAWriterAgain() {
        Member ada = connected();
        ada.run(() -> ada.container.setReadonly(Container.EditPolicy.FORBIDDEN));
        kit.calm();
        assertThat(ada.on(ada.container::isReadonly)).isTrue();
        ada.run(() -> ada.container.setReadonly(Container.EditPolicy.ALLOWED));
        ada.edit("again");
        kit.calm();

        assertThat(ada.events)
                .containsExactly(
                        "connected",
                        "disconnected",
                        "readonly true",
                        "connected",
                        "readonly false",
                        "dirty",
                        "disconnected",
                        "connected",
                        "saved");
        assertThat(kit.types()).containsExactly("join", "leave", "noClient", "join", "op");
    }

    @Test
    void rt027_eightConnectionsWithoutProgress_close() {
        Member ada = kit.load();
        ada.edit("refused");
        for (int attempt = 1; attempt <= 8; attempt++) {
            assertThat(ada.cause).isEmpty();
            List<LocalConnection> wires = kit.service.connections();
            wires.get(wires.size() - 1).nackNext(nack(400, Optional.empty()));
            kit.calm();
            kit.time.pass(Duration.ofSeconds(70));
        }
        assertThat(ada.events).filteredOn("connected"::equals).hasSize(7);
        assertThat(ada.cause).get().extracting(ContainerException::kind).isEqualTo(Kind.NO_PROGRESS);
        assertThat(ada.list().all()).containsExactly("refused");
    }

    @Test
    void rt027_progress_startsTheCountAnew() {
        Member ada = connected();
        for (int i = 0; i < 12; i++) {
            ada.edit("kept " + i);
            kit.wire(0).take(1);
            ada.edit("lost " + i);
            kit.wire(0).cut();
            kit.wire(0).lose();
            kit.pass(Duration.ofSeconds(10));
        }
        assertThat(ada.cause).isEmpty();
        assertThat(ada.list().sequenced).hasSize(24).doesNotHaveDuplicates();
    }

    @Test
    void ownJoinMissing_isWarnedOfAfter45Seconds_andAnotherConnectionMade() {
        Member ada = kit.load();
        LocalConnection silent = kit.wire(0);
        silent.take(1);
        silent.deliver(2);
        kit.time.pass(Duration.ofSeconds(44));
        assertThat(kit.service.connections()).containsExactly(silent);
        kit.time.pass(Duration.ofSeconds(1));
        assertThat(silent.hasEnded()).isTrue();
        assertThat(ada.warnings).hasSize(1);
        kit.calm();
        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void unreachableService_isTriedWithDoublingDelaysUpToEightSeconds() {
        kit.service.refuseConnects(
                Collections.nCopies(7, new DriverError.Unreachable("down")).toArray(DriverError[]::new));
        Member ada = kit.load();
        // Delays lie between half of and all of 0.5, 1, 2, 4, 8, 8 and 8 seconds.
        kit.pass(Duration.ofMillis(15_700));
        assertThat(ada.state()).isNotEqualTo(ConnectionState.CONNECTED);
        kit.pass(Duration.ofMillis(16_500));
        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(ada.events).containsExactly("connected");
    }

    @Test
    void throttledConnect_waitsAsLongAsTheServiceAsks() {
        kit.service.refuseConnects(new DriverError.Throttled("slowly", Optional.of(Duration.ofSeconds(30))));
        Member ada = kit.load();
        kit.pass(Duration.ofMillis(29_900));
        assertThat(ada.state()).isEqualTo(ConnectionState.DISCONNECTED);
        kit.pass(Duration.ofMillis(100));
        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void readersOwnSignalMissing_isWaitedForTenSecondsAtMost() {
        Member ada = kit.load(READER, LoadRequest.latest(Kit.KEY), kit.driver);
        LocalConnection silent = kit.wire(0);
        silent.take(1);
        silent.deliver(1);
        kit.time.pass(Duration.ofMillis(9_999));
        assertThat(ada.state()).isEqualTo(ConnectionState.CATCHING_UP);
        kit.time.pass(Duration.ofMillis(1));
        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void messagesOutOfCount_areRefusedAndNotSent() {
        Member ada = connected();
        assertThatThrownBy(() -> ada.run(() -> ada.unchecked(2)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        ada.edit("one");
        kit.calm();
        assertThat(ada.list().sequenced).containsExactly("one");
    }

    @Test
    void refusedForGood_closes() {
        kit.service.refuseConnects(new DriverError.Unauthorized("bad token", 403));
        Member ada = kit.load();
        kit.calm();
        assertThat(ada.cause).get().extracting(ContainerException::kind).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void rt064_rt067_offlineEdits_areSentOnceInOrderAsOfNow() {
        Member ada = connected();
        Member bob = connected();
        ada.run(ada.container::disconnect);
        kit.calm();
        ada.edit("a1");
        ada.edit("a2", "a3");
        bob.edit("b1");
        kit.pass(Duration.ofMinutes(1));
        assertThat(ada.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(ada.list().all()).containsExactly("a1", "a2", "a3");
        ada.run(ada.container::connect);
        kit.calm();

        assertThat(ada.list().sequenced).containsExactly("b1", "a1", "a2", "a3").isEqualTo(bob.list().sequenced);
        long joined = kit.log().stream()
                .filter(op -> op.type().equals(MessageType.JOIN))
                .mapToLong(SequencedMessage::sequenceNumber)
                .max()
                .orElseThrow();
        assertThat(kit.log().stream().filter(op -> ada.clientId().equals(op.clientId())))
                .hasSize(3)
                .allMatch(op -> op.referenceSequenceNumber() == joined);
    }

    private Member connected() {
        Member member = kit.load();
        kit.calm();
        assertThat(member.state()).isEqualTo(ConnectionState.CONNECTED);
        return member;
    }

    /** Lets a member's next connection open, and everything on it arrive, while the old one stays as it is. */
    private LocalConnection reconnected(Member member) {
        kit.time.pass(Duration.ofSeconds(1));
        LocalConnection fresh = kit.wire(1);
        fresh.take(1);
        fresh.deliver(9);
        kit.time.settle();
        assertThat(member.events).endsWith("disconnected");
        return fresh;
    }

    private String clientOf(String text) {
        return kit.log().stream()
                .filter(op -> String.valueOf(op.contents()).contains(text))
                .map(op -> String.valueOf(op.clientId()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> numbers(String clientId) {
        return kit.log().stream()
                .filter(op -> clientId.equals(op.clientId()))
                .map(op -> op.type() + " " + op.clientSequenceNumber())
                .toList();
    }

    private static Nack nack(int code, Optional<Duration> retryAfter) {
        NackType type = code == 403 ? NackType.INVALID_SCOPE : NackType.BAD_REQUEST;
        return new Nack(null, -1, code, type, "no", retryAfter);
    }
}
