package dev.sluice.dds.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConsensusRegisterCollectionTest {
    private final Session<ConsensusRegisterCollection> session = new Session<>(ConsensusRegisterCollection.FACTORY, 2);
    private final ConsensusRegisterCollection first = session.channel(0);
    private final ConsensusRegisterCollection second = session.channel(1);

    @Property(tries = 300)
    void dds001_dds006_anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session<ConsensusRegisterCollection> random =
                new Session<>(ConsensusRegisterCollection.FACTORY, 3, registers -> registers.write("k0", "detached"));
        Step.run(
                random,
                steps,
                (registers, step) -> registers.write("k" + step.a() % 3, step.b()),
                registers -> registers.summarize());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }

    private static Optional<JsonValue> json(String text) {
        return Optional.of(JsonValue.of(text));
    }

    @Test
    void dds035_concurrentWrites_firstSequencedWins() {
        first.write("k", "A");
        second.write("k", "B");
        session.settle();

        for (ConsensusRegisterCollection registers : List.of(first, second)) {
            assertThat(registers.read("k")).isEqualTo(json("A"));
            assertThat(registers.readLatest("k")).isEqualTo(json("B"));
            assertThat(registers.readVersions("k")).containsExactly(json("A"), json("B"));
        }
    }

    @Test
    void dds036_writeThatKnowsAllVersions_leavesOne() {
        first.write("k", "A");
        second.write("k", "B");
        session.settle();
        second.write("k", "C");
        session.settle();

        assertThat(first.readVersions("k")).containsExactly(json("C"));
        assertThat(first.read("k")).isEqualTo(json("C"));
    }

    @Test
    void dds037_result_tellsWhoWon() {
        CompletableFuture<Boolean> winner = first.write("k", "A").toCompletableFuture();
        CompletableFuture<Boolean> loser = second.write("k", "B").toCompletableFuture();
        assertThat(first.read("k")).isEmpty();
        assertThat(winner).isNotDone();
        session.settle();

        assertThat(winner).isCompletedWithValue(true);
        assertThat(loser).isCompletedWithValue(false);
    }

    @Test
    void dds037_rolledBackWrite_isFalse() {
        session.replica(0).disconnect();
        CompletableFuture<Boolean> result = first.write("k", "A").toCompletableFuture();
        session.replica(0).rollback();

        assertThat(result).isCompletedWithValue(false);
        session.settle();
        assertThat(second.keys()).isEmpty();
    }

    @Test
    void dds037_closedContainer_isFalse() {
        CompletableFuture<Boolean> result = first.write("k", "A").toCompletableFuture();
        first.closed();
        assertThat(result).isCompletedWithValue(false);
    }

    @Test
    void dds038_resubmittedWrite_keepsItsReference() {
        session.replica(0).disconnect();
        first.write("k", "late");
        long before = session.replica(0).sequenceNumber();
        second.write("k", "early");
        session.replica(1).sequence(1);
        session.replica(0).reconnect();

        JsonValue made =
                session.replica(0).outgoing().get(0).asObject().orElseThrow().require("refSeq");
        assertThat(made.asLong()).contains(before);
        assertThat(session.replica(0).sequenceNumber()).isGreaterThan(before);
        session.settle();
        assertThat(first.read("k")).isEqualTo(json("early"));
    }

    @Test
    void dds039_opWithoutValue_usesItsText() {
        JsonValue op = JsonValue.parse("{\"type\":\"write\",\"key\":\"k\",\"serializedValue\":\"{\\\"a\\\":1}\"}");
        first.apply(new ChannelOp(op, "other", 1, 9, 8, 0, 0));

        assertThat(first.read("k")).contains(JsonValue.parse("{\"a\":1}"));
    }

    @Test
    void writeFromTheFuture_isRefused() {
        JsonValue op = JsonValue.parse("{\"type\":\"write\",\"key\":\"k\",\"serializedValue\":\"1\",\"refSeq\":10}");

        assertThatThrownBy(() -> first.apply(new ChannelOp(op, "other", 1, 9, 8, 0, 0)))
                .isInstanceOf(ChannelException.class);
    }

    @Test
    void dds005_pendingHandle_isNamed() {
        first.write("k", Handle.ofUrl("/store/other"));
        List<String> urls = new ArrayList<>();
        first.forEachHandle(urls::add);
        assertThat(urls).containsExactly("/store/other");
    }
}
