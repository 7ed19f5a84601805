package dev.sluice.server.pool;

import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ScheduledTimers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of clients inside the server: some that come and go with the work, and one that rings. All are daemons; an idle pool
 * has but the last. Safe for use by many threads.
 */
public final class PoolThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor clock;
    private final InstantSource time;

    /** Makes the threads. */
    public PoolThreads(InstantSource time) {
        this.time = time;
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("sluice-summarizer-"));
        this.clock = new ScheduledThreadPoolExecutor(1, named("sluice-summarizer-timer-"));
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
    public Executor workers() {
        return threads;
    }

    /** Returns what containers run on. */
    public ContainerEnvironment environment() {
        return new ContainerEnvironment(
                threads, threads, new ScheduledTimers(clock), time, new SecureRandom(), PoolThreads::pause);
    }

    /** Runs a task again and again. */
    void every(Duration period, Runnable task) {
        clock.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void pause(Duration wait) {
        try {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ops", ended);
        }
    }

    /** Rings no more; the other threads end by themselves once there is nothing to do. */
    @Override
    public void close() {
        clock.shutdownNow();
    }
}
