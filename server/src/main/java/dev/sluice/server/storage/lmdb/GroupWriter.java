package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes whatever waits, commits it as one LMDB transaction, then tells the submitters.
 *
 * <p>A commit costs two disk flushes however much is in it, so the group is what made queueing transactions cheap: while one
 * group is flushed, the next one gathers. Nothing is delayed to make groups larger. A group that appends ops or puts small Git
 * objects, and does nothing else, costs one flush, of a log; see {@link LoggedWrites}.
 *
 * <p>Failures, from the mildest:
 *
 * <ol>
 *   <li>A precondition does not hold and the transaction changed nothing yet: it is left out, the group goes on.
 *   <li>It did change something: the LMDB transaction is abandoned and those before it are carried out again and committed;
 *       then it heads the next run, in which it fails alone. No transaction is carried out more than twice.
 *   <li>The map is full: it grows and the group is carried out again. It cannot grow, or the disk is full: the group is
 *       halved until a single transaction fails, so that a large one does not take small ones with it.
 *   <li>Anything else: nobody knows what is on the disk. All that waits fails, and so does all that comes; reading goes on.
 *       If it happens outside a group, the thread ends as well, after doing the same.
 * </ol>
 */
final class GroupWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final long IDLE_MS = 1000;
    private static final long FLUSH_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final Env<ByteBuffer> env;
    private final LmdbOptions options;
    private final WriteQueue queue;
    private final DataFile dataFile;
    private final Room room;
    private final TransactionApplier applier;
    private final LoggedWrites logged;
    private final Eraser eraser;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private volatile @Nullable StoreException broken;
    private long flushedAtNs = System.nanoTime();
    private boolean unflushed;

    GroupWriter(
            Env<ByteBuffer> env,
            LmdbOptions options,
            WriteQueue queue,
            DataFile dataFile,
            Room room,
            TransactionApplier applier,
            LoggedWrites logged,
            Eraser eraser) {
        this.env = env;
        this.options = options;
        this.queue = queue;
        this.dataFile = dataFile;
        this.room = room;
        this.applier = applier;
        this.logged = logged;
        this.eraser = eraser;
    }

    long commits() {
        return commits.get();
    }

    long transactions() {
        return transactions.get();
    }

    /** Returns why nothing is written any more, or {@code null} while all is well. */
    @Nullable
    StoreException broken() {
        return broken;
    }

    @Override
    public void run() {
        List<PendingTransaction> group = new ArrayList<>();
        try {
            while (take(group)) {
                write(group);
                group.clear();
                keepHouse();
            }
            carryOver();
        } catch (RuntimeException | Error unexplained) {
            breakDown(unexplained);
            failRest(group);
            failRest(queue.closeAndTakeAll());
        }
    }

    private boolean take(List<PendingTransaction> group) {
        try {
            return queue.take(group, options.groupBytes(), eraser.hasWork() ? 0 : logged.waitMs(IDLE_MS));
        } catch (InterruptedException strayed) {
            // A completion of a submitter's ran here and left the flag behind; only closing the queue ends this thread.
            return true;
        }
    }

    private void write(List<PendingTransaction> group) {
        int done = 0;
        try {
            if (!group.isEmpty() && broken == null && logged.append(group)) {
                commits.incrementAndGet();
                done = group.size();
                group.forEach(this::complete);
            }
            while (done < group.size() && broken == null) {
                done = writeFrom(group, done);
            }
        } catch (RuntimeException | Error unexplained) {
            breakDown(unexplained);
        }
        failRest(group.subList(done, group.size()));
    }

    /** Fails what nobody was told of yet; what was told of is on disk, and stays as it is. */
    private void failRest(List<PendingTransaction> group) {
        StoreException reason = broken;
        for (PendingTransaction left : group) {
            if (!left.done.isDone()) {
                left.failure = reason;
                complete(left);
            }
        }
    }

    /** Commits a run of transactions that begins at {@code from}; returns where the next run begins. */
    private int writeFrom(List<PendingTransaction> group, int from) {
        int to = group.size();
        while (true) {
            dataFile.stayAhead();
            int reached;
            try {
                reached = tryCommit(group.subList(from, to)) + from;
            } catch (LmdbException failed) {
                applier.forget();
                if (failed instanceof Env.MapFullException && dataFile.growMap()) {
                    continue;
                }
                StoreException full = room.explain(failed);
                if (to - from > 1) {
                    to = from + (to - from) / 2;
                    continue;
                }
                group.get(from).failure = full;
                reached = to;
            }
            if (reached == to || reached == from) {
                int end = Math.max(reached, from + 1);
                group.subList(from, end).forEach(this::complete);
                return end;
            }
            to = reached;
        }
    }

    /** Returns the size of the run if it is committed, or the index of the transaction that failed half-way. */
    private int tryCommit(List<PendingTransaction> run) {
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            applier.begin(txn);
            logged.carryInto(applier);
            for (int i = 0; i < run.size(); i++) {
                if (!apply(run.get(i))) {
                    applier.forget();
                    return i;
                }
            }
            txn.commit();
        }
        logged.carried();
        commits.incrementAndGet();
        unflushed = true;
        return run.size();
    }

    /** Carries out a transaction; returns {@code false} if it failed and left changes behind. */
    private boolean apply(PendingTransaction transaction) {
        transaction.failure = null;
        try {
            applier.apply(transaction.mutations);
            return true;
        } catch (StoreException failed) {
            transaction.failure = failed;
            return !applier.changedAnything();
        }
    }

    private void complete(PendingTransaction transaction) {
        transactions.incrementAndGet();
        transaction.complete();
    }

    /** Takes what is only in the log to LMDB, or leaves it there if there is no room; the log has it either way. */
    private void carryOver() {
        if (broken != null || !logged.hasPending()) {
            return;
        }
        while (true) {
            dataFile.stayAhead();
            try {
                tryCommit(List.of());
                return;
            } catch (LmdbException failed) {
                applier.forget();
                if (!(failed instanceof Env.MapFullException && dataFile.growMap())) {
                    logged.postpone(room.explain(failed));
                    return;
                }
            }
        }
    }

    private void keepHouse() {
        try {
            if (logged.isDue()) {
                carryOver();
            }
            eraser.eraseSome(applier.pollErasing());
            if (options.durability() == Durability.LOSE_STORE
                    && unflushed
                    && System.nanoTime() - flushedAtNs >= FLUSH_EVERY_NS) {
                env.sync(true);
                unflushed = false;
                flushedAtNs = System.nanoTime();
            }
        } catch (RuntimeException | Error unexplained) {
            breakDown(unexplained);
        }
    }

    private void breakDown(Throwable cause) {
        if (broken == null) {
            LOG.error("the store in {} writes no more; reading goes on", options.directory(), cause);
            broken = new StoreException(
                    "the store in " + options.directory()
                            + " stopped writing after a failure that nobody can explain; restart and verify it",
                    cause);
        }
    }
}
