package dev.sluice.dds.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TaskManagerTest {
    private final Session<TaskManager> session = new Session<>(TaskManager.FACTORY, 2);
    private final TaskManager first = session.channel(0);
    private final TaskManager second = session.channel(1);

    @Property(tries = 300)
    void dds001_dds006_anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session<TaskManager> random = new Session<>(TaskManager.FACTORY, 3);
        Step.run(random, steps, TaskManagerTest::edit, TaskManager::summarize);
        for (int client = 0; client < 3; client++) {
            TaskManager manager = random.channel(client);
            for (String task : List.of("t0", "t1")) {
                assertThat(manager.isQueued(task) || !manager.isSubscribed(task))
                        .isTrue();
            }
        }
    }

    private static void edit(TaskManager manager, Step step) {
        String task = "t" + step.b() % 2;
        if (step.a() % 4 == 0) {
            manager.abandon(task);
        } else if (step.a() % 4 == 1 && manager.isAssigned(task)) {
            manager.complete(task);
        } else if (step.a() % 4 == 2) {
            manager.subscribe(task);
        } else {
            volunteer(manager, task);
        }
    }

    private static void volunteer(TaskManager manager, String task) {
        try {
            manager.volunteer(task);
        } catch (IllegalStateException noConnection) {
            assertThat(noConnection).hasMessageContaining("connection");
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }

    @Test
    void dds043_orderOfVolunteers_decides() {
        List<String> told = new ArrayList<>();
        first.onAssigned(task -> told.add("first got " + task));
        first.onLost(task -> told.add("first lost " + task));
        second.onAssigned(task -> told.add("second got " + task));
        CompletableFuture<Boolean> one = first.volunteer("job").toCompletableFuture();
        CompletableFuture<Boolean> other = second.volunteer("job").toCompletableFuture();
        session.deliver();

        assertThat(one).isCompletedWithValue(true);
        assertThat(other).isNotDone();
        assertThat(second.isQueued("job")).isTrue();
        session.replica(0).disconnect();
        session.deliver();

        assertThat(first.isAssigned("job")).isFalse();
        assertThat(other).isCompletedWithValue(true);
        assertThat(told).containsExactly("first got job", "first lost job", "second got job");
    }

    @Test
    void dds044_volunteerOutsideTheQuorum_isIgnored() {
        first.apply(new ChannelOp(
                JsonValue.parse("{\"type\":\"volunteer\",\"taskId\":\"job\"}"), "stranger", 1, 9, 8, 0, 0));
        assertThat(first.queue("job")).isEmpty();

        TaskManager loaded = TaskManager.FACTORY.load(
                session.replica(0),
                Blobs.header("[[\"gone\",[\"stranger\"]],[\"job\",[\"stranger\",\"client-0-0\"]]]"),
                TaskManager.FACTORY.attributes());
        assertThat(loaded.queue("job")).containsExactly("client-0-0");
        assertThat(Blobs.of(loaded.summarize()).texts()).containsEntry("header", "[[\"job\",[\"client-0-0\"]]]");
    }

    @Test
    void dds045_volunteerAndAbandonAtDisconnect_sendNothing() {
        CompletableFuture<Boolean> result = first.volunteer("job").toCompletableFuture();
        first.abandon("job");
        assertThat(result).isCompletedExceptionally();
        session.replica(0).disconnect();
        session.replica(0).reconnect();

        assertThat(session.replica(0).pendingOps()).isZero();
        assertThat(session.replica(0).outgoing()).isEmpty();
    }

    @Test
    void subscription_volunteersAgainAfterAReconnect() {
        first.subscribe("job");
        session.deliver();
        assertThat(first.isAssigned("job")).isTrue();
        session.replica(0).disconnect();
        session.settle();

        assertThat(first.isAssigned("job")).isTrue();
        assertThat(second.queue("job")).containsExactly("client-0-1");
    }

    @Test
    void subscription_endsWhenTheContainerIsReadOnly() {
        first.subscribe("job");
        session.deliver();
        session.replica(0).setEditable(false);
        session.replica(0).disconnect();

        assertThat(first.isSubscribed("job")).isFalse();
        assertThat(session.replica(0).pendingOps()).isZero();
    }

    @Test
    void closedContainer_endsAllWaits() {
        CompletableFuture<Boolean> result = first.volunteer("job").toCompletableFuture();
        first.closed();
        assertThat(result).isCompletedExceptionally();
    }

    @Test
    void assignmentBeforeSharing_endsWithIt() {
        Session<TaskManager> attached = new Session<>(TaskManager.FACTORY, 1, manager -> {
            assertThat(manager.volunteer("job").toCompletableFuture()).isCompletedWithValue(true);
            assertThat(manager.isAssigned("job")).isTrue();
            List<String> told = new ArrayList<>();
            manager.onLost(told::add);
            manager.share();
            assertThat(told).containsExactly("job");
        });
        assertThat(attached.channel(0).queue("job")).isEmpty();
    }

    @Test
    void completion_endsTheTaskForAll() {
        List<String> told = new ArrayList<>();
        second.onCompleted(told::add);
        first.volunteer("job");
        CompletableFuture<Boolean> waiting = second.volunteer("job").toCompletableFuture();
        session.deliver();
        first.complete("job");
        session.deliver();

        assertThat(waiting).isCompletedWithValue(false);
        assertThat(told).containsExactly("job");
        assertThatThrownBy(() -> first.complete("job")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void volunteer_withoutConnection_isRefused() {
        session.replica(0).disconnect();
        assertThatThrownBy(() -> first.volunteer("job")).isInstanceOf(IllegalStateException.class);
    }
}
