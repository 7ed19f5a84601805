package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.Mutation.PutObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Git objects that are durable in the log and not yet in LMDB.
 *
 * <p>A reader takes a {@link Snapshot} <em>before</em> it opens its LMDB transaction: an object that goes over in between is then
 * seen twice, never not at all. Objects get numbers as they come, and a snapshot has those below the number that was next when it
 * was taken; the table behind it is left alone once they are in LMDB, and a new one begun.
 *
 * <p>Safe for use by many threads; one thread adds and clears.
 */
final class PendingObjects {
    private static final Comparator<PutObject> BY_KEY =
            Comparator.comparing(PutObject::tenant).thenComparing(PutObject::id);

    private volatile Snapshot newest = new Snapshot(new ConcurrentHashMap<>(), 0, 0);

    Snapshot snapshot() {
        return newest;
    }

    /** Adds objects that are durable; one that is there already must not be added again. */
    void add(List<PutObject> objects) {
        Snapshot before = newest;
        int count = before.count;
        long bytes = before.bytes;
        for (PutObject object : objects) {
            before.table.put(new ObjectKey(object.tenant(), object.id()), new Numbered(count++, object));
            bytes += object.body().length;
        }
        newest = new Snapshot(before.table, count, bytes);
    }

    /** Forgets all of them, which are in LMDB now. */
    void clear() {
        newest = new Snapshot(new ConcurrentHashMap<>(), 0, 0);
    }

    private record Numbered(int number, PutObject object) {}

    /** The objects that were pending at one moment. Safe for use by many threads. */
    static final class Snapshot {
        private final Map<ObjectKey, Numbered> table;
        private final int count;
        private final long bytes;

        private Snapshot(Map<ObjectKey, Numbered> table, int count, long bytes) {
            this.table = table;
            this.count = count;
            this.bytes = bytes;
        }

        boolean isEmpty() {
            return count == 0;
        }

        int count() {
            return count;
        }

        long bytes() {
            return bytes;
        }

        @Nullable
        PutObject find(TenantId tenant, GitId id) {
            Numbered found = isEmpty() ? null : table.get(new ObjectKey(tenant, id));
            return found == null || found.number >= count ? null : found.object;
        }

        /** Returns the objects in the order of their keys, in which LMDB takes them best. */
        List<PutObject> sorted() {
            return table.values().stream()
                    .filter(numbered -> numbered.number < count)
                    .map(Numbered::object)
                    .sorted(BY_KEY)
                    .toList();
        }

        /** Returns the ids of a tenant's objects in a set of the caller's own. */
        NavigableSet<GitId> ids(TenantId tenant) {
            NavigableSet<GitId> ids = new TreeSet<>();
            for (Map.Entry<ObjectKey, Numbered> entry : table.entrySet()) {
                if (entry.getValue().number < count && entry.getKey().tenant().equals(tenant)) {
                    ids.add(entry.getKey().id());
                }
            }
            return ids;
        }
    }
}
