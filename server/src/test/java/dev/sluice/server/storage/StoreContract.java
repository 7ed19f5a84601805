package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.CREATED;
import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.ERASE_AFTER;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.adopt;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.await;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.checkpoint;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.contains;
import static dev.sluice.server.storage.StoreFixture.content;
import static dev.sluice.server.storage.StoreFixture.document;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static dev.sluice.server.storage.StoreFixture.readObject;
import static dev.sluice.server.storage.StoreFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Store} promises. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class StoreContract {
    /** Larger than the threshold for files of their own that {@link #open} sets, if the backend has one. */
    protected static final int LARGE = 300_000;

    private static final TenantId OTHER = new TenantId("other");

    private Store store;

    /** Opens an empty store. */
    protected abstract Store open();

    /** Looks at what closed stores left behind. */
    protected void checkClosed() {}

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
        checkClosed();
    }

    // Documents

    @Test
    void document_created_isReadBack() {
        commit(store, newDocument(DOC, 7));

        DocumentRow row = document(store, DOC).orElseThrow();
        assertThat(row).isEqualTo(new DocumentRow(DOC, CREATED, 7, null));
        assertThat(row.isDeleted()).isFalse();
    }

    @Test
    void document_unknown_isAbsentEverywhere() {
        store.read(view -> {
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
    void create_nameTaken_fails() {
        commit(store, newDocument(DOC));

        assertThatThrownBy(() -> commit(store, newDocument(DOC))).isInstanceOf(DocumentExistsException.class);
    }

    @Test
    void create_nameTakenByDeletedDocument_fails() {
        commit(store, newDocument(DOC), new Mutation.DeleteDocument(DOC, ERASE_AFTER));

        assertThatThrownBy(() -> commit(store, newDocument(DOC))).isInstanceOf(DocumentExistsException.class);
    }

    @Test
    void create_sameNameInOtherTenant_isAnotherDocument() {
        DocumentKey other = new DocumentKey(OTHER, DOC.document());
        commit(store, newDocument(DOC), newDocument(other), append(other, 1, 2));

        assertThat(ops(store, DOC, 0, 10)).isEmpty();
        assertThat(ops(store, other, 0, 10)).isEqualTo(expectedOps(1, 2));
    }

    @Test
    void documents_ofManyTenants_areOrderedByUtf8Bytes() {
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
            commit(store, newDocument(ordered.get(i)));
        }

        List<DocumentKey> found = new ArrayList<>();
        store.read(view -> {
            view.documents(row -> found.add(row.key()));
            return true;
        });
        assertThat(found).isEqualTo(ordered);
    }

    @Test
    void delete_liveDocument_keepsItsData() {
        commit(store, newDocument(DOC), append(DOC, 1, 3), new Mutation.PutCheckpoint(DOC, bytes("state")));
        commit(store, new Mutation.DeleteDocument(DOC, ERASE_AFTER));

        DocumentRow row = document(store, DOC).orElseThrow();
        assertThat(row.isDeleted()).isTrue();
        assertThat(row.eraseAfter()).isEqualTo(ERASE_AFTER);
        assertThat(ops(store, DOC, 0, 10)).isEqualTo(expectedOps(1, 3));
        assertThat(checkpoint(store, DOC)).isPresent();
        commit(store, append(DOC, 4, 1));
        assertThat(lastSequenceNumber(store, DOC)).isEqualTo(4);
    }

    @Test
    void delete_deletedDocument_movesTheTime() {
        Instant later = ERASE_AFTER.plusSeconds(5);
        commit(store, newDocument(DOC), new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        commit(store, new Mutation.DeleteDocument(DOC, later));

        assertThat(document(store, DOC).orElseThrow().eraseAfter()).isEqualTo(later);
    }

    @Test
    void delete_unknownDocument_fails() {
        assertThatThrownBy(() -> commit(store, new Mutation.DeleteDocument(DOC, ERASE_AFTER)))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void undelete_deletedDocument_isAsBefore() {
        commit(store, newDocument(DOC), append(DOC, 1, 3), new Mutation.PutCheckpoint(DOC, bytes("state")));
        DocumentRow before = document(store, DOC).orElseThrow();
        commit(store, new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        commit(store, new Mutation.UndeleteDocument(DOC));

        assertThat(document(store, DOC)).contains(before);
        assertThat(ops(store, DOC, 0, 10)).isEqualTo(expectedOps(1, 3));
        assertThat(checkpoint(store, DOC)).isPresent();
        assertThatThrownBy(() -> commit(store, new Mutation.EraseDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store, append(DOC, 4, 1));
    }

    @Test
    void undelete_inATransactionThatFails_leavesItDeleted() {
        commit(store, newDocument(DOC), new Mutation.DeleteDocument(DOC, ERASE_AFTER));

        assertThatThrownBy(() -> commit(store, new Mutation.UndeleteDocument(DOC), newDocument(DOC)))
                .isInstanceOf(DocumentExistsException.class);
        assertThat(document(store, DOC).orElseThrow().eraseAfter()).isEqualTo(ERASE_AFTER);
    }

    @Test
    void undelete_liveUnknownOrErasedDocument_fails() {
        assertThatThrownBy(() -> commit(store, new Mutation.UndeleteDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store, newDocument(DOC));
        assertThatThrownBy(() -> commit(store, new Mutation.UndeleteDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store, new Mutation.DeleteDocument(DOC, ERASE_AFTER), new Mutation.EraseDocument(DOC));
        assertThatThrownBy(() -> commit(store, new Mutation.UndeleteDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void erase_liveOrUnknownDocument_fails() {
        assertThatThrownBy(() -> commit(store, new Mutation.EraseDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store, newDocument(DOC));
        assertThatThrownBy(() -> commit(store, new Mutation.EraseDocument(DOC)))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void erase_deletedDocument_removesAllButObjects() {
        Mutation.PutObject object = blob(bytes("kept"));
        RefName head = RefName.headOf(DOC.document());
        commit(
                store,
                newDocument(DOC),
                append(DOC, 1, 500),
                new Mutation.PutCheckpoint(DOC, bytes("state")),
                object,
                new Mutation.SetRef(TENANT, head, object.id(), Optional.empty()));
        commit(store, new Mutation.DeleteDocument(DOC, ERASE_AFTER));
        commit(store, new Mutation.EraseDocument(DOC));

        store.read(view -> {
            assertThat(view.document(DOC)).isEmpty();
            assertThat(view.checkpoint(DOC)).isEmpty();
            assertThat(view.lastSequenceNumber(DOC)).isEqualTo(-1);
            assertThat(view.ref(TENANT, head)).isEmpty();
            assertThat(view.contains(TENANT, object.id())).isTrue();
            return true;
        });
        assertThat(ops(store, DOC, 0, 1000)).isEmpty();
    }

    @Test
    void create_nameOfErasedDocument_beginsALogOfItsOwn() {
        commit(store, newDocument(DOC), append(DOC, 1, 500), new Mutation.PutCheckpoint(DOC, bytes("state")));
        commit(
                store,
                new Mutation.DeleteDocument(DOC, ERASE_AFTER),
                new Mutation.EraseDocument(DOC),
                newDocument(DOC, 40),
                append(DOC, 41, 2));

        assertThat(ops(store, DOC, 0, 1000)).isEqualTo(expectedOps(41, 42));
        assertThat(checkpoint(store, DOC)).isEmpty();
    }

    // Failures that nobody can explain

    @Test
    @SuppressWarnings("NullAway") // no backend expects it, which is the point
    void write_failsUnexplained_nothingIsWrittenAnyMore() {
        commit(store, newDocument(DOC));
        assertThat(store.isWritable()).isTrue();
        Optional<GitId> absurd = null;
        Mutation damaging = new Mutation.SetRef(TENANT, RefName.headOf(DOC.document()), blobId(bytes("x")), absurd);

        assertThatThrownBy(() -> commit(store, damaging)).isInstanceOf(StoreException.class);
        assertThat(store.isWritable()).isFalse();
        assertThatThrownBy(() -> commit(store, append(DOC, 1, 1))).isInstanceOf(StoreException.class);
        assertThat(document(store, DOC)).isPresent();
    }

    // Ops

    @Test
    void ops_bothBounds_areExclusive() {
        commit(store, newDocument(DOC));
        commit(store, append(DOC, 1, 10));
        commit(store, append(DOC, 11, 1));
        commit(store, append(DOC, 12, 10));

        assertThat(ops(store, DOC, 0, Long.MAX_VALUE)).isEqualTo(expectedOps(1, 21));
        assertThat(ops(store, DOC, -1, 3)).isEqualTo(expectedOps(1, 2));
        assertThat(ops(store, DOC, 4, 13)).isEqualTo(expectedOps(5, 12));
        assertThat(ops(store, DOC, 10, 12)).isEqualTo(expectedOps(11, 11));
        assertThat(ops(store, DOC, 5, 6)).isEmpty();
        assertThat(ops(store, DOC, 6, 5)).isEmpty();
        assertThat(ops(store, DOC, 21, 100)).isEmpty();
        assertThat(ops(store, DOC, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThat(ops(store, DOC, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(expectedOps(1, 21));
    }

    @Test
    void ops_visitorHasEnough_endsTheVisit() {
        commit(store, newDocument(DOC), append(DOC, 1, 10), append(DOC, 11, 10));

        List<Long> seen = new ArrayList<>();
        store.read(view -> {
            view.ops(DOC, 0, 100, (number, json) -> {
                seen.add(number);
                return number < 11;
            });
            return true;
        });
        assertThat(seen).hasSize(11).last().isEqualTo(11L);
    }

    @Test
    void ops_ofManyAndLargeSizes_areReadBackWhole() {
        commit(store, newDocument(DOC));
        List<byte[]> sent = new ArrayList<>();
        for (int size : new int[] {0, 1, 200, 2_000, 2_100, 5_000, 70_000, 3, 200_000, 64 * 1024, 64 * 1024 + 1, 1}) {
            sent.add("x".repeat(size).getBytes(StandardCharsets.UTF_8));
        }
        commit(store, new Mutation.AppendOps(DOC, 1, sent));

        for (int from = 0; from < sent.size(); from++) {
            List<String> found = ops(store, DOC, from, from + 2);
            assertThat(found).hasSize(1);
            assertThat(found.get(0)).isEqualTo((from + 1) + ":" + "x".repeat(sent.get(from).length));
        }
        assertThat(ops(store, DOC, 0, 1000)).hasSize(sent.size());
    }

    @Test
    void ops_json_isReadOnly() {
        commit(store, newDocument(DOC), append(DOC, 1, 1));

        store.read(view -> {
            view.ops(DOC, 0, 2, (number, json) -> {
                assertThat(json.isReadOnly()).isTrue();
                return true;
            });
            return true;
        });
    }

    @Test
    void ops_visitorReadsOtherThings_isNotDisturbed() {
        DocumentKey other = DocumentKey.of("acme", "other");
        commit(store, newDocument(DOC), newDocument(other), append(DOC, 1, 5), append(DOC, 6, 5), append(other, 1, 3));

        List<Long> seen = new ArrayList<>();
        store.read(view -> {
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
    void append_notFollowingTheNewest_fails() {
        commit(store, newDocument(DOC, 5), append(DOC, 6, 3));

        for (long first : new long[] {0, 6, 8, 10}) {
            assertThatThrownBy(() -> commit(store, append(DOC, first, 1)))
                    .isInstanceOf(SequenceConflictException.class);
        }
        assertThat(ops(store, DOC, 0, 100)).isEqualTo(expectedOps(6, 8));
        commit(store, append(DOC, 9, 1));
        assertThat(lastSequenceNumber(store, DOC)).isEqualTo(9);
    }

    @Test
    void append_unknownDocument_fails() {
        assertThatThrownBy(() -> commit(store, append(DOC, 1, 1))).isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void append_withoutOps_isRefused() {
        assertThatThrownBy(() -> new Mutation.AppendOps(DOC, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lastSequenceNumber_withoutOps_isTheBase() {
        DocumentKey first = DocumentKey.of("acme", "first");
        DocumentKey last = DocumentKey.of("acme", "last");
        commit(
                store,
                newDocument(first),
                append(first, 1, 4),
                newDocument(DOC, 9),
                newDocument(last),
                append(last, 1, 2));

        assertThat(lastSequenceNumber(store, first)).isEqualTo(4);
        assertThat(lastSequenceNumber(store, DOC)).isEqualTo(9);
        assertThat(lastSequenceNumber(store, last)).isEqualTo(2);
    }

    // Checkpoints

    @Test
    void checkpoint_putTwice_isTheLast() {
        commit(store, newDocument(DOC), new Mutation.PutCheckpoint(DOC, bytes("a longer state than the next")));
        commit(store, new Mutation.PutCheckpoint(DOC, bytes("next")));

        byte[] mine = store.read(view -> view.checkpoint(DOC)).orElseThrow();
        assertThat(mine).isEqualTo(bytes("next"));
        mine[0] = 0;
        assertThat(checkpoint(store, DOC)).hasValue(bytes("next"));
    }

    @Test
    void checkpoint_unknownDocument_fails() {
        assertThatThrownBy(() -> commit(store, new Mutation.PutCheckpoint(DOC, bytes("x"))))
                .isInstanceOf(PreconditionFailedException.class);
    }

    // Objects

    @Test
    void object_ofEachType_isReadBack() {
        for (GitObjectType type : GitObjectType.values()) {
            byte[] body = bytes("body of a " + type);
            GitId id = GitHash.of(type, body);
            commit(store, new Mutation.PutObject(TENANT, id, type, body));

            store.read(view -> {
                StoredObject object = view.object(TENANT, id).orElseThrow();
                assertThat(object.type()).isEqualTo(type);
                assertThat(content(object)).isEqualTo(body);
                assertThat(view.contains(TENANT, id)).isTrue();
                assertThat(view.contains(OTHER, id)).isFalse();
                return true;
            });
        }
    }

    @Test
    void object_emptyBody_isReadBack() {
        commit(store, blob(bytes("")));

        assertThat(readObject(store, TENANT, blobId(bytes("")))).hasValue(bytes(""));
    }

    @Test
    void object_storedTwice_changesNothing() {
        commit(store, blob(bytes("same")));
        commit(store, blob(bytes("same")), blob(bytes("same")));

        assertThat(store.statistics().objects()).isEqualTo(1);
        assertThat(readObject(store, TENANT, blobId(bytes("same")))).hasValue(bytes("same"));
    }

    @Test
    void object_inline_isReadOnly() {
        commit(store, blob(bytes("content")));

        store.read(view -> {
            StoredObject object = view.object(TENANT, blobId(bytes("content"))).orElseThrow();
            ByteBuffer buffer = ((StoredObject.Content.Inline) object.content()).bytes();
            assertThat(buffer.position()).isZero();
            assertThat(buffer.limit()).isEqualTo((int) object.size());
            assertThatThrownBy(() -> buffer.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
            return true;
        });
    }

    @Test
    void object_twoAtOnce_doNotDisturbEachOther() {
        commit(store, blob(bytes("first")), blob(bytes("second")));

        store.read(view -> {
            StoredObject first = view.object(TENANT, blobId(bytes("first"))).orElseThrow();
            StoredObject second = view.object(TENANT, blobId(bytes("second"))).orElseThrow();
            assertThat(content(first)).isEqualTo(bytes("first"));
            assertThat(content(second)).isEqualTo(bytes("second"));
            return true;
        });
    }

    @Test
    void objects_ofATenant_areOrderedById() {
        for (int i = 0; i < 50; i++) {
            commit(store, blob(bytes("object " + i)));
        }
        commit(store, new Mutation.PutObject(OTHER, blobId(bytes("x")), GitObjectType.BLOB, bytes("x")));

        List<GitId> found = new ArrayList<>();
        store.read(view -> {
            view.objects(TENANT, found::add);
            return true;
        });
        assertThat(found).hasSize(50).isSorted();
    }

    // Spools

    @Test
    void spool_ofAnySize_isAdoptedAsBlob() {
        for (int size : new int[] {0, 1, 5_000, LARGE - 1, LARGE, 3 * LARGE + 7}) {
            byte[] content = pattern(size);
            BlobSpool spool = store.spool();
            for (int from = 0; from < size; from += 100_000) {
                spool.write(ByteBuffer.wrap(content, from, Math.min(100_000, size - from)));
            }
            assertThat(spool.size()).isEqualTo(size);
            GitId id = spool.seal();
            assertThat(id).isEqualTo(blobId(content));
            commit(store, new Mutation.AdoptSpool(TENANT, spool));
            spool.close();

            assertThat(readObject(store, TENANT, id)).hasValue(content);
            GitObjectType type =
                    store.read(view -> view.object(TENANT, id).orElseThrow().type());
            assertThat(type).isEqualTo(GitObjectType.BLOB);
        }
    }

    @Test
    void spool_contentStoredAlready_changesNothing() {
        byte[] content = pattern(LARGE);
        commit(store, adopt(store, TENANT, content));
        commit(store, adopt(store, TENANT, content), adopt(store, TENANT, content));
        commit(store, adopt(store, OTHER, content));

        assertThat(store.statistics().objects()).isEqualTo(2);
        assertThat(readObject(store, TENANT, blobId(content))).hasValue(content);
        assertThat(readObject(store, OTHER, blobId(content))).hasValue(content);
    }

    @Test
    void spool_closedUnadopted_isForgotten() {
        BlobSpool spool = store.spool();
        spool.write(ByteBuffer.wrap(pattern(LARGE)));
        GitId id = spool.seal();
        spool.close();
        spool.close();

        assertThat(contains(store, TENANT, id)).isFalse();
        assertThatThrownBy(() -> store.write(Transaction.of(new Mutation.AdoptSpool(TENANT, spool))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void spool_ofFailedTransaction_leavesNothing() {
        for (int size : new int[] {10, LARGE}) {
            byte[] content = pattern(size);
            Mutation.AdoptSpool adoption = adopt(store, TENANT, content);
            assertThatThrownBy(() -> commit(store, adoption, append(DOC, 1, 1)))
                    .isInstanceOf(PreconditionFailedException.class);
            adoption.spool().close();

            assertThat(contains(store, TENANT, blobId(content))).isFalse();
        }
        assertThat(store.statistics().objects()).isZero();
    }

    @Test
    void spool_usedOutOfTurn_isMisuse() {
        BlobSpool spool = store.spool();
        assertThatThrownBy(() -> store.write(Transaction.of(new Mutation.AdoptSpool(TENANT, spool))))
                .isInstanceOf(IllegalStateException.class);
        spool.seal();
        assertThatThrownBy(() -> spool.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(spool::seal).isInstanceOf(IllegalStateException.class);
        commit(store, new Mutation.AdoptSpool(TENANT, spool));
        assertThatThrownBy(() -> store.write(Transaction.of(new Mutation.AdoptSpool(TENANT, spool))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void spool_ofAnotherStore_isMisuse() {
        try (Store other = open();
                BlobSpool spool = other.spool()) {
            spool.seal();
            assertThatThrownBy(() -> store.write(Transaction.of(new Mutation.AdoptSpool(TENANT, spool))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    // Refs

    @Test
    void ref_set_isReadBack() {
        RefName head = RefName.headOf(DOC.document());
        GitId target = blobId(bytes("target"));
        commit(store, new Mutation.SetRef(TENANT, head, target, Optional.empty()));

        assertThat(ref(store, TENANT, head)).hasValue(target);
        assertThat(ref(store, OTHER, head)).isEmpty();
    }

    @Test
    void ref_expectedDiffers_fails() {
        RefName name = new RefName("refs/heads/main");
        GitId one = blobId(bytes("1"));
        GitId two = blobId(bytes("2"));
        assertThatThrownBy(() -> commit(store, new Mutation.SetRef(TENANT, name, two, Optional.of(one))))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store, new Mutation.SetRef(TENANT, name, one, Optional.empty()));
        assertThatThrownBy(() -> commit(store, new Mutation.SetRef(TENANT, name, one, Optional.of(two))))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store, new Mutation.SetRef(TENANT, name, two, Optional.of(one)));
        commit(store, new Mutation.SetRef(TENANT, name, one, Optional.empty()));

        assertThat(ref(store, TENANT, name)).hasValue(one);
    }

    @Test
    void ref_deleted_isAbsent() {
        RefName name = new RefName("refs/heads/main");
        commit(store, new Mutation.DeleteRef(TENANT, name));
        commit(store, new Mutation.SetRef(TENANT, name, blobId(bytes("1")), Optional.empty()));
        commit(store, new Mutation.DeleteRef(TENANT, name));

        assertThat(ref(store, TENANT, name)).isEmpty();
    }

    @Test
    void refs_ofATenant_areOrderedByName() {
        for (String name : List.of("refs/tags/b", "refs/heads/b", "refs/heads/a", "refs/heads/a/b")) {
            commit(store, new Mutation.SetRef(TENANT, new RefName(name), blobId(bytes(name)), Optional.empty()));
        }
        commit(store, new Mutation.SetRef(OTHER, new RefName("refs/heads/x"), blobId(bytes("x")), Optional.empty()));

        List<String> found = new ArrayList<>();
        store.read(view -> {
            view.refs(TENANT, (name, target) -> {
                assertThat(target).isEqualTo(blobId(bytes(name.value())));
                found.add(name.value());
            });
            return true;
        });
        assertThat(found).containsExactly("refs/heads/a", "refs/heads/a/b", "refs/heads/b", "refs/tags/b");
    }

    // Transactions

    @Test
    void transaction_mutations_seeThoseBefore() {
        RefName head = RefName.headOf(DOC.document());
        GitId one = blobId(bytes("1"));
        GitId two = blobId(bytes("2"));
        commit(
                store,
                newDocument(DOC),
                append(DOC, 1, 2),
                append(DOC, 3, 1),
                new Mutation.SetRef(TENANT, head, one, Optional.empty()),
                new Mutation.SetRef(TENANT, head, two, Optional.of(one)),
                new Mutation.DeleteDocument(DOC, ERASE_AFTER),
                new Mutation.EraseDocument(DOC),
                newDocument(DOC, 8),
                append(DOC, 9, 1));

        assertThat(ops(store, DOC, 0, 100)).isEqualTo(expectedOps(9, 9));
    }

    @Test
    void transaction_empty_succeeds() {
        commit(store);
    }

    @Test
    void transaction_lastMutationFails_leavesNoTrace() {
        commit(store, newDocument(DOC), append(DOC, 1, 2));
        DocumentKey added = DocumentKey.of("new tenant", "added");
        assertThatThrownBy(() -> commit(
                        store,
                        append(DOC, 3, 2),
                        newDocument(added),
                        blob(bytes("lost")),
                        new Mutation.PutCheckpoint(DOC, bytes("lost")),
                        new Mutation.SetRef(TENANT, new RefName("refs/heads/x"), blobId(bytes("x")), Optional.empty()),
                        new Mutation.DeleteDocument(DOC, ERASE_AFTER),
                        newDocument(DOC)))
                .isInstanceOf(DocumentExistsException.class);

        assertThat(ops(store, DOC, 0, 100)).isEqualTo(expectedOps(1, 2));
        store.read(view -> {
            assertThat(view.document(added)).isEmpty();
            assertThat(view.contains(TENANT, blobId(bytes("lost")))).isFalse();
            assertThat(view.checkpoint(DOC)).isEmpty();
            assertThat(view.ref(TENANT, new RefName("refs/heads/x"))).isEmpty();
            assertThat(view.document(DOC).orElseThrow().isDeleted()).isFalse();
            return true;
        });
        commit(store, append(DOC, 3, 1), newDocument(added), append(added, 1, 1));
        assertThat(ops(store, DOC, 0, 100)).isEqualTo(expectedOps(1, 3));
        assertThat(ops(store, added, 0, 100)).isEqualTo(expectedOps(1, 1));
    }

    @Test
    void transaction_failsInAGroup_neighboursAreUnharmed() {
        commit(store, newDocument(DOC));
        List<CompletableFuture<Void>> good = new ArrayList<>();
        List<CompletableFuture<Void>> bad = new ArrayList<>();
        int next = 1;
        for (int i = 0; i < 300; i++) {
            good.add(store.write(Transaction.of(append(DOC, next, 2), blob(bytes("good " + i)))));
            next += 2;
            bad.add(store.write(Transaction.of(blob(bytes("bad " + i)), append(DOC, next, 1), append(DOC, 1, 1))));
            bad.add(store.write(Transaction.of(append(DOC, 1, 1), blob(bytes("bad " + i)))));
        }

        good.forEach(StoreFixture::await);
        bad.forEach(write -> assertThatThrownBy(() -> await(write)).isInstanceOf(SequenceConflictException.class));
        assertThat(ops(store, DOC, 0, 10_000)).isEqualTo(expectedOps(1, next - 1));
        for (int i = 0; i < 300; i++) {
            GitId lost = blobId(bytes("bad " + i));
            assertThat(contains(store, TENANT, lost)).isFalse();
        }
        assertThat(store.statistics().objects()).isEqualTo(300);
    }

    @Test
    void transactions_submittedInOrder_takeEffectInOrder() {
        commit(store, newDocument(DOC));
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        List<Integer> completed = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2000; i++) {
            int number = i;
            writes.add(store.write(Transaction.of(append(DOC, i + 1, 1))).thenRun(() -> completed.add(number)));
        }
        writes.forEach(StoreFixture::await);

        assertThat(completed).isSorted().hasSize(2000);
        assertThat(ops(store, DOC, 0, 5000)).isEqualTo(expectedOps(1, 2000));
    }

    @Test
    void write_completed_isReadable() {
        commit(store, newDocument(DOC));
        for (int i = 1; i <= 50; i++) {
            commit(store, append(DOC, i, 1));
            assertThat(lastSequenceNumber(store, DOC)).isEqualTo(i);
        }
    }

    @Test
    void write_fromACompletion_isTaken() {
        CompletableFuture<Void> second = store.write(Transaction.of(newDocument(DOC)))
                .thenCompose(done -> store.write(Transaction.of(append(DOC, 1, 1))));
        await(second);

        assertThat(ops(store, DOC, 0, 10)).isEqualTo(expectedOps(1, 1));
    }

    // Reads

    @Test
    void read_whileOthersWrite_seesOneMoment() throws Exception {
        commit(store, newDocument(DOC));
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 200; i++) {
                commit(store, append(DOC, i + 1L, 1), new Mutation.PutCheckpoint(DOC, bytes("" + (i + 1))));
            }
        });
        long seen = 0;
        while (seen < 200 && !writing.isCompletedExceptionally()) {
            seen = store.read(view -> {
                long last = view.lastSequenceNumber(DOC);
                String state = view.checkpoint(DOC)
                        .map(bytes -> StoreFixture.text(ByteBuffer.wrap(bytes)))
                        .orElse("0");
                assertThat(state).isEqualTo("" + last);
                return last;
            });
        }
        writing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void read_insideARead_works() {
        commit(store, newDocument(DOC));

        Optional<DocumentRow> row = store.read(outer -> document(store, DOC));
        assertThat(row).isPresent();
    }

    @Test
    void read_submitsAWrite_isNotHeldUp() {
        CompletableFuture<Void> written = store.read(view -> store.write(Transaction.of(newDocument(DOC))));
        await(written);

        assertThat(document(store, DOC)).isPresent();
    }

    @Test
    void view_usedAfterItsRead_isMisuse() {
        StoreView escaped = store.read(view -> view);

        assertThatThrownBy(() -> escaped.document(DOC)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void read_workThrows_theStoreStaysUsable() {
        assertThatThrownBy(() -> store.read(view -> {
                    throw new IllegalArgumentException("of the caller");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        commit(store, newDocument(DOC));

        assertThat(document(store, DOC)).isPresent();
    }

    // Life

    @Test
    void statistics_afterWrites_countThem() {
        commit(
                store,
                newDocument(DOC),
                newDocument(DocumentKey.of("acme", "gone")),
                blob(bytes("1")),
                blob(bytes("2")));
        commit(store, new Mutation.DeleteDocument(DocumentKey.of("acme", "gone"), ERASE_AFTER));
        assertThatThrownBy(() -> commit(store, newDocument(DOC))).isInstanceOf(DocumentExistsException.class);

        StoreStatistics statistics = store.statistics();
        assertThat(statistics.documents()).isEqualTo(2);
        assertThat(statistics.objects()).isEqualTo(2);
        assertThat(statistics.transactions()).isEqualTo(3);
        assertThat(statistics.commits()).isBetween(1L, 3L);
        assertThat(statistics.pendingTransactions()).isZero();
        assertThat(statistics.usedBytes()).isPositive();
        assertThat(statistics.reservedBytes()).isGreaterThanOrEqualTo(statistics.usedBytes());
    }

    @Test
    void close_withWritesWaiting_finishesThem() {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        writes.add(store.write(Transaction.of(newDocument(DOC))));
        for (int i = 1; i <= 200; i++) {
            writes.add(store.write(Transaction.of(append(DOC, i, 1))));
        }
        store.close();

        assertThat(writes).allMatch(write -> write.isDone() && !write.isCompletedExceptionally());
    }

    @Test
    void store_closed_refusesEverything() {
        store.close();
        store.close();

        assertThatThrownBy(() -> store.read(view -> true)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> commit(store, newDocument(DOC))).isInstanceOf(StoreException.class);
        assertThatThrownBy(store::statistics).isInstanceOf(StoreException.class);
    }

    /** Returns bytes that compress badly and differ by size. */
    protected static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static boolean unexpected() {
        throw new AssertionError("nothing should be visited");
    }
}
