package dev.sluice.client;

import dev.sluice.event.Registration;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ScheduledTimers;
import dev.sluice.loader.Timers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of clients: some that come and go with the work and may wait, and one that rings. All are daemons; where nothing is done
 * there is but the last. Safe for use by many threads.
 *
 * @since 0.1
 */
public final class ClientThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor clock;

    /**
     * Makes the threads.
     *
     * @param name for people who look at threads
     */
    public ClientThreads(String name) {
        pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("sluice-" + name + "-"));
        clock = new ScheduledThreadPoolExecutor(1, named("sluice-" + name + "-timers-"));
        clock.setRemoveOnCancelPolicy(true);
        // Containers that are just ending may still set a timer; it would ring for nobody.
        clock.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName(prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns what runs work that may block. */
    public Executor pool() {
        return pool;
    }

    /** Returns what rings. */
    public Timers timers() {
        return new ScheduledTimers(clock);
    }

    /** Returns what containers run on that share these threads. */
    public ContainerEnvironment environment(InstantSource time) {
        return environment(pool, time);
    }

    /** Returns the same for containers that run on an executor of their own, and wait on these threads. */
    ContainerEnvironment environment(Executor executor, InstantSource time) {
        return new ContainerEnvironment(executor, pool, timers(), time, new SecureRandom(), ClientThreads::pause);
    }

    private static void pause(Duration wait) {
        try {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ops", ended);
        }
    }

    /** Runs a short task again and again on the thread that rings, so long after it has ended. */
    public Registration every(Duration period, Runnable task) {
        Future<?> repeated =
                clock.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return () -> repeated.cancel(false);
    }

    /** Rings no more; the other threads end by themselves once there is nothing to do. */
    @Override
    public void close() {
        clock.shutdownNow();
    }
}
