package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.admin.StoreReader.Op;
import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoredObject;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.lmdb.LmdbArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Brings documents back from a backup into a store that is in use.
 *
 * <p>Only documents that are not there any more are brought back; what is there is never changed. First every object of the
 * tenant that is missing is copied: ops may name attachment blobs, and the service does not read ops. Then the document
 * appears in one transaction, with its ops, its head and its checkpoint, so that nobody sees half of it. The backup is only
 * read.
 *
 * <p>Confined to one thread; use once.
 */
final class DocumentRestore {
    private static final long OBJECTS_PER_COMMIT_BYTES = 4L << 20;
    private static final long OPS_MAX_BYTES = 192L << 20;
    private static final int PAGE_OPS = 1000;
    private static final int COPY_BYTES = 1 << 16;

    private final Store from;
    private final Store to;
    private final StoreReader reader;
    private final Lines lines;
    private final Set<TenantId> tenantsCopied = new HashSet<>();

    private DocumentRestore(Store from, Store to, Lines lines) {
        this.from = from;
        this.to = to;
        this.reader = new StoreReader(from);
        this.lines = lines;
    }

    /** Restores the documents named, or all that are missing if none is. */
    static void run(Path backup, Store to, List<DocumentKey> named, Lines lines) throws IOException {
        if (Stores.isEmpty(backup)) {
            throw AdminException.notFound(backup + " holds no backup");
        }
        try (Store opened = LmdbArchive.open(backup)) {
            new DocumentRestore(opened, to, lines).restore(named);
        } catch (IOException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException("the backup did not close", failed);
        }
    }

    private void restore(List<DocumentKey> named) throws IOException {
        for (DocumentKey key : named) {
            if (isThere(key)) {
                throw AdminException.conflict(
                        "document " + key + " is in the store; only missing ones are restored, and"
                                + " deleted ones are brought back with \"sluice doc undelete\"");
            }
        }
        List<DocumentKey> keys = named.isEmpty()
                ? reader.documents(Optional.empty()).stream()
                        .map(document -> document.row().key())
                        .toList()
                : named;
        int restored = 0;
        int kept = 0;
        for (DocumentKey key : keys) {
            if (isThere(key)) {
                kept++;
            } else {
                restore(key);
                restored++;
            }
        }
        lines.line(Json.bytes(Json.object().put("restored", restored).put("kept", kept)));
    }

    private boolean isThere(DocumentKey key) {
        return to.read(view -> view.document(key).isPresent());
    }

    private void restore(DocumentKey key) throws IOException {
        DocumentRow row = reader.document(key).row();
        if (tenantsCopied.add(key.tenant())) {
            copyObjects(key.tenant());
        }
        Transaction.Builder transaction = Transaction.builder()
                .add(new Mutation.CreateDocument(
                        new DocumentRow(key, row.createdAt(), row.baseSequenceNumber(), null)));
        long lastOp = addOps(key, row, transaction);
        RefName head = RefName.headOf(key.document());
        from.read(view -> view.ref(key.tenant(), head))
                .ifPresent(id -> transaction.add(new Mutation.SetRef(key.tenant(), head, id, Optional.empty())));
        from.read(view -> view.checkpoint(key))
                .ifPresent(state -> transaction.add(new Mutation.PutCheckpoint(key, state)));
        if (row.eraseAfter() != null) {
            transaction.add(new Mutation.DeleteDocument(key, row.eraseAfter()));
        }
        commit(transaction.build());
        ObjectNode line = Json.object();
        line.put("tenant", key.tenant().value());
        line.put("document", key.document().value());
        line.put("sequenceNumber", lastOp);
        lines.line(Json.bytes(line));
    }

    private long addOps(DocumentKey key, DocumentRow row, Transaction.Builder transaction) {
        long last = row.baseSequenceNumber();
        long bytes = 0;
        List<Op> page;
        do {
            page = reader.ops(key, last, Long.MAX_VALUE, PAGE_OPS);
            if (!page.isEmpty()) {
                transaction.add(new Mutation.AppendOps(
                        key,
                        page.get(0).sequenceNumber(),
                        page.stream().map(Op::json).toList()));
                last = page.get(page.size() - 1).sequenceNumber();
                bytes += page.stream().mapToLong(op -> op.json().length).sum();
            }
            if (bytes > OPS_MAX_BYTES) {
                throw AdminException.badRequest("document " + key + " has more than " + OPS_MAX_BYTES
                        + " bytes of ops, too many to appear at once; restore the whole store offline");
            }
        } while (page.size() == PAGE_OPS);
        return last;
    }

    private void copyObjects(TenantId tenant) throws IOException {
        List<GitId> ids = from.read(view -> {
            List<GitId> all = new ArrayList<>();
            view.objects(tenant, all::add);
            return all;
        });
        Backups.ProgressLines progress = new Backups.ProgressLines("objects", lines);
        Transaction.Builder pending = Transaction.builder();
        long pendingBytes = 0;
        for (int i = 0; i < ids.size(); i++) {
            GitId id = ids.get(i);
            if (!to.<Boolean>read(view -> view.contains(tenant, id))) {
                pendingBytes += copyObject(tenant, id, pending);
            }
            if (pendingBytes > OBJECTS_PER_COMMIT_BYTES) {
                commit(pending.build());
                pending = Transaction.builder();
                pendingBytes = 0;
            }
            progress.update(i + 1L, ids.size());
        }
        if (!pending.isEmpty()) {
            commit(pending.build());
        }
    }

    /** Adds the object to {@code pending}, or, if it is large, stores it at once; returns what was added. */
    private long copyObject(TenantId tenant, GitId id, Transaction.Builder pending) throws IOException {
        Optional<Mutation> small = from.read(view -> {
            StoredObject object = view.object(tenant, id).orElseThrow();
            if (object.content() instanceof StoredObject.Content.Inline inline) {
                byte[] body = new byte[inline.bytes().remaining()];
                inline.bytes().duplicate().get(body);
                return Optional.of(new Mutation.PutObject(tenant, id, object.type(), body));
            }
            return Optional.empty();
        });
        if (small.isPresent()) {
            pending.add(small.get());
            return ((Mutation.PutObject) small.get()).body().length;
        }
        try (BlobSpool spool = to.spool();
                InputStream content = reader.openBlob(tenant, id)) {
            byte[] part = new byte[COPY_BYTES];
            for (int read = content.read(part); read >= 0; read = content.read(part)) {
                spool.write(ByteBuffer.wrap(part, 0, read));
            }
            GitId sealed = spool.seal();
            if (!sealed.equals(id)) {
                throw AdminException.failed("blob " + id + " of the backup hashes to " + sealed);
            }
            commit(Transaction.of(new Mutation.AdoptSpool(tenant, spool)));
        }
        return 0;
    }

    private void commit(Transaction transaction) throws IOException {
        try {
            to.write(transaction).get();
        } catch (ExecutionException failed) {
            throw new IOException(
                    failed.getCause() == null
                            ? failed.getMessage()
                            : failed.getCause().getMessage(),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the store", interrupted);
        }
    }
}
