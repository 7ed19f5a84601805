package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.schema.DocumentSchema;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sizes are those of the frames, in bytes; nothing too large is counted or lost. */
class LargeEditsTest {
    private static final int FRAME = 1_000_000;
    private static final RuntimeOptions UNGROUPED = RuntimeOptions.DEFAULT.withSchema(DocumentSchema.NONE);

    @Test
    void threeBytesPerCharacter_everyFrameIsTakenByTheService() {
        for (RuntimeOptions options : List.of(RuntimeOptions.DEFAULT, UNGROUPED)) {
            Room room = new Room(options);
            Room.Client one = room.client();
            Room.Client two = room.client();
            String text = new Random(1)
                    .ints(400_000, '一', '龥')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .append("\"\\".repeat(200_000))
                    .toString();
            one.journal().add(text);
            one.context.turn();

            assertThat(one.context.sent).hasSizeGreaterThan(1).allMatch(batch -> bytes(batch) < FRAME);
            room.settle();
            assertThat(two.journal().texts()).containsExactly(text);
            assertThat(one.runtime.hasPendingOps()).isFalse();
        }
    }

    @Test
    void rt052_manyUngroupedEditsOfOneTurn_becomeBatchesThatFitInAFrame() {
        Room room = new Room(UNGROUPED);
        Room.Client one = room.client();
        Room.Client two = room.client();
        List<String> texts =
                IntStream.range(0, 4_000).mapToObj(i -> "語".repeat(60) + i).toList();
        texts.forEach(one.journal()::add);
        one.context.turn();

        assertThat(one.context.sent).hasSizeGreaterThan(1).allSatisfy(batch -> {
            assertThat(bytes(batch)).isLessThan(FRAME);
            assertThat(String.valueOf(batch.get(0).metadata())).isEqualTo("{\"batch\":true}");
            assertThat(String.valueOf(batch.get(batch.size() - 1).metadata())).isEqualTo("{\"batch\":false}");
        });
        room.settle();
        assertThat(two.journal().texts()).isEqualTo(texts);
    }

    @Test
    void serviceWithSmallFrames_isSentChunksThatItTakes() {
        Room room = new Room();
        Room.Client one = room.client();
        Room.Client two = room.client();
        one.context.maxSubmissionBytes = 10_000;
        String text = IntStream.range(0, 20_000).mapToObj(Integer::toString).reduce("", String::concat);
        one.journal().add(text);
        one.context.turn();

        assertThat(one.context.sent).hasSizeGreaterThan(1).allMatch(batch -> bytes(batch) < 10_000);
        room.settle();
        assertThat(two.journal().texts()).containsExactly(text);
    }

    @Test
    void editLargerThanAnyBatch_isRefusedWhereItIsMadeAndNothingIsLost() {
        Room room = new Room();
        Room.Client one = room.client();
        one.journal().add("before");
        String huge = "x".repeat(51 << 20);

        assertThatThrownBy(() -> one.journal().add(huge))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(Kind.BATCH_TOO_LARGE))
                .hasMessageContaining("smaller steps");

        one.journal().add("after");
        room.settle();
        assertThat(one.journal().texts()).containsExactly("before", "after");
        assertThat(one.context.closedBy).isNull();
        assertThat(one.runtime.isDirty()).isFalse();
    }

    @Test
    void ungroupedEditsTogetherTooLargeForOneBatch_areAllTakenBack() {
        Room room = new Room(UNGROUPED);
        Room.Client one = room.client();

        assertThatThrownBy(() -> one.runtime.orderSequentially(() -> {
                    for (int i = 0; i < 4; i++) {
                        one.journal().add("x".repeat(200_000));
                    }
                }))
                .isInstanceOf(ContainerException.class);

        assertThat(one.journal().texts()).isEmpty();
        assertThat(one.runtime.isDirty()).isFalse();
        one.journal().add("next");
        room.settle();
        assertThat(one.journal().texts()).containsExactly("next");
    }

    @Test
    void editsThatCannotBeSentAgain_stayPendingOnceAsTheyWere() {
        Room room = new Room(UNGROUPED);
        Room.Client one = room.client();
        String before = one.id();
        room.disconnect(one);
        room.leave(before);
        one.journal().add("small");
        one.context.turn();
        one.journal().add("x".repeat(200_000));
        one.journal().add("y".repeat(200_000));
        one.context.turn();
        room.client().journal().add("theirs");
        room.settle();
        room.catchUp(one);
        one.context.maxSubmissionBytes = 1_000;

        assertThatThrownBy(() -> room.connect(one)).isInstanceOf(IllegalArgumentException.class);

        assertThat(one.context.sent).isEmpty();
        JsonValue state = JsonValue.parse(one.runtime.pendingState().toJson());
        Room.Client later = room.client(
                Snapshots.of(room.created, 0), Optional.of(state), DataStoreFactory.of(new Journal.Factory()));
        assertThat(later.journal().texts())
                .extracting(text -> text.substring(0, 1))
                .containsExactly("t", "s", "x", "y");
    }

    @Test
    void rt064_batchThatANewServiceDoesNotTakeWhole_isSentInParts() {
        Room room = new Room(UNGROUPED);
        Room.Client one = room.client();
        String before = one.id();
        room.disconnect(one);
        room.leave(before);
        one.journal().add("x".repeat(200_000));
        one.journal().add("y".repeat(200_000));
        one.context.turn();
        room.catchUp(one);
        one.context.maxSubmissionBytes = 100_000;
        room.connect(one);

        assertThat(one.context.sent).hasSizeGreaterThan(4).allMatch(batch -> bytes(batch) < 100_000);
        Room.Client two = room.client();
        room.settle();
        assertThat(two.journal().texts()).isEqualTo(one.journal().texts()).hasSize(2);
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    private static int bytes(List<DocumentMessage> batch) {
        JsonWriter out = new JsonWriter(1_000);
        batch.forEach(message -> message.write(out));
        return out.size() + 512;
    }
}
