package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.StoreFixture;
import dev.sluice.server.storage.memory.MemoryStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store of documents of two tenants, read in pages of two. */
class StoredDocumentsTest {
    private final MemoryStore store = new MemoryStore();

    @AfterEach
    void close() {
        store.close();
    }

    private void create(String tenant, String document) {
        StoreFixture.commit(store, StoreFixture.newDocument(DocumentKey.of(tenant, document)));
    }

    @Test
    void all_comeOnce_andThenAgain() {
        for (String name : List.of("a", "b", "c")) {
            create("one", name);
            create("two", name);
        }
        create("other", "a");
        StoreFixture.commit(store, new Mutation.DeleteDocument(DocumentKey.of("one", "b"), StoreFixture.ERASE_AFTER));
        StoredDocuments documents =
                new StoredDocuments(store, key -> !key.tenant().value().equals("other"));
        for (int round = 0; round < 2; round++) {
            assertThat(documents.next(2)).containsExactly(DocumentKey.of("one", "a"), DocumentKey.of("one", "c"));
            assertThat(documents.next(2)).containsExactly(DocumentKey.of("two", "a"), DocumentKey.of("two", "b"));
            assertThat(documents.next(2)).containsExactly(DocumentKey.of("two", "c"));
            assertThat(documents.next(2)).isEmpty();
        }
    }
}
