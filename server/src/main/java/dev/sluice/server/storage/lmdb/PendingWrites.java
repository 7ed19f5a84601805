package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Mutation.AppendOps;
import dev.sluice.server.storage.Mutation.PutCheckpoint;
import dev.sluice.server.storage.Mutation.PutObject;
import dev.sluice.server.storage.StoreView.OpVisitor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The ops, checkpoints and Git objects that are durable in the log and not yet in LMDB.
 *
 * <p>A reader takes a {@link Snapshot} <em>before</em> it opens its LMDB transaction, and leaves it out if that has the snapshot's
 * generation: what goes over in between is seen once, in the one place or the other. Changes get numbers as they come, and a
 * snapshot has those below the number that was next when it was taken; the tables behind it are left alone once they are in LMDB,
 * and new ones begun.
 *
 * <p>Safe for use by many threads; one thread adds and clears.
 */
final class PendingWrites {
    private static final Comparator<PutObject> BY_KEY =
            Comparator.comparing(PutObject::tenant).thenComparing(PutObject::id);

    private volatile Snapshot newest;

    /** Creates a table without changes; those to come are of the given generation of the log. */
    PendingWrites(long generation) {
        this.newest = Snapshot.empty(generation);
    }

    Snapshot snapshot() {
        return newest;
    }

    /** Adds changes that are durable; an object that is there already must not be added again. */
    void add(List<Mutation> changes) {
        Snapshot before = newest;
        int count = before.count;
        int objects = before.objectCount;
        long bytes = before.bytes;
        for (Mutation change : changes) {
            if (change instanceof PutObject put) {
                before.objects.put(new ObjectKey(put.tenant(), put.id()), new Numbered(count, put));
                objects++;
            } else if (change instanceof AppendOps append) {
                before.openDocument(append.key()).add(count, append);
            } else if (change instanceof PutCheckpoint put) {
                before.openDocument(put.key()).add(count, put);
            } else {
                throw new IllegalArgumentException(change.getClass().getSimpleName() + " cannot be pending");
            }
            count++;
            bytes += PendingTransaction.payload(change);
        }
        newest = new Snapshot(before.generation, before.objects, before.documents, count, objects, bytes);
    }

    /** Forgets all of them, which are in LMDB now; those to come are of the given generation of the log. */
    void clear(long generation) {
        newest = Snapshot.empty(generation);
    }

    private record Numbered(int number, PutObject object) {}

    /** What was pending at one moment. Safe for use by many threads. */
    static final class Snapshot {
        private final long generation;
        private final Map<ObjectKey, Numbered> objects;
        private final Map<DocumentKey, PendingDocument> documents;
        private final int count;
        private final int objectCount;
        private final long bytes;

        private Snapshot(
                long generation,
                Map<ObjectKey, Numbered> objects,
                Map<DocumentKey, PendingDocument> documents,
                int count,
                int objectCount,
                long bytes) {
            this.generation = generation;
            this.objects = objects;
            this.documents = documents;
            this.count = count;
            this.objectCount = objectCount;
            this.bytes = bytes;
        }

        static Snapshot empty(long generation) {
            return new Snapshot(generation, new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), 0, 0, 0);
        }

        private PendingDocument openDocument(DocumentKey key) {
            return documents.computeIfAbsent(key, PendingDocument::new);
        }

        /** Returns the generation of the log that has all of it. */
        long generation() {
            return generation;
        }

        boolean isEmpty() {
            return count == 0;
        }

        /** Returns the number of changes. */
        int count() {
            return count;
        }

        /** Returns the number of Git objects. */
        int objectCount() {
            return objectCount;
        }

        /** Returns the size of the ops, checkpoints and objects. */
        long bytes() {
            return bytes;
        }

        @Nullable
        PutObject find(TenantId tenant, GitId id) {
            Numbered found = objectCount == 0 ? null : objects.get(new ObjectKey(tenant, id));
            return found == null || found.number >= count ? null : found.object;
        }

        /** Returns the ids of a tenant's objects in a set of the caller's own. */
        NavigableSet<GitId> ids(TenantId tenant) {
            NavigableSet<GitId> ids = new TreeSet<>();
            for (Map.Entry<ObjectKey, Numbered> entry : objects.entrySet()) {
                if (entry.getValue().number < count && entry.getKey().tenant().equals(tenant)) {
                    ids.add(entry.getKey().id());
                }
            }
            return ids;
        }

        /** Returns the number of a document's last op, or -1 if it has none here. */
        long lastSequenceNumber(DocumentKey key) {
            PendingDocument document = documents.get(key);
            return document == null ? -1 : document.last(count);
        }

        /** Returns a document's last checkpoint, or {@code null} if it has none here; not to be changed. */
        byte @Nullable [] checkpoint(DocumentKey key) {
            PendingDocument document = documents.get(key);
            return document == null ? null : document.checkpoint(count);
        }

        /** Visits a document's ops between the bounds, both exclusive, until the visitor has enough. */
        void visitOps(DocumentKey key, long from, long to, OpVisitor visitor) {
            PendingDocument document = documents.get(key);
            if (document != null) {
                document.visit(count, from, to, visitor);
            }
        }

        /** Returns changes that come to the same: objects in the order of their keys, in which LMDB takes them best, then documents. */
        List<Mutation> merged() {
            List<Mutation> merged = new ArrayList<>();
            objects.values().stream()
                    .filter(numbered -> numbered.number < count)
                    .map(Numbered::object)
                    .sorted(BY_KEY)
                    .forEach(merged::add);
            documents.values().forEach(document -> document.merge(count, merged));
            return merged;
        }
    }
}
