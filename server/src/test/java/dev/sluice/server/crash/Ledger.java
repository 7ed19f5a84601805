package dev.sluice.server.crash;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one store were told to be done, whichever process of the server told them.
 *
 * <p>Two clients that were given different ops under one number are a failure at once. Safe for use by many threads.
 */
final class Ledger {
    /** What may be acknowledged. */
    enum Kind {
        OP,
        BLOB,
        TREE,
        DOCUMENT,
        SUMMARY
    }

    @GuardedBy("this")
    private final Map<String, NavigableMap<Long, SeenOp>> ops = new LinkedHashMap<>();

    @GuardedBy("this")
    private final Set<String> blobs = new LinkedHashSet<>();

    @GuardedBy("this")
    private final Set<String> trees = new LinkedHashSet<>();

    @GuardedBy("this")
    private final Map<String, Set<String>> versions = new HashMap<>();

    @GuardedBy("this")
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    @GuardedBy("this")
    private @Nullable Throwable failure;

    /** A document was created. */
    synchronized void document(String id) {
        if (ops.putIfAbsent(id, new TreeMap<>()) == null) {
            count(Kind.DOCUMENT);
        }
    }

    /** A blob was stored. */
    synchronized void blob(String sha) {
        blobs.add(sha);
        count(Kind.BLOB);
    }

    /** A tree was stored. */
    synchronized void tree(String sha) {
        trees.add(sha);
        count(Kind.TREE);
    }

    /** A summary became a version. */
    synchronized void summary(String document, String commit) {
        if (versions.computeIfAbsent(document, none -> new LinkedHashSet<>()).add(commit)) {
            count(Kind.SUMMARY);
        }
    }

    /** A client was given ops, or read them from the log. */
    synchronized void ops(String document, List<SeenOp> seen) {
        NavigableMap<Long, SeenOp> known = ops.computeIfAbsent(document, none -> new TreeMap<>());
        for (SeenOp op : seen) {
            SeenOp before = known.putIfAbsent(op.sequenceNumber(), op);
            if (before == null) {
                count(Kind.OP);
            } else if (!before.equals(op)) {
                throw new AssertionError("document " + document + " gave one client " + before + " and another " + op);
            }
        }
    }

    /** A part of the load cannot go on; whoever awaits something hears of it. */
    synchronized void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        } else if (!failure.equals(cause)) {
            failure.addSuppressed(cause);
        }
        notifyAll();
    }

    /** Throws what stopped a part of the load, if anything did. */
    synchronized void requireNoFailure() {
        if (failure != null) {
            throw new AssertionError("the load failed: " + failure, failure);
        }
    }

    /**
     * Returns once so many more of a kind were written down.
     *
     * @throws AssertionError if that takes longer than {@code limit}
     */
    synchronized void awaitMore(Kind kind, long more, Duration limit) {
        if (!reaches(kind, countOf(kind) + more, limit)) {
            throw new AssertionError("waited " + limit + " for " + more + " more of " + kind + " in vain: " + this);
        }
    }

    /** Returns after the given time, whatever is written down meanwhile. */
    synchronized void awaitTime(Duration time) {
        boolean unused = reaches(Kind.OP, Long.MAX_VALUE, time);
    }

    /** Returns the documents in the order in which they became known. */
    synchronized List<String> documents() {
        return new ArrayList<>(ops.keySet());
    }

    /** Returns the ops of a document that any client has seen, by sequence number. */
    synchronized NavigableMap<Long, SeenOp> opsOf(String document) {
        return new TreeMap<>(ops.getOrDefault(document, new TreeMap<>()));
    }

    synchronized List<String> blobs() {
        return new ArrayList<>(blobs);
    }

    synchronized List<String> trees() {
        return new ArrayList<>(trees);
    }

    /** Returns the acknowledged versions of a document in the order in which their acks were seen. */
    synchronized List<String> versionsOf(String document) {
        return new ArrayList<>(versions.getOrDefault(document, Set.of()));
    }

    synchronized long countOf(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    @Override
    public synchronized String toString() {
        return counts.toString();
    }

    private synchronized void count(Kind kind) {
        counts.merge(kind, 1L, Long::sum);
        notifyAll();
    }

    private synchronized boolean reaches(Kind kind, long wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (countOf(kind) < wanted) {
            requireNoFailure();
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for the load", interrupted);
            }
        }
        return true;
    }
}
