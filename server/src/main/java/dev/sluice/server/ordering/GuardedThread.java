package dev.sluice.server.ordering;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A document's thread that reports what its tasks throw.
 *
 * <p>Many documents share an event loop, which would log an exception and go on with a document that is half-way through a
 * change. What depends on a stage of {@link #blocking} is not a task; it must hand its work to {@link #execute}. Safe for use
 * by many threads.
 */
final class GuardedThread implements DocumentThread {
    private final DocumentThread thread;
    private final Consumer<Throwable> onFailure;

    /**
     * Guards a thread.
     *
     * @param onFailure called on the thread
     */
    GuardedThread(DocumentThread thread, Consumer<Throwable> onFailure) {
        this.thread = thread;
        this.onFailure = onFailure;
    }

    /** Runs a task now; the caller is on the thread. */
    void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error unexpected) {
            onFailure.accept(unexpected);
        }
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(() -> run(task));
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        thread.schedule(delay, () -> run(task));
    }

    @Override
    public <T> CompletionStage<T> blocking(Callable<T> work) {
        return thread.blocking(work);
    }
}
