package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.StoredObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/**
 * One read transaction, and what is durable only in the log, as a {@link StoreView}; refuses to be used after its time, when its
 * pages may be anything.
 *
 * <p>Confined to the thread that reads.
 */
final class LmdbView implements StoreView {
    private final Tables tables;
    private final TenantOrdinals tenants;
    private final LargeFiles files;
    private final PendingWrites.Snapshot pending;
    private ReadSlots.@Nullable Slot slot;

    LmdbView(
            Tables tables,
            TenantOrdinals tenants,
            LargeFiles files,
            PendingWrites.Snapshot pending,
            ReadSlots.Slot slot) {
        this.tables = tables;
        this.tenants = tenants;
        this.files = files;
        this.pending = pending;
        this.slot = slot;
    }

    void expire() {
        slot = null;
    }

    @Override
    public Optional<DocumentRow> document(DocumentKey key) {
        return Optional.ofNullable(find(key)).map(StoredDocument::row);
    }

    @Override
    public void documents(Consumer<? super DocumentRow> consumer) {
        scan(tables.tenants(), keys().name(""), (name, ordinal) -> {
            TenantId tenant = new TenantId(text(name));
            documents(tenant, ordinal.getInt(), consumer);
        });
    }

    private void documents(TenantId tenant, int ordinal, Consumer<? super DocumentRow> consumer) {
        scan(tables.documents(), keys().tenantPrefix(ordinal), (key, value) -> {
            DocumentId id = new DocumentId(text(key.position(Integer.BYTES)));
            consumer.accept(
                    StoredDocument.read(new DocumentKey(tenant, id), value).row());
        });
    }

    @Override
    public Optional<GitId> ref(TenantId tenant, RefName name) {
        int ordinal = tenant(tenant);
        if (ordinal == TenantOrdinals.UNKNOWN) {
            return Optional.empty();
        }
        ByteBuffer value = tables.refs().get(txn(), keys().ref(ordinal, name));
        return Optional.ofNullable(value).map(GitId::read);
    }

    @Override
    public void refs(TenantId tenant, RefVisitor visitor) {
        int ordinal = tenant(tenant);
        if (ordinal != TenantOrdinals.UNKNOWN) {
            scan(
                    tables.refs(),
                    keys().tenantPrefix(ordinal),
                    (key, value) -> visitor.visit(new RefName(text(key.position(Integer.BYTES))), GitId.read(value)));
        }
    }

    @Override
    public Optional<StoredObject> object(TenantId tenant, GitId id) {
        ByteBuffer value = objectValue(tenant, id);
        if (value != null) {
            return Optional.of(ObjectValue.read(id, value, files));
        }
        return Optional.ofNullable(pending.find(tenant, id)).map(ObjectValue::inMemory);
    }

    @Override
    public boolean contains(TenantId tenant, GitId id) {
        return objectValue(tenant, id) != null || pending.find(tenant, id) != null;
    }

    private @Nullable ByteBuffer objectValue(TenantId tenant, GitId id) {
        int ordinal = tenant(tenant);
        return ordinal == TenantOrdinals.UNKNOWN ? null : tables.objects().get(txn(), keys().object(ordinal, id));
    }

    @Override
    public void objects(TenantId tenant, Consumer<? super GitId> consumer) {
        int ordinal = tenant(tenant);
        NavigableSet<GitId> toCome = pending.ids(tenant);
        if (ordinal != TenantOrdinals.UNKNOWN) {
            scan(tables.objects(), keys().tenantPrefix(ordinal), (key, value) -> {
                GitId id = GitId.read(key.position(Integer.BYTES));
                while (!toCome.isEmpty() && toCome.first().compareTo(id) < 0) {
                    consumer.accept(toCome.pollFirst());
                }
                consumer.accept(id);
            });
        }
        toCome.forEach(consumer);
    }

    /** Returns the number of all tenants' objects. */
    long objectCount() {
        return tables.objects().stat(txn()).entries + pending.objectCount();
    }

    @Override
    public Optional<byte[]> checkpoint(DocumentKey key) {
        byte[] newest = pending.checkpoint(key);
        if (newest != null) {
            return Optional.of(newest.clone());
        }
        StoredDocument document = find(key);
        if (document == null) {
            return Optional.empty();
        }
        ByteBuffer value = tables.checkpoints().get(txn(), keys().ordinal(document.ordinal()));
        if (value == null) {
            return Optional.empty();
        }
        byte[] state = new byte[value.remaining()];
        value.get(state);
        return Optional.of(state);
    }

    @Override
    public long lastSequenceNumber(DocumentKey key) {
        long newest = pending.lastSequenceNumber(key);
        if (newest >= 0) {
            return newest;
        }
        StoredDocument document = find(key);
        return document == null ? -1 : OpLog.last(tables.ops(), txn(), keys(), document);
    }

    @Override
    public void ops(DocumentKey key, long fromExclusive, long toExclusive, OpVisitor visitor) {
        StoredDocument document = find(key);
        if (document != null
                && fromExclusive < Long.MAX_VALUE
                && OpLog.visit(tables.ops(), txn(), keys(), document.ordinal(), fromExclusive, toExclusive, visitor)) {
            pending.visitOps(key, fromExclusive, toExclusive, visitor);
        }
    }

    /** Hands the rows whose keys begin with {@code prefix} to {@code row}, which may move within what it gets. */
    private void scan(Dbi<ByteBuffer> table, ByteBuffer prefix, Row row) {
        byte[] wanted = new byte[prefix.remaining()];
        prefix.get(0, wanted);
        try (Cursor<ByteBuffer> cursor = table.openCursor(txn())) {
            boolean found = wanted.length == 0 ? cursor.first() : cursor.get(prefix, GetOp.MDB_SET_RANGE);
            while (found && startsWith(cursor.key(), wanted)) {
                row.visit(cursor.key(), cursor.val());
                found = cursor.next();
            }
        }
    }

    private static boolean startsWith(ByteBuffer key, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= key.capacity() || key.get(i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private @Nullable StoredDocument find(DocumentKey key) {
        int tenant = tenant(key.tenant());
        if (tenant == TenantOrdinals.UNKNOWN) {
            return null;
        }
        ByteBuffer value = tables.documents().get(txn(), keys().document(tenant, key.document()));
        return value == null ? null : StoredDocument.read(key, value);
    }

    private int tenant(TenantId tenant) {
        return tenants.find(txn(), keys(), tenant);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private Txn<ByteBuffer> txn() {
        return slot().txn();
    }

    private Keys keys() {
        return slot().keys();
    }

    private ReadSlots.Slot slot() {
        ReadSlots.Slot current = slot;
        if (current == null) {
            throw new IllegalStateException("a view of the store was used after the read that it was made for");
        }
        return current;
    }

    @FunctionalInterface
    private interface Row {
        void visit(ByteBuffer key, ByteBuffer value);
    }
}
