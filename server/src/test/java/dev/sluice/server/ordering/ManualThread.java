package dev.sluice.server.ordering;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A document's thread that is the test's own, with a clock that moves only when told. */
final class ManualThread implements DocumentThread, InstantSource {
    private static final long DEADLINE_MS = 10_000;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private long nowMs = 1_700_000_000_000L;

    /** Work is done when {@link #blocking} returns, as may happen in the service when it takes no time. */
    boolean blocksInline;

    private record Alarm(long atMs, Runnable task) {}

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        alarms.add(new Alarm(nowMs + delay.toMillis(), task));
    }

    @Override
    public <T> CompletionStage<T> blocking(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable task = () -> {
            T result;
            try {
                result = work.call();
            } catch (Exception failure) {
                done.completeExceptionally(failure);
                return;
            }
            done.complete(result);
        };
        if (blocksInline) {
            task.run();
        } else {
            // What was handed over meanwhile comes first: work elsewhere takes its time.
            execute(() -> execute(task));
        }
        return done;
    }

    /** Runs tasks, waiting for those of other threads, until the condition holds. */
    void runUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MS);
        while (!condition.getAsBoolean()) {
            try {
                Runnable task = tasks.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task == null) {
                    fail("nothing happened within " + DEADLINE_MS + " ms");
                }
                task.run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                fail("interrupted");
            }
        }
    }

    /** Moves the clock and runs what becomes due. */
    void pass(Duration time) {
        nowMs += time.toMillis();
        List<Alarm> due = alarms.stream()
                .filter(alarm -> alarm.atMs() <= nowMs)
                .sorted(Comparator.comparingLong(Alarm::atMs))
                .toList();
        alarms.removeAll(due);
        due.forEach(alarm -> execute(alarm.task()));
    }
}
