package dev.sluice.server.storage.memory;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.RefName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything a {@link MemoryStore} holds; guarded by the store's lock. */
final class MemoryState {
    final NavigableMap<TenantId, Tenant> tenants = new TreeMap<>(byUtf8(TenantId::value));

    @Nullable
    Tenant tenant(TenantId id) {
        return tenants.get(id);
    }

    long documentCount() {
        return tenants.values().stream()
                .mapToLong(tenant -> tenant.documents.size())
                .sum();
    }

    long objectCount() {
        return tenants.values().stream()
                .mapToLong(tenant -> tenant.objects.size())
                .sum();
    }

    long bytes() {
        return tenants.values().stream().mapToLong(Tenant::bytes).sum();
    }

    private static <T> Comparator<T> byUtf8(Function<T, String> name) {
        return (a, b) -> Arrays.compareUnsigned(
                name.apply(a).getBytes(StandardCharsets.UTF_8), name.apply(b).getBytes(StandardCharsets.UTF_8));
    }

    /** What one tenant owns. */
    static final class Tenant {
        final NavigableMap<DocumentId, Document> documents = new TreeMap<>(byUtf8(DocumentId::value));
        final NavigableMap<RefName, GitId> refs = new TreeMap<>(byUtf8(RefName::value));
        final NavigableMap<GitId, GitObject> objects = new TreeMap<>();

        private long bytes() {
            long objectBytes = objects.values().stream()
                    .mapToLong(object -> object.body.length)
                    .sum();
            long opBytes = documents.values().stream()
                    .flatMap(document -> document.ops.stream())
                    .mapToLong(op -> op.length)
                    .sum();
            return objectBytes + opBytes;
        }
    }

    /** A document; op i of the list has sequence number base + 1 + i. */
    static final class Document {
        final List<byte[]> ops = new ArrayList<>();
        DocumentRow row;
        byte @Nullable [] checkpoint;

        Document(DocumentRow row) {
            this.row = row;
        }

        long lastSequenceNumber() {
            return row.baseSequenceNumber() + ops.size();
        }
    }

    /** A stored object; the body is never changed. */
    record GitObject(GitObjectType type, byte[] body) {}
}
