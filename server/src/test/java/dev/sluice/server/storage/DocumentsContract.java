package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.CREATED;
import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.ERASE_AFTER;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.checkpoint;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.document;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.DocumentKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Store} promises of documents: their rows, and the life of these. */
interface DocumentsContract extends StoreUnderTest {
    @Test
    default void document_created_isReadBack() {
        commit(store(), newDocument(DOC, 7));

        DocumentRow row = document(store(), DOC).orElseThrow();
        assertThat(row).isEqualTo(new DocumentRow(DOC, CREATED, 7, null));
        assertThat(row.isDeleted()).isFalse();
    }

    @Test
    default void document_unknown_isAbsentEverywhere() {
        store().read(view -> {
            assertThat(view.document(DOC)).isEmpty();
            assertThat(view.checkpoint(DOC)).isEmpty();
            assertThat(view.lastSequenceNumber(DOC)).isEqualTo(-1);
            assertThat(view.ref(TENANT, RefName.headOf(DOC.document()))).isEmpty();
            assertThat(view.object(TENANT, blobId(bytes("x")))).isEmpty();
            assertThat(view.contains(TENANT, blobId(bytes("x")))).isFalse();
            view.ops(DOC, 0, Long.MAX_VALUE, (number, json) -> unexpected());
            view.refs(TENANT, (name, target) -> unexpected());
            view.objects(TENANT, id -> unexpected());
            view.documents(row -> unexpected());
            return true;
        });
    }

    @Test
    default void create_nameTaken_fails() {
        commit(store(), newDocument(DOC));

        assertThatThrownBy(() -> commit(store(), newDocument(DOC))).isInstanceOf(DocumentExistsException.class);
    }

    @Test
    default void create_nameTakenByDeletedDocument_fails() {
        commit(store(), newDocument(DOC), new Mutation.DeleteDocument(DOC, ERASE_AFTER));

        assertThatThrownBy(() -> commit(store(), newDocument(DOC))).isInstanceOf(DocumentExistsException.class);
    }

    @Test
    default void create_sameNameInOtherTenant_isAnotherDocument() {
        DocumentKey other = new DocumentKey(OTHER, DOC.document());
        commit(store(), newDocument(DOC), newDocument(other), append(other, 1, 2));

        assertThat(ops(store(), DOC, 0, 10)).isEmpty();
        assertThat(ops(store(), other, 0, 10)).isEqualTo(expectedOps(1, 2));
    }

    @Test
    default void documents_ofManyTenants_areOrderedByUtf8Bytes() {
        // U+FF61 sorts before U+1F600 in UTF-8 and after it in UTF-16.
        List<DocumentKey> ordered = List.of(
                DocumentKey.of("a", "1"),
                DocumentKey.of("a", "10"),
                DocumentKey.of("a", "2"),
                DocumentKey.of("a", "\uff61"),
                DocumentKey.of("a", "\ud83d\ude00"),
                DocumentKey.of("ab", "0"),
                DocumentKey.of("b", "0"));
        for (int i : new int[] {6, 3, 0, 4, 5, 1, 2}) {
            commit(store(), newDocument(ordered.get(i)));
        }

        List<DocumentKey> found = new ArrayList<>();
        store().read(view -> {
            view.documents(row -> found.add(row.key()));
            return true;
        });
        assertThat(found).isEqualTo(ordered);
    }

    @Test
    default void delete_liveDocument_keepsItsData() {
        commit(store(), newDocument(DOC), append(DOC, 1, 3), new Mutation.PutCheckpoint(DOC, bytes("state")));
        commit(store(), new Mutation.DeleteDocument(DOC, ERASE_AFTER));

        DocumentRow row = document(store(), DOC).orElseThrow();
        assertThat(row.isDeleted()).isTrue();
        assertThat(row.eraseAfter()).isEqualTo(ERASE_AFTER);
        assertThat(ops(store(), DOC, 0, 10)).isEqualTo(expectedOps(1, 3));
        assertThat(checkpoint(store(), DOC)).isPresent();
        commit(store(), append(DOC, 4, 1));
        assertThat(lastSequenceNumber(store(), DOC)).isEqualTo(4);
    }

