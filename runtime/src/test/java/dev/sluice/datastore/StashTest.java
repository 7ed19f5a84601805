package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.Target;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.driver.Snapshot;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StashTest {
    private final Room room = new Room();
    private final Snapshot created = Snapshots.of(room.created, 0);
    private final DataStoreFactory stores = DataStoreFactory.of(new Journal.Factory());
    private final Room.Client one = room.client();
    private final Room.Client two = room.client();

    private JsonValue closedState() {
        JsonValue state = one.runtime.pendingState();
        String before = one.id();
        room.disconnect(one);
        room.leave(before);
        return JsonValue.parse(state.toJson());
    }

    @Test
    void rt068_pendingEdits_areMadeAgainWhereTheyWereMadeAndSent() {
        two.journal().add("x");
        room.settle();
        one.context.disconnect();
        one.journal().add("a");
        one.journal().add("b");
        one.context.turn();
        one.journal().add("c");
        JsonValue state = closedState();
        two.journal().add("y");
        room.settle();
        Room.Client later = room.client(created, Optional.of(state), stores);

        assertThat(later.journal().texts()).containsExactly("x", "y", "a", "b", "c");
        assertThat(later.context.sent).hasSize(2);
        room.settle();
        assertThat(two.journal().texts()).containsExactly("x", "y", "a", "b", "c");
        assertThat(later.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void rt068_pendingEditsThatWereSequencedAfterAll_areRecognized() {
        one.journal().add("a");
        one.context.turn();
        one.journal().add("b");
        JsonValue state = one.runtime.pendingState();
        room.sequence(one);
        String before = one.id();
        room.disconnect(one);
        room.leave(before);
        Room.Client later = room.client(created, Optional.of(state), stores);
        room.settle();

        assertThat(later.journal().texts()).containsExactly("a", "b");
        assertThat(two.journal().texts()).containsExactly("a", "b");
        assertThat(later.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void editsBeforeThoseOfAFormerSessionAreMadeAgain_areRefused() {
        two.journal().add("x");
        room.settle();
        one.context.disconnect();
        one.journal().add("a");
        JsonValue state = closedState();
        Room.Client later = room.loaded(created, Optional.of(state), stores);

        assertThat(later.runtime.isDirty()).isTrue();
        assertThatThrownBy(() -> later.journal().add("too early"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("former session");
        room.catchUp(later);
        assertThat(later.runtime.isDirty()).isTrue();
        later.journal().add("b");
        room.connect(later);
        room.settle();
        assertThat(two.journal().texts()).containsExactly("x", "a", "b");
        assertThat(later.runtime.isDirty()).isFalse();
    }

    @Test
    void rt090_pendingStateThatCannotBeMadeAgain_leavesNoTimerBehind() {
        JsonValue state = JsonValue.parse("{\"pending\":{\"pendingStates\":[{\"type\":\"message\","
                + "\"referenceSequenceNumber\":0,\"content\":\"{\\\"type\\\":\\\"component\\\",\\\"contents\\\":"
                + "{\\\"address\\\":\\\"nowhere\\\",\\\"contents\\\":{}}}\","
                + "\"batchInfo\":{\"clientId\":\"c\",\"batchStartCsn\":1,\"length\":1,\"staged\":false}}]}}");
        FakeContext context = new FakeContext(7);

        assertThatThrownBy(() -> new ContainerRuntimeFactory<>(stores, RuntimeOptions.DEFAULT)
                        .load(context, created, Optional.of(state)))
                .hasMessageContaining("unknown");
        assertThat(context.timers).isEmpty();
    }

    /** Leaves an edit of a data store behind that the service never got; returns where it was made. */
    private long editAStoreOffline() {
        DataStore store = one.runtime.createDataStore("n", List.of("pkg"));
        store.createChannel("k", Journal.class);
        one.journal().add(store.handle().toJson());
        room.settle();
        one.context.disconnect();
        store.channel("k", Journal.class).add("offline");
        one.context.turn();
        return one.runtime.sequenceNumber();
    }

    private void sweep() {
        room.foreign("x", "{\"type\":\"GC\",\"contents\":{\"type\":\"Sweep\",\"deletedNodeIds\":[\"/n\"]}}");
    }

    @Test
    void pendingEditOfAStoreThatIsSweptMeanwhile_endsTheLaterSessionBeforeItSendsAnything() {
        editAStoreOffline();
        JsonValue state = closedState();
        sweep();
        Room.Client later = room.loaded(created, Optional.of(state), stores);
        room.catchUp(later);
        assertThatThrownBy(() -> room.connect(later))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ContainerException.Kind.DATA_CORRUPTION))
                .hasMessageContaining("Context is deleted!");
        assertThat(later.context.takeSent()).isEmpty();
        assertThat(later.runtime.isDirty()).isTrue();
    }

    @Test
    void pendingEditMadeAfterTheSweep_staysPendingAndTheApplicationIsToldOnConnecting() {
        long madeAt = editAStoreOffline();
        String state = closedState().toJson();
        sweep();
        long sweptAt = two.runtime.sequenceNumber();
        String made = "\"referenceSequenceNumber\":" + madeAt;
        assertThat(state).contains(made);
        JsonValue afterwards = JsonValue.parse(state.replace(made, "\"referenceSequenceNumber\":" + sweptAt));
        Room.Client later = room.loaded(created, Optional.of(afterwards), stores);
        room.catchUp(later);
        assertThat(later.context.closedBy).isNull();
        assertThat(later.runtime.isDirty()).isTrue();
        assertThatThrownBy(() -> room.connect(later)).hasMessageContaining("Context is deleted!");
    }

    @Test
    void pendingAttach_isMadeAgain() {
        one.context.disconnect();
        DataStore store = one.runtime.createDataStore("s", List.of("pkg"));
        store.createChannel("k", Journal.class).add("inside");
        one.journal().add(store.handle().toJson());
        store.channel("k", Journal.class).add("pending");
        one.context.turn();
        Room.Client later = room.client(created, Optional.of(closedState()), stores);
        room.settle();
        assertThat(two.runtime
                        .dataStore("s")
                        .orElseThrow()
                        .channel("k", Journal.class)
                        .texts())
                .containsExactly("inside", "pending");
        assertThat(later.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void gc169_pendingBlob_isAnnouncedByTheLaterSession() {
        one.runtime.createBlob("bytes".getBytes(StandardCharsets.UTF_8));
        one.context.turn();
        DocumentMessage lost = one.context.takeSent().get(0);
        Room.Client later = room.client(created, Optional.of(closedState()), stores);
        room.settle();
        String localId = JsonValue.parse(String.valueOf(lost.metadata()))
                .asObject()
                .flatMap(metadata -> metadata.string("localId"))
                .orElseThrow();
        two.context.storage.blobs.putAll(one.context.storage.blobs);
        var read = two.runtime.resolve(new Handle(NodePath.ofBlob(localId)));
        two.context.turn();
        assertThat(read.toCompletableFuture().join()).isInstanceOf(Target.OfBlob.class);
        assertThat(later.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void pendingStateOfALaterPlace_isRefused() {
        two.journal().add("x");
        room.settle();
        one.context.disconnect();
        one.journal().add("a");
        JsonValue state = closedState();
        Snapshot newer = Snapshots.of(two.runtime.summarize(SummaryRequest.FULL).tree(), two.runtime.sequenceNumber());
        assertThatThrownBy(() -> room.loaded(newer, Optional.of(state), stores))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("made at op 3");
        assertThatThrownBy(() -> room.loaded(created, Optional.of(JsonValue.of("no state")), stores))
                .isInstanceOf(ContainerException.class);
    }

    @Test
    void pendingStateThatWasNotReachedYet_isKeptWhole() {
        one.context.disconnect();
        one.journal().add("a");
        JsonValue state = closedState();
        Room.Client later = room.loaded(created, Optional.of(state), stores);
        assertThat(later.runtime.hasPendingOps()).isTrue();
        assertThat(later.runtime.pendingState()).isEqualTo(state);
    }
}
