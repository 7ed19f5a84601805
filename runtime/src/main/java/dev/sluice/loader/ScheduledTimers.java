package dev.sluice.loader;

import dev.sluice.event.Registration;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Timers that ring on a scheduler's threads, for {@link ContainerEnvironment}. The scheduler belongs to whoever made it; one with
 * daemon threads does not keep the process alive. Safe for use by many threads.
 *
 * @since 0.1
 */
public final class ScheduledTimers implements Timers {
    private final ScheduledExecutorService scheduler;

    /** Makes timers over a scheduler. */
    public ScheduledTimers(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        Future<?> due = scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> due.cancel(false);
    }
}
