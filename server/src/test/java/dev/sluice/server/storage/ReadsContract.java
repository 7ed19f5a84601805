package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.await;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.document;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link Store} promises of reads, beside writes and each other. */
interface ReadsContract extends StoreUnderTest {
    @Test
    default void read_whileOthersWrite_seesOneMoment() throws Exception {
        commit(store(), newDocument(DOC));
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 200; i++) {
                commit(store(), append(DOC, i + 1L, 1), new Mutation.PutCheckpoint(DOC, bytes("" + (i + 1))));
            }
        });
        long seen = 0;
        while (seen < 200 && !writing.isCompletedExceptionally()) {
            seen = store().read(view -> {
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
    default void read_insideARead_works() {
        commit(store(), newDocument(DOC));

        Optional<DocumentRow> row = store().read(outer -> document(store(), DOC));
        assertThat(row).isPresent();
    }

    @Test
    default void read_submitsAWrite_isNotHeldUp() {
        CompletableFuture<Void> written = store().read(view -> store().write(Transaction.of(newDocument(DOC))));
        await(written);

        assertThat(document(store(), DOC)).isPresent();
    }

    @Test
    default void view_usedAfterItsRead_isMisuse() {
        StoreView escaped = store().read(view -> view);

        assertThatThrownBy(() -> escaped.document(DOC)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void read_workThrows_theStoreStaysUsable() {
        assertThatThrownBy(() -> store().read(view -> {
                    throw new IllegalArgumentException("of the caller");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        commit(store(), newDocument(DOC));

        assertThat(document(store(), DOC)).isPresent();
    }
}
