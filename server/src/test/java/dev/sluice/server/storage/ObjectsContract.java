package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.adopt;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.contains;
import static dev.sluice.server.storage.StoreFixture.content;
import static dev.sluice.server.storage.StoreFixture.readObject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Store} promises of objects, and of spools that become objects. */
interface ObjectsContract extends StoreUnderTest {
    // Objects

    @Test
    default void object_ofEachType_isReadBack() {
        for (GitObjectType type : GitObjectType.values()) {
            byte[] body = bytes("body of a " + type);
            GitId id = GitHash.of(type, body);
            commit(store(), new Mutation.PutObject(TENANT, id, type, body));

            store().read(view -> {
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
    default void object_emptyBody_isReadBack() {
        commit(store(), blob(bytes("")));

        assertThat(readObject(store(), TENANT, blobId(bytes("")))).hasValue(bytes(""));
    }

    @Test
    default void object_storedTwice_changesNothing() {
        commit(store(), blob(bytes("same")));
        commit(store(), blob(bytes("same")), blob(bytes("same")));

        assertThat(store().statistics().objects()).isEqualTo(1);
        assertThat(readObject(store(), TENANT, blobId(bytes("same")))).hasValue(bytes("same"));
    }

    @Test
    default void object_inline_isReadOnly() {
        commit(store(), blob(bytes("content")));

        store().read(view -> {
            StoredObject object = view.object(TENANT, blobId(bytes("content"))).orElseThrow();
            ByteBuffer buffer = ((StoredObject.Content.Inline) object.content()).bytes();
            assertThat(buffer.position()).isZero();
            assertThat(buffer.limit()).isEqualTo((int) object.size());
            assertThatThrownBy(() -> buffer.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
            return true;
        });
    }

    @Test
    default void object_twoAtOnce_doNotDisturbEachOther() {
        commit(store(), blob(bytes("first")), blob(bytes("second")));

        store().read(view -> {
            StoredObject first = view.object(TENANT, blobId(bytes("first"))).orElseThrow();
            StoredObject second = view.object(TENANT, blobId(bytes("second"))).orElseThrow();
            assertThat(content(first)).isEqualTo(bytes("first"));
            assertThat(content(second)).isEqualTo(bytes("second"));
            return true;
        });
    }

    @Test
    default void objects_ofATenant_areOrderedById() {
        for (int i = 0; i < 50; i++) {
            commit(store(), blob(bytes("object " + i)));
        }
        commit(store(), new Mutation.PutObject(OTHER, blobId(bytes("x")), GitObjectType.BLOB, bytes("x")));

        List<GitId> found = new ArrayList<>();
        store().read(view -> {
            view.objects(TENANT, found::add);
            return true;
        });
        assertThat(found).hasSize(50).isSorted();
    }

    // Spools

    @Test
    default void spool_ofAnySize_isAdoptedAsBlob() {
        for (int size : new int[] {0, 1, 5_000, LARGE - 1, LARGE, 3 * LARGE + 7}) {
            byte[] content = StoreUnderTest.pattern(size);
            BlobSpool spool = store().spool();
            for (int from = 0; from < size; from += 100_000) {
                spool.write(ByteBuffer.wrap(content, from, Math.min(100_000, size - from)));
            }
            assertThat(spool.size()).isEqualTo(size);
            GitId id = spool.seal();
            assertThat(id).isEqualTo(blobId(content));
            commit(store(), new Mutation.AdoptSpool(TENANT, spool));
            spool.close();

            assertThat(readObject(store(), TENANT, id)).hasValue(content);
            GitObjectType type =
                    store().read(view -> view.object(TENANT, id).orElseThrow().type());
            assertThat(type).isEqualTo(GitObjectType.BLOB);
        }
    }

    @Test
    default void spool_contentStoredAlready_changesNothing() {
        byte[] content = StoreUnderTest.pattern(LARGE);
        commit(store(), adopt(store(), TENANT, content));
        commit(store(), adopt(store(), TENANT, content), adopt(store(), TENANT, content));
        commit(store(), adopt(store(), OTHER, content));

        assertThat(store().statistics().objects()).isEqualTo(2);
        assertThat(readObject(store(), TENANT, blobId(content))).hasValue(content);
        assertThat(readObject(store(), OTHER, blobId(content))).hasValue(content);
    }

    @Test
    default void spool_closedUnadopted_isForgotten() {
        BlobSpool spool = store().spool();
        spool.write(ByteBuffer.wrap(StoreUnderTest.pattern(LARGE)));
        GitId id = spool.seal();
        spool.close();
        spool.close();

        assertThat(contains(store(), TENANT, id)).isFalse();
        assertThatThrownBy(() -> store().write(Transaction.of(new Mutation.AdoptSpool(TENANT, spool))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void spool_ofFailedTransaction_leavesNothing() {
        for (int size : new int[] {10, LARGE}) {
            byte[] content = StoreUnderTest.pattern(size);
            Mutation.AdoptSpool adoption = adopt(store(), TENANT, content);
            assertThatThrownBy(() -> commit(store(), adoption, append(DOC, 1, 1)))
                    .isInstanceOf(PreconditionFailedException.class);
            adoption.spool().close();

            assertThat(contains(store(), TENANT, blobId(content))).isFalse();
        }
        assertThat(store().statistics().objects()).isZero();
    }

    @Test
    default void spool_usedOutOfTurn_isMisuse() {
        BlobSpool spool = store().spool();
        assertThatThrownBy(() -> store().write(Transaction.of(new Mutation.AdoptSpool(TENANT, spool))))
                .isInstanceOf(IllegalStateException.class);
        spool.seal();
        assertThatThrownBy(() -> spool.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(spool::seal).isInstanceOf(IllegalStateException.class);
        commit(store(), new Mutation.AdoptSpool(TENANT, spool));
        assertThatThrownBy(() -> store().write(Transaction.of(new Mutation.AdoptSpool(TENANT, spool))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void spool_ofAnotherStore_isMisuse() {
        try (Store other = open();
                BlobSpool spool = other.spool()) {
            spool.seal();
            assertThatThrownBy(() -> store().write(Transaction.of(new Mutation.AdoptSpool(TENANT, spool))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
