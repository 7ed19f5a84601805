package dev.sluice.server.storage.memory;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.DocumentExistsException;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.PreconditionFailedException;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.SequenceConflictException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out one transaction and, if it fails, undoes what it did. Used under the store's write lock. */
final class MemoryWriter implements Mutation.Visitor {
    private final MemoryState state;
    private final ArrayDeque<Runnable> undo = new ArrayDeque<>();

    MemoryWriter(MemoryState state) {
        this.state = state;
    }

    void apply(List<Mutation> mutations) {
        try {
            mutations.forEach(mutation -> mutation.accept(this));
        } catch (RuntimeException | Error failed) {
            undo.forEach(Runnable::run);
            throw failed;
        }
    }

    @Override
    public void createDocument(Mutation.CreateDocument mutation) {
        DocumentKey key = mutation.row().key();
        if (find(key) != null) {
            throw new DocumentExistsException(key);
        }
        put(tenant(key.tenant()).documents, key.document(), new MemoryState.Document(mutation.row()));
    }

    @Override
    public void deleteDocument(Mutation.DeleteDocument mutation) {
        MemoryState.Document document = require(mutation.key());
        replaceRow(document, document.row.deletedUntil(mutation.eraseAfter()));
    }

    @Override
    public void undeleteDocument(Mutation.UndeleteDocument mutation) {
        MemoryState.Document document = require(mutation.key());
        if (!document.row.isDeleted()) {
            throw new PreconditionFailedException(
                    "document " + mutation.key() + " is live; expected a deleted one to bring back");
        }
        replaceRow(document, document.row.undeleted());
    }

    @Override
    public void eraseDocument(Mutation.EraseDocument mutation) {
        DocumentKey key = mutation.key();
        if (!require(key).row.isDeleted()) {
            throw new PreconditionFailedException("document " + key + " is live; expected a deleted one to erase");
        }
        MemoryState.Tenant tenant = tenant(key.tenant());
        remove(tenant.documents, key.document());
        remove(tenant.refs, RefName.headOf(key.document()));
    }

    @Override
    public void appendOps(Mutation.AppendOps mutation) {
        MemoryState.Document document = require(mutation.key());
        long last = document.lastSequenceNumber();
        if (mutation.firstSequenceNumber() != last + 1) {
            throw new SequenceConflictException(mutation.key(), mutation.firstSequenceNumber(), last);
        }
        int before = document.ops.size();
        document.ops.addAll(mutation.ops());
        undo.push(() -> document.ops.subList(before, document.ops.size()).clear());
    }

    @Override
    public void putCheckpoint(Mutation.PutCheckpoint mutation) {
        MemoryState.Document document = require(mutation.key());
        byte[] before = document.checkpoint;
        document.checkpoint = mutation.state();
        undo.push(() -> document.checkpoint = before);
    }

    @Override
    public void putObject(Mutation.PutObject mutation) {
        put(mutation.tenant(), mutation.id(), new MemoryState.GitObject(mutation.type(), mutation.body()));
    }

    @Override
    public void adoptSpool(Mutation.AdoptSpool mutation) {
        byte[] body = ((MemorySpool) mutation.spool()).body();
        GitId id = GitHash.of(GitObjectType.BLOB, body);
        put(mutation.tenant(), id, new MemoryState.GitObject(GitObjectType.BLOB, body));
    }

    @Override
    public void setRef(Mutation.SetRef mutation) {
        Map<RefName, GitId> refs = tenant(mutation.tenant()).refs;
        Optional<GitId> actual = Optional.ofNullable(refs.get(mutation.name()));
        if (mutation.expected().isPresent() && !mutation.expected().equals(actual)) {
            throw new PreconditionFailedException("ref " + mutation.name() + " of tenant " + mutation.tenant()
                    + " points to " + actual.map(GitId::toHex).orElse("nothing") + "; expected "
                    + mutation.expected().get());
        }
        put(refs, mutation.name(), mutation.target());
    }

    @Override
    public void deleteRef(Mutation.DeleteRef mutation) {
        remove(tenant(mutation.tenant()).refs, mutation.name());
    }

    private void replaceRow(MemoryState.Document document, DocumentRow row) {
        DocumentRow before = document.row;
        document.row = row;
        undo.push(() -> document.row = before);
    }

    private void put(TenantId tenant, GitId id, MemoryState.GitObject object) {
        Map<GitId, MemoryState.GitObject> objects = tenant(tenant).objects;
        if (!objects.containsKey(id)) {
            put(objects, id, object);
        }
    }

    private <K, V> void put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        undo.push(() -> restore(map, key, before));
    }

    private <K, V> void remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        undo.push(() -> restore(map, key, before));
    }

    private static <K, V> void restore(Map<K, V> map, K key, @Nullable V before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }

    private MemoryState.Tenant tenant(TenantId id) {
        return state.tenants.computeIfAbsent(id, missing -> new MemoryState.Tenant());
    }

    private MemoryState.Document require(DocumentKey key) {
        MemoryState.Document document = find(key);
        if (document == null) {
            throw new PreconditionFailedException("document " + key + " is unknown to the store");
        }
        return document;
    }

    private MemoryState.@Nullable Document find(DocumentKey key) {
        MemoryState.Tenant tenant = state.tenant(key.tenant());
        return tenant == null ? null : tenant.documents.get(key.document());
    }
}
