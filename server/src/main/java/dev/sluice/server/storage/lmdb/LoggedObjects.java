package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Mutation.PutObject;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.log.ObjectLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets uploads of Git objects pass LMDB by, and takes them there later, many at once.
 *
 * <p>A commit of LMDB costs as many random writes as it has objects, since ids lie anywhere in the tree, and two flushes. So a
 * group of transactions that only put small objects is appended to the {@link ObjectLog} and done. Whatever else is committed
 * takes along what is pending, in the same LMDB transaction and before it: LMDB by itself never has anything that refers to an
 * object which it does not have. The transaction also notes the log's generation, which the next append then leaves behind;
 * so a crash on either side of the commit is decided by LMDB alone.
 *
 * <p>What is pending is bounded in number, bytes and time, and passes LMDB by only while LMDB has ample room for it. In a mode of
 * durability that loses something on a power cut the log is not used, for LMDB would not have what the log gives up.
 *
 * <p>Confined to the writer's thread and, once that has ended, to the one that closes the store.
 */
final class LoggedObjects implements AutoCloseable {
    static final int MAX_OBJECTS = 1024;
    static final long MAX_BYTES = 4 << 20;
    static final Duration MAX_AGE = Duration.ofMillis(200);
    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(LoggedObjects.class);
    private static final int FRAME_MAX_BYTES = 1 << 20;
    private static final long LOG_MAX_BYTES = 2 * MAX_BYTES;
    /** Many times what the objects can take in LMDB, with the pages of the tree that they change. */
    private static final long ROOM_BYTES = 16 * MAX_BYTES;

    private final LmdbOptions options;
    private final Snapshots snapshots;
    private final DataFile dataFile;
    private final PendingObjects pending;
    private final ObjectLog log;
    private final LongSupplier nanoTime;
    private long dueAtNs;
    private boolean stuck;

    /** Takes over what an earlier store left in the log; due at once, since the next append would write over it. */
    LoggedObjects(
            LmdbOptions options,
            RecoveredLog recovered,
            Snapshots snapshots,
            DataFile dataFile,
            LongSupplier nanoTime) {
        this.options = options;
        this.snapshots = snapshots;
        this.dataFile = dataFile;
        this.pending = recovered.pending();
        this.log = new ObjectLog(options.directory(), recovered.nextGeneration(), FRAME_MAX_BYTES, LOG_MAX_BYTES);
        this.nanoTime = nanoTime;
        this.dueAtNs = nanoTime.getAsLong();
    }

    /**
     * Makes a group of transactions durable and visible without LMDB.
     *
     * @return {@code false} if the group has to go to LMDB, with what is pending; then nothing was done
     * @throws StoreException if nobody knows what is on the disk now
     */
    boolean append(List<PendingTransaction> group) {
        if (options.durability() != Durability.COMMIT || stuck || isDue()) {
            return false;
        }
        List<PutObject> objects = objects(group);
        if (objects == null) {
            return false;
        }
        List<PutObject> absent = absent(objects);
        return absent.isEmpty() || (isWithinBounds(absent) && append(absent, pending.snapshot()));
    }

    /** Tells whether something is only in the log. */
    boolean hasPending() {
        return !pending.snapshot().isEmpty();
    }

    /** Returns how long the writer may wait for transactions before it has to look after what is pending. */
    long waitMs(long idleMs) {
        if (!hasPending()) {
            return idleMs;
        }
        long leftNs = dueAtNs - nanoTime.getAsLong();
        return leftNs <= 0 ? 0 : Math.min(idleMs, TimeUnit.NANOSECONDS.toMillis(leftNs) + 1);
    }

    /** Tells whether something is pending that has been so for long enough. */
    boolean isDue() {
        return hasPending() && nanoTime.getAsLong() - dueAtNs >= 0;
    }

    /** Puts what is pending into an LMDB transaction that nothing was done in yet. */
    void carryInto(TransactionApplier applier) {
        PendingObjects.Snapshot carried = pending.snapshot();
        if (!carried.isEmpty()) {
            applier.carryOver(carried.sorted(), log.generation());
        }
    }

    /** Forgets what was pending after the transaction that took it along was committed. */
    void carried() {
        if (hasPending()) {
            pending.clear();
            log.recycle();
        }
        stuck = false;
    }

    /** Waits a while with what is due, for LMDB has no room; transactions that it has room for take it along before. */
    void postpone(StoreException full) {
        stuck = true;
        dueAtNs = nanoTime.getAsLong() + PAUSE.toNanos();
        LOG.warn(
                "{} Git objects stay in the log; next try in {} s: {}",
                pending.snapshot().count(),
                PAUSE.toSeconds(),
                full.getMessage());
    }

    /** Removes the log's file if LMDB, which was flushed, has everything; otherwise it stays for the next store to be opened. */
    void removeIfCarried() throws IOException {
        if (!hasPending()) {
            log.delete();
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private boolean append(List<PutObject> absent, PendingObjects.Snapshot before) {
        try {
            if (!log.append(absent)) {
                return false;
            }
        } catch (IOException unexplained) {
            throw new StoreException("cannot append to the log in " + options.directory(), unexplained);
        }
        if (before.isEmpty()) {
            dueAtNs = nanoTime.getAsLong() + MAX_AGE.toNanos();
        }
        pending.add(absent);
        return true;
    }

    private boolean isWithinBounds(List<PutObject> absent) {
        PendingObjects.Snapshot before = pending.snapshot();
        long bytes = before.bytes();
        for (PutObject object : absent) {
            bytes += object.body().length;
        }
        return bytes <= MAX_BYTES
                && before.count() + absent.size() <= MAX_OBJECTS
                && (!before.isEmpty() || dataFile.hasRoom(ROOM_BYTES));
    }

    /** Returns what is neither in LMDB nor pending, each once. */
    private List<PutObject> absent(List<PutObject> objects) {
        Set<ObjectKey> seen = new HashSet<>();
        return snapshots.read(view -> {
            List<PutObject> absent = new ArrayList<>();
            for (PutObject object : objects) {
                if (seen.add(new ObjectKey(object.tenant(), object.id()))
                        && !view.contains(object.tenant(), object.id())) {
                    absent.add(object);
                }
            }
            return absent;
        });
    }

    /** Returns what the group puts, or {@code null} if it does anything else. */
    private static @Nullable List<PutObject> objects(List<PendingTransaction> group) {
        List<PutObject> objects = new ArrayList<>();
        for (PendingTransaction transaction : group) {
            for (Mutation mutation : transaction.mutations) {
                PutObject object = object(mutation);
                if (object == null) {
                    return null;
                }
                objects.add(object);
            }
        }
        return objects.isEmpty() ? null : objects;
    }

    private static @Nullable PutObject object(Mutation mutation) {
        if (mutation instanceof PutObject put) {
            return put;
        }
        if (mutation instanceof Mutation.AdoptSpool adopt && adopt.spool() instanceof LmdbSpool spool) {
            byte[] body = spool.body();
            return body == null ? null : new PutObject(adopt.tenant(), spool.id(), GitObjectType.BLOB, body);
        }
        return null;
    }
}
