package dev.sluice.dds.mergetree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Clients that got the same ops show the same, whatever the order in which they made, sent and got them. */
class ConvergenceProps {
    private static final int CLIENTS = 3;

    /** What happens next. */
    enum Act {
        INSERT,
        REMOVE,
        ANNOTATE,
        ADJUST,
        SEQUENCE,
        RECEIVE,
        DISCONNECT,
        RECONNECT,
        UNDO,
        RELOAD
    }

    record Step(Act act, int client, int at, int length) {}

    @Property(tries = 1000)
    void anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session session = new Session(CLIENTS, SnapshotVersion.LEGACY);
        run(session, steps);
        assertConverged(session);
    }

    @Property(tries = 1000)
    void dds091_manyRounds_converge(@ForAll("steps") List<Step> first, @ForAll("steps") List<Step> second) {
        Session session = new Session(CLIENTS, SnapshotVersion.V1);
        run(session, first);
        session.peers.forEach(Session.Peer::disconnect);
        run(session, second);
        assertConverged(session);
        run(session, first);
        assertConverged(session);
    }

    /** The model says where the reference puts text beside what others removed; nothing removed is forgotten by it. */
    @Property(tries = 1000)
    void dds072_insertsNextToTextRemovedConcurrently_landWhereTheReferencePutsThem(
            @ForAll("removals") List<Step> steps) {
        Session session = new Session(CLIENTS, SnapshotVersion.LEGACY);
        for (int i = 0; i < 4; i++) {
            session.insert(session.peers.get(0), 4 * i, "abcd");
        }
        session.settle();
        run(session, steps);
        assertConverged(session);
    }

    @Provide
    Arbitrary<List<Step>> removals() {
        Arbitrary<Act> acts = Arbitraries.frequency(
                Tuple.of(10, Act.INSERT),
                Tuple.of(14, Act.REMOVE),
                Tuple.of(7, Act.SEQUENCE),
                Tuple.of(5, Act.RECEIVE));
        return Combinators.combine(
                        acts,
                        Arbitraries.integers().between(0, CLIENTS - 1),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.integers().between(1, 3))
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(120);
    }

    private static void run(Session session, List<Step> steps) {
        for (Step step : steps) {
            Session.Peer peer = session.peers.get(step.client);
            switch (step.act) {
                case INSERT ->
                    session.insert(peer, step.at, "abcdefghij".substring(step.at % 7, step.at % 7 + step.length));
                case REMOVE -> session.remove(peer, step.at, step.length);
                case ANNOTATE -> session.annotate(peer, step.at, step.length, step.at);
                case ADJUST -> session.adjust(peer, step.at, step.length, step.at - 10);
                case SEQUENCE -> peer.sequence();
                case RECEIVE -> peer.receive();
                case DISCONNECT -> peer.disconnect();
                case RECONNECT -> peer.reconnect();
                case UNDO -> peer.undo();
                case RELOAD -> session.reload();
            }
        }
    }

    private static void assertConverged(Session session) {
        session.settle();
        String expected = session.model.runs().toJson();
        for (Session.Peer peer : session.peers) {
            assertThat(Runs.of(peer.tree).toJson()).as("client " + peer.id()).isEqualTo(expected);
            assertThat(peer.tree.hasPendingEdits()).isFalse();
        }
        assertThat(Runs.of(session.readers().get(0)).toJson())
                .as("legacy reader")
                .isEqualTo(expected);
        assertThat(Runs.of(session.readers().get(1)).toJson()).as("V1 reader").isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Act> acts = Arbitraries.frequency(
                Tuple.of(8, Act.INSERT),
                Tuple.of(6, Act.REMOVE),
                Tuple.of(3, Act.ANNOTATE),
                Tuple.of(2, Act.ADJUST),
                Tuple.of(10, Act.SEQUENCE),
                Tuple.of(12, Act.RECEIVE),
                Tuple.of(2, Act.DISCONNECT),
                Tuple.of(3, Act.RECONNECT),
                Tuple.of(1, Act.UNDO),
                Tuple.of(1, Act.RELOAD));
        Arbitrary<Step> step = Combinators.combine(
                        acts,
                        Arbitraries.integers().between(0, CLIENTS - 1),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(1, 3))
                .as(Step::new);
        return step.list().ofMinSize(5).ofMaxSize(100);
    }
}
