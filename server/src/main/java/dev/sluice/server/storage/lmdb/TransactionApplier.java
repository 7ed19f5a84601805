package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.DocumentExistsException;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.PreconditionFailedException;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.SequenceConflictException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Txn;

/**
 * Carries out mutations inside a write transaction.
 *
 * <p>Each mutation checks its precondition before it changes anything, and sees what the mutations before it did. The
 * applier does not undo: when a transaction fails after some of its mutations, its caller abandons the LMDB transaction.
 *
 * <p>Remembers documents between transactions; {@link #forget} drops that memory when an LMDB transaction was abandoned.
 * Confined to the writer's thread.
 */
final class TransactionApplier implements Mutation.Visitor {
    private static final int REMEMBERED_DOCUMENTS = 16 * 1024;
    private static final String NEXT_TENANT = "tenants";
    private static final String NEXT_DOCUMENT = "documents";

    private final Tables tables;
    private final TenantOrdinals tenants;
    private final Keys keys = new Keys();
    private final Map<DocumentKey, DocumentCursor> documents = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DocumentKey, DocumentCursor> eldest) {
            return size() > REMEMBERED_DOCUMENTS;
        }
    };

    private @Nullable Txn<ByteBuffer> current;
    private boolean changed;
    private boolean erasing;

    TransactionApplier(Tables tables, TenantOrdinals tenants) {
        this.tables = tables;
        this.tenants = tenants;
    }

    /** Chooses the LMDB transaction that what follows belongs to. */
    void begin(Txn<ByteBuffer> txn) {
        current = txn;
    }

    /**
     * Carries out all mutations of a transaction.
     *
     * @throws dev.sluice.server.storage.StoreException if a precondition does not hold; see {@link #changedAnything}
     */
    void apply(List<Mutation> mutations) {
        changed = false;
        for (Mutation mutation : mutations) {
            mutation.accept(this);
        }
    }

    /** Carries out what the log made durable, and notes that all of a generation of it is in LMDB now. */
    void carryOver(List<Mutation> changes, long generation) {
        apply(changes);
        tables.setCarriedGeneration(txn(), keys, generation);
    }

    /** Tells whether the transaction carried out last, or in part, has changed anything. */
    boolean changedAnything() {
        return changed;
    }

    /** Tells, once, whether a document was erased whose ops are still to be deleted. */
    boolean pollErasing() {
        boolean polled = erasing;
        erasing = false;
        return polled;
    }

    /** Forgets what an abandoned LMDB transaction may have taught. */
    void forget() {
        documents.clear();
    }

    @Override
    public void createDocument(Mutation.CreateDocument mutation) {
        DocumentKey key = mutation.row().key();
        if (find(key) != null) {
            throw new DocumentExistsException(key);
        }
        changed = true;
        int tenant = findOrAddTenant(key.tenant());
        StoredDocument document = new StoredDocument(nextLong(NEXT_DOCUMENT), mutation.row());
        writeRow(tenant, document);
        documents.put(key, new DocumentCursor(document, mutation.row().baseSequenceNumber()));
    }

    @Override
    public void deleteDocument(Mutation.DeleteDocument mutation) {
        DocumentCursor document = require(mutation.key());
        replaceRow(document, document.row.deletedUntil(mutation.eraseAfter()));
    }

    @Override
    public void undeleteDocument(Mutation.UndeleteDocument mutation) {
        DocumentCursor document = require(mutation.key());
        if (!document.row.isDeleted()) {
            throw new PreconditionFailedException(
                    "document " + mutation.key() + " is live; expected a deleted one to bring back");
        }
        replaceRow(document, document.row.undeleted());
    }

    @Override
    public void eraseDocument(Mutation.EraseDocument mutation) {
        DocumentKey key = mutation.key();
        DocumentCursor document = require(key);
        if (!document.row.isDeleted()) {
            throw new PreconditionFailedException("document " + key + " is live; expected a deleted one to erase");
        }
        changed = true;
        int tenant = requireTenant(key.tenant());
        tables.documents().delete(txn(), keys.document(tenant, key.document()));
        tables.refs().delete(txn(), keys.ref(tenant, RefName.headOf(key.document())));
        tables.checkpoints().delete(txn(), keys.ordinal(document.ordinal));
        tables.erasing().reserve(txn(), keys.ordinal(document.ordinal), 1).put((byte) 0);
        documents.remove(key);
        erasing = true;
    }

    @Override
    public void appendOps(Mutation.AppendOps mutation) {
        DocumentCursor document = require(mutation.key());
        if (mutation.firstSequenceNumber() != document.lastSequenceNumber + 1) {
            throw new SequenceConflictException(
                    mutation.key(), mutation.firstSequenceNumber(), document.lastSequenceNumber);
        }
        changed = true;
        List<byte[]> ops = mutation.ops();
        for (int from = 0; from < ops.size(); ) {
            int to = from + OpChunk.count(ops, from);
            document.lastSequenceNumber += to - from;
            ByteBuffer key = keys.op(document.ordinal, document.lastSequenceNumber);
            OpChunk.write(ops, from, to, tables.ops().reserve(txn(), key, OpChunk.size(ops, from, to)));
            from = to;
        }
    }

    @Override
    public void putCheckpoint(Mutation.PutCheckpoint mutation) {
        DocumentCursor document = require(mutation.key());
        changed = true;
        byte[] state = mutation.state();
        tables.checkpoints()
                .reserve(txn(), keys.ordinal(document.ordinal), state.length)
                .put(state);
    }

    @Override
    public void putObject(Mutation.PutObject mutation) {
        putInline(mutation.tenant(), mutation.id(), mutation.type(), mutation.body());
    }

    @Override
    public void adoptSpool(Mutation.AdoptSpool mutation) {
        LmdbSpool spool = (LmdbSpool) mutation.spool();
        byte[] body = spool.body();
        LargeFile file = spool.file();
        if (body != null) {
            putInline(mutation.tenant(), spool.id(), GitObjectType.BLOB, body);
        } else if (file != null) {
            spool.setNamed(putInFile(mutation.tenant(), file));
        }
    }

    @Override
    public void setRef(Mutation.SetRef mutation) {
        Optional<GitId> actual = ref(mutation.tenant(), mutation.name());
        if (mutation.expected().isPresent() && !mutation.expected().equals(actual)) {
            throw new PreconditionFailedException("ref " + mutation.name() + " of tenant " + mutation.tenant()
                    + " points to " + actual.map(GitId::toHex).orElse("nothing") + "; expected "
                    + mutation.expected().get());
        }
        changed = true;
        int tenant = findOrAddTenant(mutation.tenant());
        mutation.target().write(tables.refs().reserve(txn(), keys.ref(tenant, mutation.name()), GitId.BYTES));
    }

    @Override
    public void deleteRef(Mutation.DeleteRef mutation) {
        int tenant = tenant(mutation.tenant());
        if (tenant != TenantOrdinals.UNKNOWN) {
            changed |= tables.refs().delete(txn(), keys.ref(tenant, mutation.name()));
        }
    }

    private void putInline(TenantId tenantId, GitId id, GitObjectType type, byte[] body) {
        int tenant = findOrAddTenant(tenantId);
        if (tables.objects().get(txn(), keys.object(tenant, id)) == null) {
            changed = true;
            int size = ObjectValue.HEADER_BYTES + body.length;
            ObjectValue.writeInline(type, body, tables.objects().reserve(txn(), keys.object(tenant, id), size));
        }
    }

    /** Tells whether the file was named; if not, the tenant has the content already. */
    private boolean putInFile(TenantId tenantId, LargeFile file) {
        int tenant = findOrAddTenant(tenantId);
        if (tables.objects().get(txn(), keys.object(tenant, file.id())) != null) {
            return false;
        }
        changed = true;
        ObjectValue.writeInFile(
                file, tables.objects().reserve(txn(), keys.object(tenant, file.id()), ObjectValue.IN_FILE_BYTES));
        ByteBuffer row = tables.files().reserve(txn(), keys.file(file.number()), LargeFile.VALUE_BYTES);
        row.putInt(tenant);
        file.id().write(row);
        row.putLong(file.size());
        return true;
    }

    private Optional<GitId> ref(TenantId tenantId, RefName name) {
        int tenant = tenant(tenantId);
        if (tenant == TenantOrdinals.UNKNOWN) {
            return Optional.empty();
        }
        return Optional.ofNullable(tables.refs().get(txn(), keys.ref(tenant, name)))
                .map(GitId::read);
    }

    private DocumentCursor require(DocumentKey key) {
        DocumentCursor document = find(key);
        if (document == null) {
            throw new PreconditionFailedException("document " + key + " is unknown to the store");
        }
        return document;
    }

    private @Nullable DocumentCursor find(DocumentKey key) {
        DocumentCursor known = documents.get(key);
        if (known != null) {
            return known;
        }
        int tenant = tenant(key.tenant());
        if (tenant == TenantOrdinals.UNKNOWN) {
            return null;
        }
        ByteBuffer value = tables.documents().get(txn(), keys.document(tenant, key.document()));
        if (value == null) {
            return null;
        }
        StoredDocument document = StoredDocument.read(key, value);
        DocumentCursor read = new DocumentCursor(document, OpLog.last(tables.ops(), txn(), keys, document));
        documents.put(key, read);
        return read;
    }

    private void replaceRow(DocumentCursor document, DocumentRow row) {
        changed = true;
        writeRow(requireTenant(row.key().tenant()), new StoredDocument(document.ordinal, row));
        document.row = row;
    }

    private void writeRow(int tenant, StoredDocument document) {
        ByteBuffer key = keys.document(tenant, document.row().key().document());
        document.write(tables.documents().reserve(txn(), key, StoredDocument.BYTES));
    }

    private int tenant(TenantId tenant) {
        return tenants.findUncommitted(txn(), keys, tenant);
    }

    private int requireTenant(TenantId tenant) {
        int ordinal = tenant(tenant);
        if (ordinal == TenantOrdinals.UNKNOWN) {
            throw new IllegalStateException("tenant " + tenant + " has a document but no ordinal");
        }
        return ordinal;
    }

    private int findOrAddTenant(TenantId tenant) {
        int known = tenant(tenant);
        if (known != TenantOrdinals.UNKNOWN) {
            return known;
        }
        changed = true;
        int ordinal = (int) nextLong(NEXT_TENANT);
        tables.tenants().reserve(txn(), keys.tenant(tenant), Integer.BYTES).putInt(ordinal);
        return ordinal;
    }

    private long nextLong(String counter) {
        Dbi<ByteBuffer> meta = tables.meta();
        ByteBuffer value = meta.get(txn(), keys.name(counter));
        long next = value == null ? 1 : value.getLong();
        meta.reserve(txn(), keys.name(counter), Long.BYTES).putLong(next + 1);
        return next;
    }

    private Txn<ByteBuffer> txn() {
        if (current == null) {
            throw new IllegalStateException("mutations are applied inside a write transaction only");
        }
        return current;
    }
}
