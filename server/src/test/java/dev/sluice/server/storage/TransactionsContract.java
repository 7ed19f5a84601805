package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.ERASE_AFTER;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.await;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.contains;
import static dev.sluice.server.storage.StoreFixture.document;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every {@link Store} promises of transactions, and of failures among them. */
interface TransactionsContract extends StoreUnderTest {
    // Transactions

    @Test
    default void transaction_mutations_seeThoseBefore() {
        RefName head = RefName.headOf(DOC.document());
        GitId one = blobId(bytes("1"));
        GitId two = blobId(bytes("2"));
        commit(
                store(),
                newDocument(DOC),
                append(DOC, 1, 2),
                append(DOC, 3, 1),
                new Mutation.SetRef(TENANT, head, one, Optional.empty()),
                new Mutation.SetRef(TENANT, head, two, Optional.of(one)),
                new Mutation.DeleteDocument(DOC, ERASE_AFTER),
                new Mutation.EraseDocument(DOC),
                newDocument(DOC, 8),
                append(DOC, 9, 1));

        assertThat(ops(store(), DOC, 0, 100)).isEqualTo(expectedOps(9, 9));
    }

    @Test
    default void transaction_empty_succeeds() {
        commit(store());
    }

    @Test
    default void transaction_lastMutationFails_leavesNoTrace() {
        commit(store(), newDocument(DOC), append(DOC, 1, 2));
        DocumentKey added = DocumentKey.of("new tenant", "added");
        assertThatThrownBy(() -> commit(
                        store(),
                        append(DOC, 3, 2),
                        newDocument(added),
                        blob(bytes("lost")),
                        new Mutation.PutCheckpoint(DOC, bytes("lost")),
                        new Mutation.SetRef(TENANT, new RefName("refs/heads/x"), blobId(bytes("x")), Optional.empty()),
                        new Mutation.DeleteDocument(DOC, ERASE_AFTER),
                        newDocument(DOC)))
                .isInstanceOf(DocumentExistsException.class);

        assertThat(ops(store(), DOC, 0, 100)).isEqualTo(expectedOps(1, 2));
        store().read(view -> {
            assertThat(view.document(added)).isEmpty();
            assertThat(view.contains(TENANT, blobId(bytes("lost")))).isFalse();
            assertThat(view.checkpoint(DOC)).isEmpty();
            assertThat(view.ref(TENANT, new RefName("refs/heads/x"))).isEmpty();
            assertThat(view.document(DOC).orElseThrow().isDeleted()).isFalse();
            return true;
        });
        commit(store(), append(DOC, 3, 1), newDocument(added), append(added, 1, 1));
        assertThat(ops(store(), DOC, 0, 100)).isEqualTo(expectedOps(1, 3));
        assertThat(ops(store(), added, 0, 100)).isEqualTo(expectedOps(1, 1));
    }

    @Test
    default void transaction_failsInAGroup_neighboursAreUnharmed() {
        commit(store(), newDocument(DOC));
        List<CompletableFuture<Void>> good = new ArrayList<>();
        List<CompletableFuture<Void>> bad = new ArrayList<>();
        int next = 1;
        for (int i = 0; i < 300; i++) {
            good.add(store().write(Transaction.of(append(DOC, next, 2), blob(bytes("good " + i)))));
            next += 2;
            bad.add(store().write(Transaction.of(blob(bytes("bad " + i)), append(DOC, next, 1), append(DOC, 1, 1))));
            bad.add(store().write(Transaction.of(append(DOC, 1, 1), blob(bytes("bad " + i)))));
        }

        good.forEach(StoreFixture::await);
        bad.forEach(write -> assertThatThrownBy(() -> await(write)).isInstanceOf(SequenceConflictException.class));
        assertThat(ops(store(), DOC, 0, 10_000)).isEqualTo(expectedOps(1, next - 1));
        for (int i = 0; i < 300; i++) {
            GitId lost = blobId(bytes("bad " + i));
            assertThat(contains(store(), TENANT, lost)).isFalse();
        }
        assertThat(store().statistics().objects()).isEqualTo(300);
    }

    @Test
    default void transactions_submittedInOrder_takeEffectInOrder() {
        commit(store(), newDocument(DOC));
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        List<Integer> completed = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2000; i++) {
            int number = i;
            writes.add(store().write(Transaction.of(append(DOC, i + 1, 1))).thenRun(() -> completed.add(number)));
        }
        writes.forEach(StoreFixture::await);

        assertThat(completed).isSorted().hasSize(2000);
        assertThat(ops(store(), DOC, 0, 5000)).isEqualTo(expectedOps(1, 2000));
    }

    @Test
    default void write_completed_isReadable() {
        commit(store(), newDocument(DOC));
        for (int i = 1; i <= 50; i++) {
            commit(store(), append(DOC, i, 1));
            assertThat(lastSequenceNumber(store(), DOC)).isEqualTo(i);
        }
    }

    @Test
    default void write_fromACompletion_isTaken() {
        CompletableFuture<Void> second = store().write(Transaction.of(newDocument(DOC)))
                .thenCompose(done -> store().write(Transaction.of(append(DOC, 1, 1))));
        await(second);

        assertThat(ops(store(), DOC, 0, 10)).isEqualTo(expectedOps(1, 1));
    }

    // Failures that nobody can explain

    @Test
    @SuppressWarnings("NullAway") // no backend expects it, which is the point
    default void write_failsUnexplained_nothingIsWrittenAnyMore() {
        commit(store(), newDocument(DOC));
        assertThat(store().isWritable()).isTrue();
        Optional<GitId> absurd = null;
        Mutation damaging = new Mutation.SetRef(TENANT, RefName.headOf(DOC.document()), blobId(bytes("x")), absurd);

        assertThatThrownBy(() -> commit(store(), damaging)).isInstanceOf(StoreException.class);
        assertThat(store().isWritable()).isFalse();
        assertThatThrownBy(() -> commit(store(), append(DOC, 1, 1))).isInstanceOf(StoreException.class);
        assertThat(document(store(), DOC)).isPresent();
    }
}
