package dev.sluice.dds.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.datastore.channel.Channel;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What happens next in a session; numbers {@code a}, {@code b} and {@code c} choose the edit. */
public record Step(Act act, int client, int a, int b, int c) {
    private static final int CLIENTS = 3;
    private static final int MAX_STEPS = 80;

    /** The kinds of steps. */
    public enum Act {
        EDIT,
        SEQUENCE,
        RECEIVE,
        DISCONNECT,
        RECONNECT,
        ROLLBACK,
        RESTORE,
        RELOAD
    }

    /** Any lists of steps for three clients. */
    public static Arbitrary<List<Step>> lists() {
        Arbitrary<Act> acts = Arbitraries.frequency(
                Tuple.of(14, Act.EDIT),
                Tuple.of(9, Act.SEQUENCE),
                Tuple.of(10, Act.RECEIVE),
                Tuple.of(2, Act.DISCONNECT),
                Tuple.of(2, Act.RECONNECT),
                Tuple.of(2, Act.ROLLBACK),
                Tuple.of(1, Act.RESTORE),
                Tuple.of(1, Act.RELOAD));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 30);
        return Combinators.combine(acts, Arbitraries.integers().between(0, CLIENTS - 1), numbers, numbers, numbers)
                .as(Step::new)
                .list()
                .ofMinSize(3)
                .ofMaxSize(MAX_STEPS);
    }

    /**
     * Takes the steps, then lets everybody know everything.
     *
     * @param view what all replicas must agree on
     */
    public static <C extends Channel> void run(
            Session<C> session, List<Step> steps, BiConsumer<C, Step> edit, Function<C, ?> view) {
        for (Step step : steps) {
            take(session, step, edit, view);
        }
        session.settle();
        Object expected = view.apply(session.observer(session.log.size()).channel());
        for (Replica<C> replica : session.replicas()) {
            assertThat(replica.pendingOps()).as("pending ops").isZero();
            assertThat(view.apply(replica.channel())).as("replica").isEqualTo(expected);
            assertThat(view.apply(session.load(replica).channel())).as("load").isEqualTo(expected);
            assertThat(replica.failures()).isEmpty();
        }
    }

    private static <C extends Channel> void take(
            Session<C> session, Step step, BiConsumer<C, Step> edit, Function<C, ?> view) {
        Replica<C> replica = session.replica(step.client);
        switch (step.act) {
            case EDIT -> edit.accept(replica.channel(), step);
            case SEQUENCE -> replica.sequence(1 + step.a % 3);
            case RECEIVE -> replica.receive();
            case DISCONNECT -> replica.disconnect();
            case RECONNECT -> replica.reconnect();
            case ROLLBACK -> replica.rollback();
            case RESTORE -> replica.restore();
            case RELOAD -> assertSequencedStateIsIndependent(session, replica, view);
        }
    }

    /** What others would load from this replica is what somebody without pending ops has (DDS-006). */
    private static <C extends Channel> void assertSequencedStateIsIndependent(
            Session<C> session, Replica<C> replica, Function<C, ?> view) {
        Object expected = view.apply(session.observer(replica.sequenceNumber()).channel());
        assertThat(view.apply(session.load(replica).channel()))
                .as("sequenced state")
                .isEqualTo(expected);
    }
}
