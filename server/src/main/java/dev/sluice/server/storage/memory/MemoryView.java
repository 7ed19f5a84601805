package dev.sluice.server.storage.memory;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.StoredObject;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The state as a view; refuses to be used after its time. Confined to the thread that reads. */
final class MemoryView implements StoreView {
    private @Nullable MemoryState state;

    MemoryView(MemoryState state) {
        this.state = state;
    }

    void expire() {
        state = null;
    }

    @Override
    public Optional<DocumentRow> document(DocumentKey key) {
        return Optional.ofNullable(find(key)).map(document -> document.row);
    }

    @Override
    public void documents(Consumer<? super DocumentRow> consumer) {
        state().tenants
                .values()
                .forEach(tenant -> tenant.documents.values().forEach(document -> consumer.accept(document.row)));
    }

    @Override
    public Optional<GitId> ref(TenantId tenant, RefName name) {
        return tenant(tenant).map(known -> known.refs.get(name));
    }

    @Override
    public void refs(TenantId tenant, RefVisitor visitor) {
        tenant(tenant).ifPresent(known -> known.refs.forEach(visitor::visit));
    }

    @Override
    public Optional<StoredObject> object(TenantId tenant, GitId id) {
        return tenant(tenant).map(known -> known.objects.get(id)).map(MemoryView::stored);
    }

    @Override
    public boolean contains(TenantId tenant, GitId id) {
        return tenant(tenant).filter(known -> known.objects.containsKey(id)).isPresent();
    }

    @Override
    public void objects(TenantId tenant, Consumer<? super GitId> consumer) {
        tenant(tenant).ifPresent(known -> known.objects.keySet().forEach(consumer));
    }

    @Override
    public Optional<byte[]> checkpoint(DocumentKey key) {
        MemoryState.Document document = find(key);
        return document == null || document.checkpoint == null
                ? Optional.empty()
                : Optional.of(document.checkpoint.clone());
    }

    @Override
    public long lastSequenceNumber(DocumentKey key) {
        MemoryState.Document document = find(key);
        return document == null ? -1 : document.lastSequenceNumber();
    }

    @Override
    public void ops(DocumentKey key, long fromExclusive, long toExclusive, OpVisitor visitor) {
        MemoryState.Document document = find(key);
        if (document == null || fromExclusive >= document.lastSequenceNumber()) {
            return;
        }
        long base = document.row.baseSequenceNumber();
        long end = Math.min(toExclusive, document.lastSequenceNumber() + 1);
        for (long number = Math.max(fromExclusive, base) + 1; number < end; number++) {
            byte[] op = document.ops.get((int) (number - base - 1));
            if (!visitor.visit(number, ByteBuffer.wrap(op).asReadOnlyBuffer())) {
                return;
            }
        }
    }

    private static StoredObject stored(MemoryState.GitObject object) {
        ByteBuffer bytes = ByteBuffer.wrap(object.body()).asReadOnlyBuffer();
        return new StoredObject(object.type(), object.body().length, new StoredObject.Content.Inline(bytes));
    }

    private MemoryState.@Nullable Document find(DocumentKey key) {
        return tenant(key.tenant())
                .map(known -> known.documents.get(key.document()))
                .orElse(null);
    }

    private Optional<MemoryState.Tenant> tenant(TenantId id) {
        return Optional.ofNullable(state().tenant(id));
    }

    private MemoryState state() {
        if (state == null) {
            throw new IllegalStateException("a view of the store was used after the read that it was made for");
        }
        return state;
    }
}
