package dev.sluice.server.pool;

import dev.sluice.protocol.DocumentKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which document is looked at next. Pure; confined to whoever holds its lock.
 *
 * <table>
 *   <caption>Transitions of a document</caption>
 *   <tr><th>state</th><th>event</th><th>next</th></tr>
 *   <tr><td>forgotten</td><td>new ops</td><td>waiting, for the delay</td></tr>
 *   <tr><td>waiting</td><td>new ops</td><td>waiting, as long as before</td></tr>
 *   <tr><td>waiting</td><td>due, and there is a place</td><td>attended</td></tr>
 *   <tr><td>attended</td><td>new ops</td><td>attended, and waiting after it</td></tr>
 *   <tr><td>attended</td><td>done</td><td>forgotten, with its failures</td></tr>
 *   <tr><td>attended</td><td>failed</td><td>waiting, twice as long with each failure in a row</td></tr>
 * </table>
 *
 * <p>Bounded: what does not fit in is taken up again when it has new ops.
 */
final class Schedule {
    /** The wait after a first failure. */
    static final Duration FIRST_RETRY = Duration.ofMinutes(1);

    /** The longest wait after failures. */
    static final Duration LAST_RETRY = Duration.ofHours(6);

    private static final int MAX_DOUBLINGS = 20;
    private static final int REMEMBERED_FAILURES = 10_000;

    private final int places;
    private final Duration delay;
    private final int maxWaiting;
    private final Map<DocumentKey, Instant> waiting = new HashMap<>();
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::turn));
    private final Set<DocumentKey> attended = new HashSet<>();
    private final Set<DocumentKey> again = new HashSet<>();
    private final Map<DocumentKey, Integer> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DocumentKey, Integer> eldest) {
            return size() > REMEMBERED_FAILURES;
        }
    };

    private long turns;

    /**
     * A document that waits.
     *
     * @param turn orders those that are due at the same time as they came
     */
    private record Due(DocumentKey document, Instant at, long turn) {}

    /**
     * Makes a schedule without documents.
     *
     * @param places how many documents are attended to at one time
     * @param delay how long after an op a document is looked at
     * @param maxWaiting how many documents may wait
     */
    Schedule(int places, Duration delay, int maxWaiting) {
        this.places = places;
        this.delay = delay;
        this.maxWaiting = maxWaiting;
    }

    /** A document has new ops. */
    void noted(DocumentKey document, Instant now) {
        if (attended.contains(document)) {
            again.add(document);
        } else if (!waiting.containsKey(document) && room() > 0) {
            wait(document, now.plus(delay));
        }
    }

    /** Returns a document that is due, if there is a place for it, and takes the place. */
    Optional<DocumentKey> next(Instant now) {
        Due due = queue.peek();
        if (due == null || due.at().isAfter(now) || attended.size() >= places) {
            return Optional.empty();
        }
        queue.remove();
        waiting.remove(due.document());
        attended.add(due.document());
        return Optional.of(due.document());
    }

    /** What was to be done for a document is done, or there was nothing. */
    void done(DocumentKey document, Instant now) {
        failures.remove(document);
        attended.remove(document);
        if (again.remove(document)) {
            wait(document, now.plus(delay));
        }
    }

    /** It could not be done. Returns how long the document is left alone. */
    Duration failed(DocumentKey document, Instant now) {
        int count = failures.merge(document, 1, Integer::sum);
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(MAX_DOUBLINGS, count - 1));
        Duration wait = doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
        again.remove(document);
        attended.remove(document);
        wait(document, now.plus(wait));
        return wait;
    }

    private void wait(DocumentKey document, Instant until) {
        waiting.put(document, until);
        queue.add(new Due(document, until, turns++));
    }

    /** Returns how often in a row a document has failed. */
    int failures(DocumentKey document) {
        return failures.getOrDefault(document, 0);
    }

    /** Returns when a document is due, if it waits. */
    Optional<Instant> due(DocumentKey document) {
        return Optional.ofNullable(waiting.get(document));
    }

    Set<DocumentKey> attendedDocuments() {
        return Set.copyOf(attended);
    }

    boolean isAttended(DocumentKey document) {
        return attended.contains(document);
    }

    int waiting() {
        return waiting.size();
    }

    int attended() {
        return attended.size();
    }

    /** Returns how many more documents may wait. */
    int room() {
        return Math.max(0, maxWaiting - waiting.size());
    }
}
