package dev.sluice.loader;

import dev.sluice.driver.SerialExecutor;
import dev.sluice.event.Registration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one thread at a time that a container is confined to, over any executor. Safe for use by many threads.
 *
 * <p>It knows whether it is running, so that a call from elsewhere is refused instead of spoiling the state.
 */
final class ContainerThread implements Executor {
    private final SerialExecutor tasks;
    private volatile @Nullable Thread current;

    ContainerThread(Executor executor) {
        this.tasks = new SerialExecutor(executor);
    }

    @Override
    public void execute(Runnable task) {
        tasks.execute(() -> {
            current = Thread.currentThread();
            try {
                task.run();
            } finally {
                current = null;
            }
        });
    }

    /** Tells whether the caller is there. */
    boolean isHere() {
        return Thread.currentThread().equals(current);
    }

    /** Refuses a call from another thread. */
    void require() {
        if (!isHere()) {
            throw new IllegalStateException(
                    "called on thread " + Thread.currentThread().getName()
                            + ", expected the container's; hand the call to Container.execute or Container.call");
        }
    }

    /** Returns timers that ring here; one that is closed never runs, not even if it has rung already. */
    Timers timers(Timers outside) {
        return (delay, task) -> {
            Alarm alarm = new Alarm(task);
            alarm.ring = outside.after(delay, () -> execute(alarm::run));
            return alarm;
        };
    }

    /** One timer. Confined to the thread, but for its ring. */
    private static final class Alarm implements Registration {
        private final Runnable task;
        private boolean isClosed;
        private Registration ring = () -> {};

        Alarm(Runnable task) {
            this.task = task;
        }

        void run() {
            if (!isClosed) {
                isClosed = true;
                task.run();
            }
        }

        @Override
        public void close() {
            isClosed = true;
            ring.close();
        }
    }
}
