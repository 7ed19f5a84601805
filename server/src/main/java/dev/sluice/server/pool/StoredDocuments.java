package dev.sluice.server.pool;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Goes through a store's documents, some at a time. Confined to one thread at a time. */
final class StoredDocuments {
    private final Store store;
    private final Predicate<DocumentKey> isWanted;
    private Optional<DocumentKey> last = Optional.empty();

    StoredDocuments(Store store, Predicate<DocumentKey> isWanted) {
        this.store = store;
        this.isWanted = isWanted;
    }

    /**
     * Returns the next ones, at most so many; none if that was all, and then begins again with the first.
     *
     * @throws dev.sluice.server.storage.StoreException if the store cannot be read
     */
    List<DocumentKey> next(int max) {
        List<DocumentKey> next = store.read(view -> {
            List<DocumentKey> found = new ArrayList<>();
            view.documents(row -> {
                if (found.size() < max && isAhead(row.key()) && !row.isDeleted() && isWanted.test(row.key())) {
                    found.add(row.key());
                }
            });
            return found;
        });
        last = next.isEmpty() ? Optional.empty() : Optional.of(next.get(next.size() - 1));
        return next;
    }

    private boolean isAhead(DocumentKey key) {
        return last.isEmpty() || compare(key, last.get()) > 0;
    }

    /** The order of a store's documents. */
    private static int compare(DocumentKey one, DocumentKey other) {
        int tenants = compare(one.tenant().value(), other.tenant().value());
        return tenants != 0
                ? tenants
                : compare(one.document().value(), other.document().value());
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
