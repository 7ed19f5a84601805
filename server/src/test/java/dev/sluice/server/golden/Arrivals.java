package dev.sluice.server.golden;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wakes the replay when something arrived. All inboxes of a replay change under this lock. Safe for many threads. */
final class Arrivals {

    /** Runs {@code change} and wakes the replay. */
    synchronized void arrive(Runnable change) {
        change.run();
        notifyAll();
    }

    /** What {@code attempt} finds, tried again after each arrival; null when the patience is over. */
    synchronized <T> @Nullable T await(Duration patience, Supplier<@Nullable T> attempt) {
        long end = System.nanoTime() + patience.toNanos();
        T found = attempt.get();
        while (found == null) {
            long leftMs = (end - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return null;
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            found = attempt.get();
        }
        return found;
    }
}
