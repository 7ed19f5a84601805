package dev.sluice.driver;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on another executor one at a time, in the order they came. Safe for use by many threads.
 *
 * <p>A task that fails does not stop those after it; its failure goes to the thread's handler.
 *
 * @since 0.1
 */
public final class SerialExecutor implements Executor {
    private final Executor executor;
    private final Object lock = new Object();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /** Makes one over an executor, which may have any number of threads. */
    public SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        enqueue(task);
        flush();
    }

    /** Puts a task in its place without running anything, so that it may be called with a lock held; {@link #flush} follows. */
    public void enqueue(Runnable task) {
        synchronized (lock) {
            waiting.add(task);
        }
    }

    /** Has the tasks run that were put in their places. */
    public void flush() {
        synchronized (lock) {
            if (running || waiting.isEmpty()) {
                return;
            }
            running = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error failure) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable task = waiting.poll();
            running = task != null;
            return task;
        }
    }
}
