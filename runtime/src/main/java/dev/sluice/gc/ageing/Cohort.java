package dev.sluice.gc.ageing;

import java.time.Duration;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that were looked at in the same moment, and the time that has passed since, as far as it makes a difference to any of
 * them: one timer for all, set for the next of their changes. Nodes that became unreferenced together change together, so that
 * there are few of these moments however many nodes there are. Confined to the document's thread.
 */
final class Cohort {
    private final Ages ages;
    private final Alarms alarms;
    private final long referenceMs;
    private final Set<Long> known = new HashSet<>();
    // Counted from the beginning.
    private final NavigableSet<Long> changes = new TreeSet<>();

    private long passedMs;
    private int members;
    // Most come in rows of one age.
    private long lastSinceMs;
    private @Nullable Runnable cancel;

    Cohort(Ages ages, Alarms alarms, long referenceMs) {
        this.ages = ages;
        this.alarms = alarms;
        this.referenceMs = referenceMs;
    }

    /** Takes in a node before the cohort {@linkplain #begin begins}. */
    void add(long sinceMs) {
        boolean isLikeTheLast = members > 0 && sinceMs == lastSinceMs;
        members++;
        lastSinceMs = sinceMs;
        if (isLikeTheLast || !known.add(sinceMs)) {
            return;
        }
        long age = referenceMs - sinceMs;
        OptionalLong end = ages.endOfStageAfter(age);
        while (end.isPresent()) {
            changes.add(end.getAsLong() - age);
            end = ages.endOfStageAfter(end.getAsLong());
        }
    }

    void begin() {
        Long next = changes.higher(passedMs);
        if (next != null) {
            long wait = next - passedMs;
            cancel = alarms.after(Duration.ofMillis(wait), () -> {
                passedMs = next;
                begin();
            });
        }
    }

    /** A node belongs here no more; the timer goes with the last one. */
    void leave() {
        members--;
        if (members == 0) {
            end();
        }
    }

    void end() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }

    /** Returns how old a node is: its age when it was looked at last, and what has passed since. */
    long age(long sinceMs) {
        return referenceMs - sinceMs + passedMs;
    }
}
