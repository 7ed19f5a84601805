package dev.sluice.dds.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConsensusQueueTest {
    private final Session<ConsensusQueue> session = new Session<>(ConsensusQueue.FACTORY, 2, queue -> queue.add("a"));
    private final ConsensusQueue first = session.channel(0);
    private final ConsensusQueue second = session.channel(1);

    @Property(tries = 300)
    void dds001_dds006_anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session<ConsensusQueue> random = new Session<>(ConsensusQueue.FACTORY, 3);
        IdentityHashMap<ConsensusQueue, List<Acquired>> held = new IdentityHashMap<>();
        Step.run(
                random,
                steps,
                (queue, step) -> edit(queue, step, held.computeIfAbsent(queue, key -> new ArrayList<>())),
                ConsensusQueue::summarize);
    }

    private static void edit(ConsensusQueue queue, Step step, List<Acquired> held) {
        if (step.a() % 3 == 0) {
            queue.acquire().thenAccept(item -> item.ifPresent(held::add));
        } else if (step.a() % 3 == 1 || held.isEmpty()) {
            queue.add(step.b());
        } else if (step.b() % 2 == 0) {
            held.remove(0).complete();
        } else {
            held.remove(0).release();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }

    private Acquired acquired(ConsensusQueue queue) {
        CompletableFuture<Optional<Acquired>> item = queue.acquire().toCompletableFuture();
        session.deliver();
        return item.join().orElseThrow();
    }

    private static List<String> items(ConsensusQueue queue) {
        return queue.items().stream().map(JsonValue::toJson).toList();
    }

    @Test
    void dds040_twoAcquiresOfOneItem_firstGetsIt() {
        CompletableFuture<Optional<Acquired>> one = first.acquire().toCompletableFuture();
        CompletableFuture<Optional<Acquired>> other = second.acquire().toCompletableFuture();
        session.settle();

        assertThat(one.join().orElseThrow().value()).isEqualTo(JsonValue.of("a"));
        assertThat(other.join()).isEmpty();
    }

    @Test
    void dds041_release_putsToTheEnd() {
        first.add("b");
        session.settle();
        Acquired item = acquired(first);
        CompletableFuture<Boolean> released = item.release().toCompletableFuture();
        session.settle();

        assertThat(released).isCompletedWithValue(true);
        assertThat(items(second)).containsExactly("\"b\"", "\"a\"");
    }

    @Test
    void dds041_leaveOfTheHolder_putsToTheEnd() {
        List<QueueEvent.Kind> told = new ArrayList<>();
        first.add("b");
        session.settle();
        Acquired item = acquired(first);
        first.onEvent(event -> told.add(event.kind()));
        session.replica(0).disconnect();

        assertThat(told).containsExactly(QueueEvent.Kind.LOCALLY_RELEASED);
        assertThat(item.complete().toCompletableFuture()).isCompletedWithValue(false);
        session.settle();
        assertThat(items(first)).containsExactly("\"b\"", "\"a\"");
        assertThat(items(second)).containsExactly("\"b\"", "\"a\"");
        assertThat(told).containsExactly(QueueEvent.Kind.LOCALLY_RELEASED, QueueEvent.Kind.RETURNED);
    }

    @Test
    void dds041_completionAfterALostConnection_isFalse() {
        Acquired item = acquired(first);
        session.replica(0).disconnect();
        session.settle();
        CompletableFuture<Boolean> done = item.complete().toCompletableFuture();
        session.settle();

        assertThat(done).isCompletedWithValue(false);
        assertThat(items(second)).containsExactly("\"a\"");
    }

    @Test
    void dds042_snapshotWithHeldItems_loadsAndCompletes() {
        Acquired item = acquired(first);
        Map<String, String> blobs = Blobs.of(second.summarize()).texts();
        assertThat(blobs)
                .containsEntry("header", "[]")
                .containsEntry("jobTracking", "[[\"id-0-0\",{\"value\":\"a\",\"clientId\":\"client-0-0\"}]]");

        item.complete();
        session.settle();
        assertThat(Blobs.of(session.load(session.replica(1)).channel().summarize())
                        .texts())
                .containsEntry("jobTracking", "[]");
    }

    @Test
    void waitAndAcquire_getsTheNextItem() {
        Acquired held = acquired(first);
        CompletableFuture<Acquired> waiting = second.waitAndAcquire().toCompletableFuture();
        assertThat(waiting).isNotDone();
        held.complete();
        first.add("next");
        session.settle();

        assertThat(waiting.join().value()).isEqualTo(JsonValue.of("next"));
    }

    @Test
    void waiting_endsWhenTheContainerIsReadOnly() {
        Acquired held = acquired(first);
        CompletableFuture<Acquired> waiting = second.waitAndAcquire().toCompletableFuture();
        session.replica(1).setEditable(false);
        held.release();
        session.deliver();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(session.replica(1).failures()).isEmpty();
    }

    @Test
    void closedContainer_endsAllWaits() {
        acquired(first);
        CompletableFuture<Acquired> waiting = second.waitAndAcquire().toCompletableFuture();
        CompletableFuture<Void> added = second.add("b").toCompletableFuture();
        second.closed();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(added).isCompletedExceptionally();
    }

    @Test
    void rolledBackAcquire_fails() {
        session.replica(0).disconnect();
        CompletableFuture<Optional<Acquired>> item = first.acquire().toCompletableFuture();
        session.replica(0).rollback();

        assertThat(item).isCompletedExceptionally();
    }
}
