package dev.sluice.dds.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.dds.Origin;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SharedCounterTest {
    private final Session<SharedCounter> session = new Session<>(SharedCounter.FACTORY, 2, c -> c.increment(10));

    @Property(tries = 300)
    void dds001_dds006_anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session<SharedCounter> random = new Session<>(SharedCounter.FACTORY, 3);
        Step.run(random, steps, (counter, step) -> counter.increment(step.a() - 10), SharedCounter::value);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }

    @Test
    void dds010_concurrentIncrements_addUp() {
        session.channel(0).increment(5);
        session.channel(1).increment(-3);

        assertThat(session.channel(0).value()).isEqualTo(15);
        assertThat(session.channel(1).value()).isEqualTo(7);
        session.settle();

        assertThat(session.channel(0).value()).isEqualTo(12);
        assertThat(session.channel(1).value()).isEqualTo(12);
    }

    @Test
    void dds011_incrementByAFraction_isRefused() {
        ChannelOp op = new ChannelOp(
                JsonValue.parse("{\"type\":\"increment\",\"incrementAmount\":1.5}"), "other", 1, 9, 8, 0, 0);

        assertThatThrownBy(() -> session.channel(0).apply(op))
                .isInstanceOf(ChannelException.class)
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> session.channel(0).increment(Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dds002_opOfAnotherType_isRefused() {
        ChannelOp op =
                new ChannelOp(JsonValue.parse("{\"type\":\"multiply\",\"incrementAmount\":1}"), "other", 1, 9, 8, 0, 0);

        assertThatThrownBy(() -> session.channel(0).apply(op)).isInstanceOf(ChannelException.class);
    }

    @Test
    void increment_onBothSides_isTold() {
        List<Increment> told = new ArrayList<>();
        session.channel(0).onIncrement(told::add);

        session.channel(0).increment(1);
        session.channel(1).increment(2);
        session.deliver();
        session.replica(0).disconnect();
        session.channel(0).increment(4);
        session.replica(0).rollback();

        assertThat(told)
                .containsExactly(
                        new Increment(1, 11, Origin.LOCAL),
                        new Increment(2, 13, Origin.REMOTE),
                        new Increment(4, 17, Origin.LOCAL),
                        new Increment(-4, 13, Origin.LOCAL));
    }

    @Test
    void increment_ofAReadOnlyContainer_changesNothing() {
        session.replica(0).setEditable(false);

        assertThatThrownBy(() -> session.channel(0).increment(1)).isInstanceOf(IllegalStateException.class);
        assertThat(session.channel(0).value()).isEqualTo(10);
        assertThat(session.replica(0).pendingOps()).isZero();
    }
}
