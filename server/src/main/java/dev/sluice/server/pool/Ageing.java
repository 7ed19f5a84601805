package dev.sluice.server.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.protocol.DocumentKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when the pool summarizes a document for nothing but the age of its garbage.
 *
 * <p>What a document is due for is read from its newest version, whoever wrote that; so nothing has to be remembered over a restart.
 * After a visit it is left alone for a while even if it seems due: a run may find reasons not to do what time alone would have it do.
 *
 * <p>Safe for use by many threads.
 */
final class Ageing {
    private final StoredAgeing stored;
    private final Duration interval;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Revisits revisits;

    /**
     * @param interval the least time between two visits; zero for no visits at all
     * @param maxDocuments for how many there are places
     */
    Ageing(StoredAgeing stored, Duration interval, int maxDocuments) {
        this.stored = stored;
        this.interval = interval;
        this.revisits = new Revisits(maxDocuments);
    }

    /**
     * Tells whether a document is to be summarized now for its garbage; if only later, it gets a place until then. Reads the store.
     *
     * @throws dev.sluice.gc.GcException as {@link StoredAgeing#due}
     * @throws dev.sluice.protocol.json.JsonException as {@link StoredAgeing#due}
     */
    boolean isDue(DocumentKey document, Instant now) {
        if (interval.isZero() || at(document).filter(now::isBefore).isPresent()) {
            return false;
        }
        Optional<Instant> due = stored.due(document);
        place(document, due.filter(now::isBefore));
        return due.isPresent() && !now.isBefore(due.get());
    }

    /** A document was summarized. Reads the store, and throws as {@link #isDue}. */
    void summarized(DocumentKey document, Instant now) {
        if (!interval.isZero()) {
            Instant earliest = now.plus(interval);
            place(document, stored.due(document).map(due -> due.isAfter(earliest) ? due : earliest));
        }
    }

    private void place(DocumentKey document, Optional<Instant> at) {
        synchronized (lock) {
            at.ifPresentOrElse(time -> revisits.put(document, time), () -> revisits.remove(document));
        }
    }

    /** A document is gone, or somebody else's. */
    void forget(DocumentKey document) {
        place(document, Optional.empty());
    }

    /** Returns a document that is due, which has no place any more. */
    Optional<DocumentKey> next(Instant now) {
        synchronized (lock) {
            return revisits.next(now);
        }
    }

    /** Returns when the pool comes back to a document. */
    Optional<Instant> at(DocumentKey document) {
        synchronized (lock) {
            return revisits.at(document);
        }
    }

    /** Returns how many documents have a place. */
    int size() {
        synchronized (lock) {
            return revisits.size();
        }
    }

    /** Tells, once, that documents had no place for which there is one now. */
    boolean lacksDocuments() {
        synchronized (lock) {
            return revisits.lacksDocuments();
        }
    }
}
