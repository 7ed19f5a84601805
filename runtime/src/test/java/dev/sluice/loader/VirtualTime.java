package dev.sluice.loader;

import dev.sluice.event.Registration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A clock, timers and an executor that move only when a test says so, on the test's thread. */
final class VirtualTime implements Timers, InstantSource, Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparing(Alarm::at).thenComparingLong(Alarm::number));
    private Instant now = Instant.ofEpochSecond(1_000);
    private long count;

    private record Alarm(Instant at, long number, Runnable task) {}

    @Override
    public Registration after(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(now.plus(delay), count++, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs what waits, and what comes of it, without moving the clock. */
    void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Runs one task, if one waits. */
    void step() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }

    /** Moves the clock, ringing on the way. */
    void pass(Duration time) {
        settle();
        Instant end = now.plus(time);
        while (!alarms.isEmpty() && !alarms.element().at().isAfter(end)) {
            Alarm alarm = alarms.remove();
            now = alarm.at();
            alarm.task().run();
            settle();
        }
        now = end;
    }
}
