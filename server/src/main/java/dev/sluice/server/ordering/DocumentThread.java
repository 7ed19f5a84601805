package dev.sluice.server.ordering;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * Where the work of one document happens: one task at a time, in the order in which it was handed over.
 *
 * <p>In the service an event loop; in tests a queue under the test's control. Safe for use by many threads.
 */
public interface DocumentThread {
    /** Runs a task after those handed over before; never inside the call. */
    void execute(Runnable task);

    /** Runs a task on this thread once the time has passed. */
    void schedule(Duration delay, Runnable task);

    /** Runs work that may block elsewhere; the stage completes on this thread. */
    <T> CompletionStage<T> blocking(Callable<T> work);
}
