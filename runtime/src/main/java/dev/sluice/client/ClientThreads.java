package dev.sluice.client;

import dev.sluice.loader.ScheduledTimers;
import dev.sluice.loader.Timers;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a client: some on which containers run, some that may wait, and one that rings. All are daemons. Safe for use by
 * many threads.
 */
final class ClientThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor clock;

    ClientThreads() {
        pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("sluice-client-"));
        clock = new ScheduledThreadPoolExecutor(1, named("sluice-timers-"));
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

    Executor pool() {
        return pool;
    }

    Timers timers() {
        return new ScheduledTimers(clock);
    }

    /** Rings no more; the other threads end by themselves once there is nothing to do. */
    @Override
    public void close() {
        clock.shutdownNow();
    }
}
