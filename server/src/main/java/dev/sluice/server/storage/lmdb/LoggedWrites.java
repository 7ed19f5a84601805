package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.log.StoreLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets ops, checkpoints and uploads of Git objects pass LMDB by, and takes them there later, many at once.
 *
 * <p>A commit of LMDB costs two flushes and as many random writes as it changes pages. So a group of transactions that a
 * {@link LoggableGroup} accepts is appended to the {@link StoreLog} and done. Whatever else is committed takes along what is
 * pending, in the same LMDB transaction and before it: LMDB by itself is always what the whole store once was. The transaction
 * also notes the log's generation, which the next append then leaves behind; so a crash on either side of the commit is decided
 * by LMDB alone.
 *
 * <p>What is pending is bounded in number, bytes and time, and passes LMDB by only while LMDB has ample room for it. In a mode of
 * durability that loses something on a power cut the log is not used, for LMDB would not have what the log gives up.
 *
 * <p>Confined to the writer's thread and, once that has ended, to the one that closes the store.
 */
final class LoggedWrites implements AutoCloseable {
    static final int MAX_OBJECTS = 1024;
    static final long MAX_BYTES = 4 << 20;
    /** A carry-over holds up what comes meanwhile, so there is one in hundreds of ops. */
    static final Duration MAX_AGE = Duration.ofSeconds(5);

    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(LoggedWrites.class);
    private static final int FRAME_MAX_BYTES = 1 << 20;
    private static final long LOG_MAX_BYTES = 2 * MAX_BYTES;
    /** Many times what all of it can take in LMDB, with the pages of the tree that it changes. */
    private static final long ROOM_BYTES = 16 * MAX_BYTES;

    private final LmdbOptions options;
    private final Snapshots snapshots;
    private final DataFile dataFile;
    private final PendingWrites pending;
    private final StoreLog log;
    private final LongSupplier nanoTime;
    private long dueAtNs;
    /** Whether nothing may be appended until LMDB has what is pending. */
    private boolean isBlocked;

    /** Takes over what an earlier store left in the log; due at once, and before anything is appended, which would write over it. */
    LoggedWrites(
            LmdbOptions options,
            RecoveredLog recovered,
            Snapshots snapshots,
            DataFile dataFile,
            LongSupplier nanoTime) {
        this.options = options;
        this.snapshots = snapshots;
        this.dataFile = dataFile;
        this.pending = recovered.pending();
        this.log = new StoreLog(options.directory(), recovered.nextGeneration(), FRAME_MAX_BYTES, LOG_MAX_BYTES);
        this.nanoTime = nanoTime;
        this.dueAtNs = nanoTime.getAsLong();
        this.isBlocked = hasPending();
    }

    /**
     * Makes a group of transactions durable and visible without LMDB.
     *
     * @return {@code false} if the group has to go to LMDB, with what is pending; then nothing was done
     * @throws StoreException if nobody knows what is on the disk now
     */
    boolean append(List<PendingTransaction> group) {
        if (options.durability() != Durability.COMMIT || isBlocked) {
            return false;
        }
        Optional<List<Mutation>> changes = snapshots.read(view -> LoggableGroup.changes(group, view));
        return changes.isPresent() && appendAll(changes.get());
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
        PendingWrites.Snapshot carried = pending.snapshot();
        if (!carried.isEmpty()) {
            applier.carryOver(carried.merged(), carried.generation());
        }
    }

    /** Forgets what was pending after the transaction that took it along was committed. */
    void carried() {
        if (hasPending()) {
            log.recycle();
            pending.clear(log.generation());
        }
        isBlocked = false;
    }

    /** Waits a while with what is due, for LMDB has no room; transactions that it has room for take it along before. */
    void postpone(StoreException full) {
        isBlocked = true;
        dueAtNs = nanoTime.getAsLong() + PAUSE.toNanos();
        LOG.warn(
                "{} changes stay in the log; next try in {} s: {}",
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

    private boolean appendAll(List<Mutation> changes) {
        PendingWrites.Snapshot before = pending.snapshot();
        if (changes.isEmpty()) {
            return true;
        }
        try {
            if (!isWithinBounds(before, changes) || !log.append(changes)) {
                return false;
            }
        } catch (IOException unexplained) {
            throw new StoreException("cannot append to the log in " + options.directory(), unexplained);
        }
        if (before.isEmpty()) {
            dueAtNs = nanoTime.getAsLong() + MAX_AGE.toNanos();
        }
        pending.add(changes);
        return true;
    }

    private boolean isWithinBounds(PendingWrites.Snapshot before, List<Mutation> changes) {
        long bytes = before.bytes();
        int objects = before.objectCount();
        for (Mutation change : changes) {
            bytes += PendingTransaction.payload(change);
            objects += change instanceof Mutation.PutObject ? 1 : 0;
        }
        return bytes <= MAX_BYTES && objects <= MAX_OBJECTS && (!before.isEmpty() || dataFile.hasRoom(ROOM_BYTES));
    }
}