    @Test
    default void delete_deletedDocument_movesTheTime() {
        Instant later = ERASE_AFTER.plusSeconds(5);
        commit(store(), newDocument(DOC), new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        commit(store(), new Mutation.DeleteDocument(DOC, later));

        assertThat(document(store(), DOC).orElseThrow().eraseAfter()).isEqualTo(later);
    }

    @Test
    default void delete_unknownDocument_fails() {
        assertThatThrownBy(() -> commit(store(), new Mutation.DeleteDocument(DOC, ERASE_AFTER)))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    default void undelete_deletedDocument_isAsBefore() {
        commit(store(), newDocument(DOC), append(DOC, 1, 3), new Mutation.PutCheckpoint(DOC, bytes("state")));
        DocumentRow before = document(store(), DOC).orElseThrow();
        commit(store(), new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        commit(store(), new Mutation.UndeleteDocument(DOC));

        assertThat(document(store(), DOC)).contains(before);
        assertThat(ops(store(), DOC, 0, 10)).isEqualTo(expectedOps(1, 3));
        assertThat(checkpoint(store(), DOC)).isPresent();
        assertThatThrownBy(() -> commit(store(), new Mutation.EraseDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store(), append(DOC, 4, 1));
    }

    @Test
    default void undelete_inATransactionThatFails_leavesItDeleted() {
        commit(store(), newDocument(DOC), new Mutation.DeleteDocument(DOC, ERASE_AFTER));

        assertThatThrownBy(() -> commit(store(), new Mutation.UndeleteDocument(DOC), newDocument(DOC)))
                .isInstanceOf(DocumentExistsException.class);
        assertThat(document(store(), DOC).orElseThrow().eraseAfter()).isEqualTo(ERASE_AFTER);
    }

    @Test
    default void undelete_liveUnknownOrErasedDocument_fails() {
        assertThatThrownBy(() -> commit(store(), new Mutation.UndeleteDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store(), newDocument(DOC));
        assertThatThrownBy(() -> commit(store(), new Mutation.UndeleteDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store(), new Mutation.DeleteDocument(DOC, ERASE_AFTER), new Mutation.EraseDocument(DOC));
        assertThatThrownBy(() -> commit(store(), new Mutation.UndeleteDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    default void erase_liveOrUnknownDocument_fails() {
        assertThatThrownBy(() -> commit(store(), new Mutation.EraseDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store(), newDocument(DOC));
        assertThatThrownBy(() -> commit(store(), new Mutation.EraseDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    default void erase_deletedDocument_removesAllButObjects() {
        Mutation.PutObject object = blob(bytes("kept"));
        RefName head = RefName.headOf(DOC.document());
        commit(
                store(),
                newDocument(DOC),
                append(DOC, 1, 500),
                new Mutation.PutCheckpoint(DOC, bytes("state")),
                object,
                new Mutation.SetRef(TENANT, head, object.id(), Optional.empty()));
        commit(store(), new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        commit(store(), new Mutation.EraseDocument(DOC));

        store().read(view -> {
            assertThat(view.document(DOC)).isEmpty();
            assertThat(view.checkpoint(DOC)).isEmpty();
            assertThat(view.lastSequenceNumber(DOC)).isEqualTo(-1);
            assertThat(view.ref(TENANT, head)).isEmpty();
            assertThat(view.contains(TENANT, object.id())).isTrue();
            return true;
        });
        assertThat(ops(store(), DOC, 0, 1000)).isEmpty();
    }

    @Test
    default void create_nameOfErasedDocument_beginsALogOfItsOwn() {
        commit(store(), newDocument(DOC), append(DOC, 1, 500), new Mutation.PutCheckpoint(DOC, bytes("state")));
        commit(
                store(),
                new Mutation.DeleteDocument(DOC, ERASE_AFTER),
                new Mutation.EraseDocument(DOC),
                newDocument(DOC, 40),
                append(DOC, 41, 2));

        assertThat(ops(store(), DOC, 0, 1000)).isEqualTo(expectedOps(41, 42));
        assertThat(checkpoint(store(), DOC)).isEmpty();
    }

    private static boolean unexpected() {
        throw new AssertionError("nothing should be visited");
    }
}
