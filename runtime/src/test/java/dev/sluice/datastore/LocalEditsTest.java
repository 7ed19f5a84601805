package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.schema.DocumentSchema;
import dev.sluice.gc.op.GcOp;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalEditsTest {
    private final Room room = new Room();
    private final Room.Client one = room.client();
    private final Room.Client two = room.client();

    @Test
    void rt052_editsOfOneTurn_areOneBatchOfOneReferenceSequenceNumber() {
        one.journal().add("a");
        one.journal().add("b");
        one.context.turn();
        one.journal().add("c");
        one.context.turn();

        List<DocumentMessage> sent = one.context.takeSent();
        assertThat(sent).hasSize(2);
        assertThat(Room.text(sent.get(0)))
                .contains("groupedBatch", "\"a\"", "\"b\"")
                .doesNotContain("\"c\"");
        assertThat(sent.get(0).referenceSequenceNumber()).isEqualTo(2);
        assertThat(sent.get(0).metadata()).isNull();
    }

    @Test
    void rt053_localBatch_isFlushedBeforeTheNextOpIsProcessed() {
        one.journal().add("mine");
        two.journal().add("theirs");
        two.context.turn();
        room.sequence(two);

        List<DocumentMessage> sent = one.context.takeSent();
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).referenceSequenceNumber()).isEqualTo(2);
        assertThat(one.journal().texts()).containsExactly("theirs", "mine");
    }

    @Test
    void rt095_documentWithoutGrouping_getsMarkedBatches() {
        Room old = new Room(RuntimeOptions.DEFAULT.withSchema(DocumentSchema.NONE));
        Room.Client client = old.client();
        client.journal().add("a");
        client.journal().add("b");
        client.context.turn();

        List<DocumentMessage> sent = client.context.takeSent();
        assertThat(sent).hasSize(2);
        assertThat(String.valueOf(sent.get(0).metadata())).isEqualTo("{\"batch\":true}");
        assertThat(String.valueOf(sent.get(1).metadata())).isEqualTo("{\"batch\":false}");
    }

    @Test
    void sequencedEdits_areTheSameEverywhere() {
        one.journal().add("a");
        two.journal().add("b");
        room.settle();

        assertThat(one.journal().texts()).containsExactly("a", "b");
        assertThat(two.journal().texts()).containsExactly("a", "b");
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void rt064_offlineEdits_areSentOnceBatchByBatchInOrder() {
        String before = one.id();
        room.disconnect(one);
        one.journal().add("a");
        one.journal().add("b");
        one.context.turn();
        one.journal().add("c");
        one.context.turn();
        two.journal().add("x");
        room.settle();
        room.leave(before);
        room.catchUp(one);
        room.connect(one);

        List<DocumentMessage> sent =
                List.copyOf(one.context.sent).stream().flatMap(List::stream).toList();
        assertThat(sent).hasSize(2);
        assertThat(Room.text(sent.get(0))).contains("\"a\"", "\"b\"");
        assertThat(Room.text(sent.get(1))).contains("\"c\"");
        // RT-067
        assertThat(sent).extracting(DocumentMessage::referenceSequenceNumber).containsOnly((long) room.order.size());
        room.settle();
        assertThat(two.journal().texts()).containsExactly("x", "a", "b", "c");
        assertThat(one.journal().texts()).isEqualTo(two.journal().texts());
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void rt065_opsSequencedBeforeTheLeave_areAcknowledgedAndNotSentAgain() {
        one.journal().add("a");
        one.context.turn();
        one.journal().add("b");
        one.context.turn();
        DocumentMessage reached = one.context.sent.get(0).get(0);
        String before = one.id();
        room.disconnect(one);
        one.context.sent.add(List.of(reached));
        room.sequence(one);
        room.leave(before);
        room.catchUp(one);
        room.connect(one);
        room.settle();

        assertThat(two.journal().texts()).containsExactly("a", "b");
        assertThat(one.journal().texts()).containsExactly("a", "b");
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void rt026_dirty_isToldWithTheFirstPendingEditAndSavedWithTheLastAck() {
        one.journal().add("a");
        one.journal().add("b");
        one.context.turn();
        one.journal().add("c");
        assertThat(one.context.dirtyStates).containsExactly(true);
        room.settle();
        assertThat(one.context.dirtyStates).containsExactly(true, false);
    }

    @Test
    void rt026_editsSentAgain_areNotSavedInBetween() {
        String before = one.id();
        room.disconnect(one);
        one.journal().add("a");
        one.context.turn();
        room.leave(before);
        room.catchUp(one);
        room.connect(one);
        assertThat(one.context.dirtyStates).containsExactly(true);
        room.settle();
        assertThat(one.context.dirtyStates).containsExactly(true, false);
    }

    @Test
    void rt026_collectorsOps_makeNothingDirty() {
        one.runtime.submitGc(new GcOp.TombstoneLoaded("/A"));
        room.settle();
        assertThat(one.context.dirtyStates).isEmpty();
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void rt049_listenersHearOfABatch_afterAllOfIt() {
        two.journal();
        one.journal().add("a");
        one.journal().add("b");
        room.settle();
        assertThat(two.journal().events).containsExactly("\"a\" of 2", "\"b\" of 2");
    }

    @Test
    void rt049_ungroupedBatch_isAppliedWithItsLastOp() {
        Journal journal = one.journal();
        String op = "{\"type\":\"component\",\"contents\":{\"address\":\"A\",\"contents\":{\"type\":\"op\",\"content\":"
                + "{\"address\":\"j\",\"contents\":\"%s\"}}}}";
        room.foreign("foreign", op.formatted("a"), "{\"batch\":true}");
        assertThat(journal.entries()).isEmpty();
        one.journal().add("mine");
        one.context.turn();
        room.foreign("foreign", op.formatted("b"), "{\"batch\":false}");

        assertThat(journal.events).containsExactly("\"a\" of 3", "\"b\" of 3");
        // Made between the two, it has seen neither.
        assertThat(one.context.takeSent().get(0).referenceSequenceNumber()).isEqualTo(2);
    }

    @Test
    void orderSequentially_thatThrows_takesBackWhatWasMadeInIt() {
        one.journal().add("before");
        assertThatThrownBy(() -> one.runtime.orderSequentially(() -> {
                    one.journal().add("a");
                    one.journal().add("b");
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        one.journal().add("after");
        room.settle();

        assertThat(one.journal().texts()).containsExactly("before", "after");
        assertThat(two.journal().texts()).containsExactly("before", "after");
        assertThat(one.runtime.isDirty()).isFalse();
    }

    @Test
    void orderSequentially_isOneBatchThatNothingInterrupts() {
        one.runtime.orderSequentially(() -> {
            one.journal().add("a");
            assertThatThrownBy(one.runtime::flush).isInstanceOf(IllegalStateException.class);
            one.journal().add("b");
        });
        one.context.turn();
        assertThat(one.context.takeSent()).hasSize(1);
    }

    @Test
    void readonlyContainer_refusesEdits() {
        one.context.readonly = true;
        assertThatThrownBy(() -> one.journal().add("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("read-only");
        assertThat(one.journal().entries()).isEmpty();
    }

    @Test
    void ownOpThatChangedOnItsWay_closes() {
        one.journal().add("a");
        one.context.turn();
        DocumentMessage sent = one.context.takeSent().get(0);
        String changed = Room.text(sent).replace("\"a\"", "\"b\"");
        one.context.sent.add(List.of(new DocumentMessage(
                sent.type(),
                sent.clientSequenceNumber(),
                sent.referenceSequenceNumber(),
                RawJson.ofString(changed),
                null,
                null,
                false)));
        assertThatThrownBy(() -> room.sequence(one))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("pending-order");
    }

    @Test
    void ownOpThatIsNotPending_closes() {
        String op = "{\"type\":\"component\",\"contents\":{\"address\":\"A\",\"contents\":{\"type\":\"op\",\"content\":"
                + "{\"address\":\"j\",\"contents\":1}}}}";
        assertThatThrownBy(() -> room.foreign(one.id(), op))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.DATA_CORRUPTION));
    }

    @Test
    void dataStoreTooLargeToBeMadeKnown_closesAndStaysPending() {
        Room old = new Room(RuntimeOptions.DEFAULT.withSchema(DocumentSchema.NONE));
        Room.Client client = old.client();
        String large = "x".repeat(5_000_000);
        DataStore store = client.runtime.createDataStore("s", List.of("pkg"));
        for (int i = 0; i < 14; i++) {
            store.createChannel("k" + i, Journal.class).add(large);
        }
        client.journal().add(store.handle().toJson());
        client.context.turn();

        assertThat(client.context.closedBy)
                .isNotNull()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.BATCH_TOO_LARGE));
        assertThat(client.runtime.pendingState().toJson()).contains(large);
        assertThat(client.context.takeSent()).isEmpty();
    }

    @Test
    void rt062_largeEdit_travelsInChunksAndIsAcknowledgedByTheLast() {
        one.journal().add("y".repeat(2_000_000));
        one.journal().add("z");
        room.settle();
        assertThat(two.journal().texts()).hasSize(2).isEqualTo(one.journal().texts());
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void closedContainer_takesNoEdit() {
        one.context.close(new ContainerException(Kind.FORBIDDEN, "told so"));
        assertThatThrownBy(() -> one.journal().add("a")).isInstanceOf(IllegalStateException.class);
    }
}
