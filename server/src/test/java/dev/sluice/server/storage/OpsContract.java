package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.checkpoint;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.DocumentKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Store} promises of ops and of checkpoints. */
interface OpsContract extends StoreUnderTest {
    // Ops

    @Test
    default void ops_bothBounds_areExclusive() {
        commit(store(), newDocument(DOC));
        commit(store(), append(DOC, 1, 10));
        commit(store(), append(DOC, 11, 1));
        commit(store(), append(DOC, 12, 10));

        assertThat(ops(store(), DOC, 0, Long.MAX_VALUE)).isEqualTo(expectedOps(1, 21));
        assertThat(ops(store(), DOC, -1, 3)).isEqualTo(expectedOps(1, 2));
        assertThat(ops(store(), DOC, 4, 13)).isEqualTo(expectedOps(5, 12));
        assertThat(ops(store(), DOC, 10, 12)).isEqualTo(expectedOps(11, 11));
        assertThat(ops(store(), DOC, 5, 6)).isEmpty();
        assertThat(ops(store(), DOC, 6, 5)).isEmpty();
        assertThat(ops(store(), DOC, 21, 100)).isEmpty();
        assertThat(ops(store(), DOC, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThat(ops(store(), DOC, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(expectedOps(1, 21));
    }

    @Test
    default void ops_visitorHasEnough_endsTheVisit() {
        commit(store(), newDocument(DOC), append(DOC, 1, 10), append(DOC, 11, 10));

        List<Long> seen = new ArrayList<>();
        store().read(view -> {
            view.ops(DOC, 0, 100, (number, json) -> {
                seen.add(number);
                return number < 11;
            });
            return true;
        });
        assertThat(seen).hasSize(11).last().isEqualTo(11L);
    }

    @Test
    default void ops_ofManyAndLargeSizes_areReadBackWhole() {
        commit(store(), newDocument(DOC));
        List<byte[]> sent = new ArrayList<>();
        for (int size : new int[] {0, 1, 200, 2_000, 2_100, 5_000, 70_000, 3, 200_000, 64 * 1024, 64 * 1024 + 1, 1}) {
            sent.add("x".repeat(size).getBytes(StandardCharsets.UTF_8));
        }
        commit(store(), new Mutation.AppendOps(DOC, 1, sent));

        for (int from = 0; from < sent.size(); from++) {
            List<String> found = ops(store(), DOC, from, from + 2);
            assertThat(found).hasSize(1);
            assertThat(found.get(0)).isEqualTo((from + 1) + ":" + "x".repeat(sent.get(from).length));
        }
        assertThat(ops(store(), DOC, 0, 1000)).hasSize(sent.size());
    }

    @Test
    default void ops_json_isReadOnly() {
        commit(store(), newDocument(DOC), append(DOC, 1, 1));

        store().read(view -> {
            view.ops(DOC, 0, 2, (number, json) -> {
                assertThat(json.isReadOnly()).isTrue();
                return true;
            });
            return true;
        });
    }

    @Test
    default void ops_visitorReadsOtherThings_isNotDisturbed() {
        DocumentKey other = DocumentKey.of("acme", "other");
        commit(
                store(),
                newDocument(DOC),
                newDocument(other),
                append(DOC, 1, 5),
                append(DOC, 6, 5),
                append(other, 1, 3));

        List<Long> seen = new ArrayList<>();
        store().read(view -> {
            view.ops(DOC, 0, 100, (number, json) -> {
                view.ops(other, 0, 100, (otherNumber, otherJson) -> true);
                assertThat(view.lastSequenceNumber(other)).isEqualTo(3);
                assertThat(view.document(DOC)).isPresent();
                assertThat(StoreFixture.text(json)).contains("\"sequenceNumber\":" + number + ",");
                return seen.add(number);
            });
            return true;
        });
        assertThat(seen).hasSize(10);
    }

    @Test
    default void append_notFollowingTheNewest_fails() {
        commit(store(), newDocument(DOC, 5), append(DOC, 6, 3));

        for (long first : new long[] {0, 6, 8, 10}) {
            assertThatThrownBy(() -> commit(store(), append(DOC, first, 1)))
                    .isInstanceOf(SequenceConflictException.class);
        }
        assertThat(ops(store(), DOC, 0, 100)).isEqualTo(expectedOps(6, 8));
        commit(store(), append(DOC, 9, 1));
        assertThat(lastSequenceNumber(store(), DOC)).isEqualTo(9);
    }

    @Test
    default void append_unknownDocument_fails() {
        assertThatThrownBy(() -> commit(store(), append(DOC, 1, 1))).isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    default void append_withoutOps_isRefused() {
        assertThatThrownBy(() -> new Mutation.AppendOps(DOC, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void lastSequenceNumber_withoutOps_isTheBase() {
        DocumentKey first = DocumentKey.of("acme", "first");
        DocumentKey last = DocumentKey.of("acme", "last");
        commit(
                store(),
                newDocument(first),
                append(first, 1, 4),
                newDocument(DOC, 9),
                newDocument(last),
                append(last, 1, 2));

        assertThat(lastSequenceNumber(store(), first)).isEqualTo(4);
        assertThat(lastSequenceNumber(store(), DOC)).isEqualTo(9);
        assertThat(lastSequenceNumber(store(), last)).isEqualTo(2);
    }

    // Checkpoints

    @Test
    default void checkpoint_putTwice_isTheLast() {
        commit(store(), newDocument(DOC), new Mutation.PutCheckpoint(DOC, bytes("a longer state than the next")));
        commit(store(), new Mutation.PutCheckpoint(DOC, bytes("next")));

        byte[] mine = store().read(view -> view.checkpoint(DOC)).orElseThrow();
        assertThat(mine).isEqualTo(bytes("next"));
        mine[0] = 0;
        assertThat(checkpoint(store(), DOC)).hasValue(bytes("next"));
    }

    @Test
    default void checkpoint_unknownDocument_fails() {
        assertThatThrownBy(() -> commit(store(), new Mutation.PutCheckpoint(DOC, bytes("x"))))
                .isInstanceOf(PreconditionFailedException.class);
    }
}
